package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import dev.errand.executor.TaskExecutor;
import dev.errand.testkit.ManualTime;
import dev.errand.testkit.SharedRegistry;
import dev.errand.testkit.SharedTasks;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What was accepted is said to be, whatever happens to the registry afterwards: whoever is told otherwise submits it again. */
class AcceptedTest {

    private final ManualTime time = new ManualTime();
    private final SharedRegistry registry = new SharedTasks(time).registry();

    @ParameterizedTest
    @ValueSource(strings = {"respond-async", "wait=0"})
    void isToldThoughTheRegistryIsGoneByThen(String preference) {
        try (TaskEngine engine = TaskEngine.builder()
                .registry(registry)
                .time(time)
                .executor(TaskExecutor.on(work -> {}, 1))
                .register(Site.EXPORT, (input, context) -> {
                    throw new AssertionError("it is not begun");
                })
                .build()) {
            TaskHttp http = TaskHttp.on(engine).build();
            HttpCall call = new HttpCall(
                    "POST",
                    new HttpCall.Target("http://localhost", "", "/reports", ""),
                    new HttpFields(Map.of("Prefer", List.of(preference))),
                    Optional.of(Caller.user("ana")),
                    InputStream.nullInputStream());

            HttpReply reply = http.submit(call, () -> {
                TaskHandle<?> handle = engine.submit(Site.EXPORT, "ok", SubmitOptions.by("ana"));
                registry.cutOff();
                return TaskAccepted.of(handle);
            });

            assertThat(reply.status()).isEqualTo(202);
            assertThat(reply.headers()).containsKey("Location");
            http.close();
        }
    }

    @Test
    void isSaidOnceInTheLogWhereWhoCalledMayNotSeeIt() {
        Logger logger = (Logger) LoggerFactory.getLogger(SubmitPages.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (TaskEngine engine = Site.engineWithNothingDue(time)) {
            TaskHttp http = TaskHttp.on(engine).build();
            SubmitOptions later =
                    SubmitOptions.by("application").at(time.instant().plusSeconds(60));

            http.submit(callBy("application"), () -> TaskAccepted.of(engine.submit(Site.EXPORT, "ok", later)));
            assertThat(log.list).isEmpty();
            http.submit(callBy("ana"), () -> TaskAccepted.of(engine.submit(Site.EXPORT, "ok", later)));
            http.submit(callBy("ana"), () -> TaskAccepted.of(engine.submit(Site.EXPORT, "ok", later)));

            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement()
                    .asString()
                    .contains("application", "SubmitOptions.by");
            http.close();
        } finally {
            logger.detachAppender(log);
        }
    }

    private static HttpCall callBy(String name) {
        return new HttpCall(
                "POST",
                new HttpCall.Target("http://localhost", "", "/reports", ""),
                new HttpFields(Map.of()),
                Optional.of(Caller.user(name)),
                InputStream.nullInputStream());
    }

    @Test
    void nothingThatIsNotThereIsToldAtOnce() {
        try (TaskEngine engine = Site.engineWithNothingDue(time)) {
            TaskHttp http = TaskHttp.on(engine).build();
            String path = "/background-tasks/api/v1/tasks/01890000-0000-7000-8000-000000000000";
            long began = System.nanoTime();

            HttpReply reply = http.handle(new HttpCall(
                    "GET",
                    new HttpCall.Target("http://localhost", "", path, ""),
                    new HttpFields(Map.of()),
                    Optional.of(Caller.user("ana")),
                    InputStream.nullInputStream()));

            assertThat(reply.status()).isEqualTo(404);
            assertThat(System.nanoTime() - began).as("an even step of time").isGreaterThanOrEqualTo(4_000_000);
            http.close();
        }
    }
}
