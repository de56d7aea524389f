package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Command;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Reply;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskState;
import dev.errand.TimelineEntry;
import dev.errand.executor.TaskExecutor;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a future of a task promises beside the contract of the JDK, which the testkit has. */
class TaskFutureTest extends EngineFixture {

    @Test
    void givesTheResultOfATaskThatSucceededInPart() throws Exception {
        Future<String> future = use(builder())
                .submit("in part", context -> {
                    context.progress().failed();
                    return "the rest";
                })
                .asFuture();

        assertThat(future.get(8, SECONDS)).isEqualTo("the rest");
        assertThat(future.state()).isEqualTo(Future.State.SUCCESS);
        assertThat(future.resultNow()).isEqualTo("the rest");
        assertThat(future.toString()).endsWith("[Completed normally]");
    }

    @Test
    void throwsWhatTheTaskThrew() {
        IOException broken = new IOException("broken");
        Future<String> future = use(builder())
                .<String>submit("fails", context -> {
                    throw broken;
                })
                .asFuture();

        assertThatThrownBy(() -> future.get(8, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(broken);
        assertThat(future.exceptionNow()).isSameAs(broken);
    }

    @Test
    void throwsTheSentenceWhereTheCauseIsNotKnown() {
        Failure elsewhere = new Failure("K7QX", "The month is not closed yet.", "java.lang.X", Optional.empty());

        assertThatThrownBy(() -> TaskFuture.resultOf(new Outcome.Failed<>(elsewhere, Optional.of("a part"))))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TaskFailedException.class)
                .hasMessageContaining("The month is not closed yet.");
    }

    @Test
    void cancelsOnTheSpotWhatWaits() {
        TaskEngine tasks = use(builder().executor(TaskExecutor.virtualThreads(1)));
        TaskHandle<String> later = tasks.submit(context -> "never", by("ana").delay(ofHours(1)));
        Future<String> future = later.asFuture();

        assertThat(future.cancel(false)).isTrue();

        assertThat(future.isDone()).isTrue();
        assertThat(future.isCancelled()).isTrue();
        assertThat(future.cancel(true)).as("too late").isFalse();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(future::get)
                .withMessage(Supervisor.ON_REQUEST);
        assertThat(later.snapshot().status().timeline().getLast().by()).isEqualTo("ana");
    }

    @Test
    void interruptsAtOnceWithoutTheGrace() throws InterruptedException {
        TaskHandle<String> handle = use(builder()).submit("waits", context -> waitAtGate("", context));
        Future<String> future = handle.asFuture();
        atGate.acquire();

        assertThat(future.cancel(true)).isTrue();

        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> future.get(8, SECONDS));
        assertThat(future.isCancelled()).isTrue();
        assertThat(handle.snapshot().status().timeline())
                .extracting(TimelineEntry::state)
                .endsWith(TaskState.CANCELLING, TaskState.CANCELLED);
    }

    @Test
    void takesTheGraceBackThatAnotherOneGave() throws InterruptedException {
        TaskHandle<String> handle = use(builder()).submit("waits", context -> waitAtGate("", context));
        atGate.acquire();
        assertThat(handle.cancel(Command.by("olga").because("wrong month"))).isEqualTo(Reply.ACCEPTED);
        assertThat(handle.asFuture().isDone()).as("time stands still").isFalse();

        assertThat(handle.asFuture().cancel(false)).as("it is to stop").isTrue();
        assertThat(handle.asFuture().cancel(true)).isTrue();

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> handle.asFuture().get(8, SECONDS))
                .withMessage("wrong month");
    }

    @Test
    void interruptsAfterTheGraceOnlyUnlessAsked() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        TaskHandle<String> handle = use(builder()).submit("waits", context -> {
            try {
                return waitAtGate("", context);
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        atGate.acquire();

        assertThat(handle.asFuture().cancel(false)).isTrue();
        time.advance(ofSeconds(4));
        assertThat(interrupted.getCount()).isEqualTo(1);
        time.advance(ofSeconds(2));

        interrupted.await();
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void saysWhatTheTaskDidThoughItWasAskedToStop() throws Exception {
        Future<String> future = use(builder())
                .submit("heeds nothing", context -> ignoreEverything("all of it", context))
                .asFuture();
        atGate.acquire();

        assertThat(future.cancel(true)).isTrue();
        assertThat(future.isCancelled()).as("it goes on").isFalse();
        assertThat(future.state()).isEqualTo(Future.State.RUNNING);
        openGate();

        assertThat(future.get(8, SECONDS)).isEqualTo("all of it");
        assertThat(future.isCancelled()).isFalse();
    }

    @Test
    void cannotCancelWhatHasComeTooFar() throws Exception {
        Future<String> future = use(builder())
                .submit("comes far", context -> {
                    context.pointOfNoReturn();
                    return waitAtGate("done", context);
                })
                .asFuture();
        atGate.acquire();

        assertThat(future.cancel(true)).isFalse();

        openGate();
        assertThat(future.get(8, SECONDS)).isEqualTo("done");
    }

    @Test
    void isTheSameOfATaskThatHadEnded() throws Exception {
        TaskEngine tasks = use(builder());
        TaskHandle<String> succeeded = tasks.submit("a", context -> "done");
        outcomeOf(succeeded);
        TaskHandle<String> cancelled = tasks.submit(context -> "", by("ana").delay(ofHours(1)));
        cancelled.cancel();
        TaskHandle<String> failed = tasks.submit("c", context -> {
            throw new IllegalStateException("broken");
        });
        outcomeOf(failed);

        assertThat(futureFound(tasks, succeeded.id()).get()).isEqualTo("done");
        assertThat(futureFound(tasks, succeeded.id()).cancel(true)).isFalse();
        assertThat(futureFound(tasks, cancelled.id()).isCancelled()).isTrue();
        assertThat(futureFound(tasks, failed.id()).exceptionNow()).hasMessage("broken");
        assertThat(futureFound(tasks, failed.id()).toString())
                .contains(failed.id().toString())
                .endsWith("[Completed exceptionally: java.lang.IllegalStateException: broken]");
    }

    @Test
    void cannotBeCompletedByThoseWhoSeeIt() {
        assertThat(use(builder()).submit("a", context -> "done").asFuture()).isNotInstanceOf(CompletableFuture.class);
    }

    private static Future<?> futureFound(TaskEngine tasks, TaskId id) {
        TaskHandle<?> handle = tasks.find(id).orElseThrow();
        assertThat(handle).isInstanceOf(EndedHandle.class);
        return handle.asFuture();
    }
}
