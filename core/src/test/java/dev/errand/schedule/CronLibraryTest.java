package dev.errand.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.errand.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What happens without the library that reads cron expressions. */
class CronLibraryTest {

    @Test
    void cronSaysWhichDependencyIsMissing() throws Exception {
        Method cron = withoutLibrary().getMethod("cron", String.class, ZoneId.class);

        for (int i = 0; i < 2; i++) {
            assertThat(catchThrowable(() -> cron.invoke(null, "30 2 * * *", ZoneOffset.UTC)))
                    .cause()
                    .hasToString(InvalidInputException.class.getName()
                            + ": cron expression is \"30 2 * * *\", but must be read by the library"
                            + " com.cronutils:cron-utils 9.2, which was not found: add that dependency"
                            + " (and require com.cronutils, if the application is a module)");
        }
    }

    @Test
    void otherSchedulesDoNotMissIt() throws Exception {
        Object schedule = withoutLibrary().getMethod("every", Duration.class).invoke(null, Duration.ofHours(1));

        assertThat(schedule).hasToString("every PT1H from 1970-01-01T00:00:00Z");
    }

    private static Class<?> withoutLibrary() throws ClassNotFoundException {
        return new Without("com.cronutils.").loadClass(Schedule.class.getName());
    }

    /** Loads our classes a second time, and denies that there are those with a certain beginning. */
    private static final class Without extends ClassLoader {

        private final String hidden;

        Without(String hidden) {
            super(CronLibraryTest.class.getClassLoader());
            this.hidden = hidden;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(hidden)) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("dev.errand.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file =
                    CronLibraryTest.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
                byte[] code = Objects.requireNonNull(file, name).readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
