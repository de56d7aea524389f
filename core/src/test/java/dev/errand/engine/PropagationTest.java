package dev.errand.engine;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskHandle;
import dev.errand.event.TaskInterceptor;
import dev.errand.testkit.SteppingExecutor;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What surrounds the thread that submits a task surrounds the code of that task, and nothing else. */
@Isolated("the registry of accessors is one for all")
class PropagationTest extends EngineFixture {

    /** Where an accessor breaks. */
    enum Breaking {
        NOWHERE,
        GET,
        SET,
        RESTORE
    }

    private static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();
    private static final ThreadLocal<@Nullable String> REGION = new ThreadLocal<>();

    private final SteppingExecutor steps = new SteppingExecutor(1);
    private final List<String> seen = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(MicrometerContext.class);

    @BeforeEach
    void listens() {
        register(new Accessor("tenant", TENANT, Breaking.NOWHERE, new IllegalStateException()));
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leavesNothingBehind() {
        ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
        ContextRegistry.getInstance().removeThreadLocalAccessor("region");
        TENANT.remove();
        REGION.remove();
        MDC.clear();
        logger.detachAppender(log);
    }

    @Test
    void surroundsTheTaskAndIsTakenAwayAfterwards() throws InterruptedException {
        TaskEngine tasks = use(builder().executor(steps).interceptor(noting("around")));
        TENANT.set("north");
        TaskHandle<String> north = tasks.submit("a", context -> note("task"));
        TENANT.set("south");
        TaskHandle<String> south = tasks.submit("b", context -> note("task"));
        TENANT.remove();
        TaskHandle<String> none = tasks.submit("c", context -> note("task"));

        TENANT.set("of the thread");
        steps.runUntilIdle();

        assertThat(outcomeOf(north)).isEqualTo(new Outcome.Succeeded<>("north"));
        assertThat(outcomeOf(south)).isEqualTo(new Outcome.Succeeded<>("south"));
        assertThat(outcomeOf(none)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(seen).startsWith("around north", "task north", "around south", "task south");
        assertThat(TENANT.get()).isEqualTo("of the thread");
        assertThat(log.list).isEmpty();
    }

    @Test
    void surroundsEveryAttempt() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .executor(steps)
                .register(ECHO.retrying(Retry.fixed(2, ofSeconds(1))), (input, context) -> {
                    note("attempt " + context.attempt());
                    if (context.attempt() == 1) {
                        TENANT.set("changed by the task");
                        throw new IllegalStateException("broken");
                    }
                    return input;
                }));
        TENANT.set("north");
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        TENANT.remove();

        steps.runNext();
        assertThat(TENANT.get()).isNull();
        time.advance(ofSeconds(2));
        steps.runNext();

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a"));
        assertThat(seen).containsExactly("attempt 1 north", "attempt 2 north");
        assertThat(TENANT.get()).isNull();
    }

    @Test
    void takesTheMdcAlong() throws InterruptedException {
        TaskEngine tasks = use(builder().executor(steps));
        MDC.put("request", "r-1");
        TaskHandle<String> handle = tasks.submit("a", context -> {
            String request = MDC.get("request");
            MDC.put("request", "changed by the task");
            MDC.put("left", "by the task");
            return request + " " + (MDC.get("taskId") != null);
        });
        MDC.clear();
        MDC.put("thread", "t-1");

        steps.runNext();

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("r-1 true"));
        assertThat(MDC.getCopyOfContextMap()).containsOnlyKeys("thread");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOWHERE")
    void isNotDisturbedByAnAccessorThatThrows(Breaking where) throws InterruptedException {
        assertUndisturbed(where, new IllegalStateException("broken accessor"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOWHERE")
    void isNotDisturbedByAnAccessorThatIsNotThere(Breaking where) throws InterruptedException {
        assertUndisturbed(where, new NoClassDefFoundError("broken accessor"));
    }

    private void assertUndisturbed(Breaking where, Throwable thrown) throws InterruptedException {
        register(new Accessor("region", REGION, where, thrown));
        TaskEngine tasks = use(builder().executor(steps));
        TENANT.set("north");
        REGION.set("coast");
        MDC.put("request", "r-1");
        TaskHandle<String> handle = tasks.submit("a", context -> MDC.get("request") + " " + note("task"));
        TENANT.remove();
        REGION.remove();
        MDC.clear();

        steps.runNext();

        assertThat(handle.await(ZERO)).contains(new Outcome.Succeeded<>("r-1 north"));
        assertThat(TENANT.get()).as("what the others had set").isNull();
        assertThat(MDC.get("request")).isNull();
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
    }

    private String note(String who) {
        String tenant = Objects.requireNonNullElse(TENANT.get(), "");
        seen.add(who + " " + tenant);
        return tenant;
    }

    private TaskInterceptor noting(String who) {
        return (context, run) -> {
            note(who);
            run.proceed();
        };
    }

    private static void register(Accessor accessor) {
        ContextRegistry.getInstance().registerThreadLocalAccessor(accessor);
    }

    /** Carries a thread local, and breaks where it is told to. */
    private record Accessor(String key, ThreadLocal<@Nullable String> local, Breaking where, Throwable thrown)
            implements ThreadLocalAccessor<String> {

        @Override
        @SuppressWarnings("NullAway") // it may, whatever its annotations say
        public String getValue() {
            breakAt(Breaking.GET);
            return local.get();
        }

        @Override
        public void setValue(String value) {
            breakAt(Breaking.SET);
            local.set(value);
        }

        @Override
        public void setValue() {
            local.remove();
        }

        @Override
        public void restore(String previous) {
            breakAt(Breaking.RESTORE);
            local.set(previous);
        }

        @Override
        public void restore() {
            breakAt(Breaking.RESTORE);
            local.remove();
        }

        private void breakAt(Breaking here) {
            if (where == here) {
                throw sneaky(thrown);
            }
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
            throw (T) thrown;
        }
    }
}
