package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.TaskHandle;
import dev.errand.artifact.DirectoryArtifactStore;
import dev.errand.event.TaskInterceptor;
import dev.errand.executor.TaskExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

class ContextTest extends EngineFixture {

    @Test
    void knowsWhatItRuns() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(
                        ECHO,
                        (input, context) -> context.type() + " " + context.title() + " " + context.attempt() + " "
                                + context.owner()));
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana").title("Echo a"));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("echo Echo a 1 " + Owner.of("ana")));
    }

    @Test
    void namesTheTaskInTheLogAndRestoresWhatWasThere() throws InterruptedException {
        MDC.put("taskId", "outer");
        MDC.put("request", "r-1");
        TaskEngine tasks = use(builder().executor(TaskExecutor.on(Runnable::run, 1)));

        TaskHandle<String> handle = tasks.submit(
                "logs", context -> MDC.get("taskType") + " " + context.id().equals(idInMdc()));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("ad-hoc true"));
        assertThat(MDC.get("taskId")).isEqualTo("outer");
        assertThat(MDC.get("taskType")).isNull();
        assertThat(MDC.get("request")).isEqualTo("r-1");
        MDC.clear();
    }

    @Test
    void namesTheThreadForThreadDumps() throws InterruptedException {
        TaskHandle<String> handle =
                use(builder()).submit("named", context -> Thread.currentThread().getName());

        assertThat(outcomeOf(handle))
                .isEqualTo(
                        new Outcome.Succeeded<>("errand-ad-hoc-" + handle.id().reference()));
    }

    @Test
    void runsInterceptorsAroundTheTaskInTheirOrder() throws InterruptedException {
        List<String> order = new ArrayList<>();
        TaskEngine tasks = use(builder().interceptor(noting(order, "outer")).interceptor(noting(order, "inner")));

        outcomeOf(tasks.submit("a", context -> order.add("task")));

        assertThat(order).containsExactly("outer before", "inner before", "task", "inner after", "outer after");
    }

    @Test
    void failsWhenAnInterceptorDoesNotProceedOrThrows() throws InterruptedException {
        TaskEngine lazy = use(builder().interceptor((context, run) -> {}));
        assertThat(causeOf(lazy.submit("a", context -> "done"))).hasMessage("an interceptor did not proceed");

        TaskEngine broken = use(builder().interceptor((context, run) -> {
            run.proceed();
            throw new IOException("cannot close the scope");
        }));
        assertThat(causeOf(broken.submit("a", context -> "done"))).hasMessage("cannot close the scope");

        TaskEngine twice = use(builder().interceptor((context, run) -> {
            run.proceed();
            run.proceed();
        }));
        assertThat(causeOf(twice.submit("a", context -> "done"))).hasMessage("an interceptor proceeded twice");
    }

    @Test
    void cannotTurnAFailureIntoASuccess() throws InterruptedException {
        TaskEngine tasks = use(builder().interceptor((context, run) -> {
            try {
                run.proceed();
            } catch (IOException swallowed) {
                // the attempt has failed all the same
            }
        }));

        assertThat(causeOf(tasks.submit("a", context -> {
                    throw new IOException("broken");
                })))
                .hasMessage("broken");
    }

    @Test
    void leavesFiles(@TempDir Path directory) throws Exception {
        TaskEngine tasks = use(builder().artifacts(DirectoryArtifactStore.in(directory)));

        TaskHandle<Artifact> handle = tasks.submit(
                "writes",
                context -> context.writeArtifact("a.txt", "text/plain", out -> out.write("ahoj".getBytes(UTF_8))));

        Artifact file = ((Outcome.Succeeded<Artifact>) outcomeOf(handle)).result();
        assertThat(handle.snapshot().artifacts()).containsExactly(file);
        try (InputStream in = tasks.artifacts().open(file)) {
            assertThat(in).hasContent("ahoj");
        }
    }

    @Test
    void leavesNoFileOfAnAttemptThatLostItsTask(@TempDir Path directory) throws InterruptedException {
        TaskEngine tasks = use(builder().artifacts(DirectoryArtifactStore.in(directory)));
        TaskHandle<Artifact> handle = tasks.submit("too late", context -> {
            ignoreEverything("", context);
            Artifact file = context.writeArtifact("a.txt", "text/plain", out -> out.write(1));
            return file;
        });
        atGate.acquire();
        tasks.shutdown(ofSeconds(0));
        openGate();
        assertThat(tasks.shutdown(ofSeconds(5)))
                .as("the late attempt has ended, too")
                .isTrue();

        assertThat(handle.snapshot().artifacts()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesAFileNameThatLeadsElsewhere() throws InterruptedException {
        TaskEngine tasks = use(builder());

        Throwable cause = causeOf(
                tasks.submit("writes", context -> context.writeArtifact("../a", "text/plain", out -> out.write(1))));

        assertThat(cause).isInstanceOf(InvalidInputException.class).hasMessageContaining("../a");
    }

    private static dev.errand.TaskId idInMdc() {
        return dev.errand.TaskId.parse(MDC.get("taskId"));
    }

    private static TaskInterceptor noting(List<String> order, String name) {
        return (context, run) -> {
            order.add(name + " before");
            run.proceed();
            order.add(name + " after");
        };
    }

    private static <R> Throwable causeOf(TaskHandle<R> handle) throws InterruptedException {
        return ((Outcome.Failed<R>) outcomeOf(handle)).failure().cause().orElseThrow();
    }
}
