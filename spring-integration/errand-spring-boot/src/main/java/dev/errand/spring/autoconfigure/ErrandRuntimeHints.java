package dev.errand.spring.autoconfigure;

import dev.errand.Artifact;
import dev.errand.TimelineEntry;
import dev.errand.progress.FailedItem;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * What a native image needs besides what is annotated: the scripts that make the tables, the files of the user interface, and the
 * records as which a database keeps what is known of a task.
 */
final class ErrandRuntimeHints implements RuntimeHintsRegistrar {

    /** Who writes those records and reads them; all of its own are such. */
    private static final String WORDS = "dev.errand.jdbc.table.Words";

    private static final List<Class<?>> STORED_AS_THEY_ARE =
            List.of(Artifact.class, FailedItem.class, TimelineEntry.class);

    ErrandRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("dev/errand/jdbc/schema/*.sql");
        hints.resources().registerPattern("dev/errand/web/assets/*");
        hints.resources().registerPattern("dev/errand/web/dashboard/*");
        if (ClassUtils.isPresent(WORDS, classLoader)) {
            Class<?>[] stored = Stream.concat(
                            STORED_AS_THEY_ARE.stream(),
                            Stream.of(ClassUtils.resolveClassName(WORDS, classLoader)
                                            .getDeclaredClasses())
                                    .filter(Class::isRecord))
                    .toArray(Class<?>[]::new);
            new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), stored);
        }
    }
}
