package dev.errand.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.executor.TaskExecutor;
import io.micrometer.context.ContextRegistry;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** An application that has no context propagation: the engine's classes a second time, in a loader without it. */
@Timeout(10)
class WithoutMicrometerTest {

    /** Even the loader of the platform finds what is in modules of the application. */
    private static final @Nullable ClassLoader NO_PARENT = null;

    @Test
    void runsTasksAndTakesTheMdcAlong() throws Exception {
        URL[] path = Stream.of(
                        TaskExecutor.class,
                        MDC.class,
                        LoggerFactory.getILoggerFactory().getClass(),
                        ch.qos.logback.core.Context.class,
                        NullMarked.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(path, NO_PARENT)) {
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> loader.loadClass(ContextRegistry.class.getName()));
            Class<?> engine = loader.loadClass(TaskEngine.class.getName());
            assertThat(engine).isNotEqualTo(TaskEngine.class);
            Class<?> mdc = loader.loadClass(MDC.class.getName());
            mdc.getMethod("put", String.class, String.class).invoke(null, "request", "r-1");

            try (AutoCloseable tasks =
                    (AutoCloseable) engine.getMethod("inMemory").invoke(null)) {
                ExecutorService executor =
                        (ExecutorService) engine.getMethod("asExecutorService").invoke(tasks);
                Callable<Object> work = () -> mdc.getMethod("get", String.class).invoke(null, "request");
                assertThat(executor.submit(work).get()).isEqualTo("r-1");
            }
        }
    }
}
