package dev.errand.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What a native image needs besides what is annotated: the scripts that make the tables, and the files of the user interface. */
final class ErrandRuntimeHints implements RuntimeHintsRegistrar {

    ErrandRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("dev/errand/jdbc/schema/*.sql");
        hints.resources().registerPattern("dev/errand/web/assets/*");
        hints.resources().registerPattern("dev/errand/web/dashboard/*");
    }
}
