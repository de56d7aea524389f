package dev.errand.spring.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.spring.BackgroundTaskMethod;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

class RuntimeHintsTest {

    record Query(String line) {}

    record Answer(long count) {}

    private final RuntimeHints hints = new RuntimeHints();

    @Test
    void scriptsForEachDatabaseAreKept() {
        new ErrandRuntimeHints().registerHints(hints, null);
        for (String database : new String[] {"h2", "mariadb", "mysql", "postgresql", "sqlite"}) {
            assertKept("dev/errand/jdbc/schema/" + database + "-1.sql");
        }
    }

    /** The lists are what the files are found by when the application runs. */
    @ParameterizedTest
    @ValueSource(strings = {"assets", "dashboard"})
    void allFilesOfTheInterfaceAreKept(String folder) throws Exception {
        new ErrandRuntimeHints().registerHints(hints, null);
        String path = "dev/errand/web/" + folder + "/";
        assertKept(path + "index.txt");
        List<String> names;
        try (InputStream in = RuntimeHintsTest.class.getClassLoader().getResourceAsStream(path + "index.txt")) {
            names = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
                    .lines()
                    .filter(name -> !name.isBlank())
                    .toList();
        }
        assertThat(names).isNotEmpty().allSatisfy(name -> assertKept(path + name));
    }

    @Test
    void textsInEachLanguageAreKept() {
        new ErrandRuntimeHints().registerHints(hints, null);
        assertKept("dev/errand/web/assets/texts.en.json");
        assertKept("dev/errand/web/assets/texts.cs.json");
    }

    private void assertKept(String resource) {
        assertThat(RuntimeHintsTest.class.getClassLoader().getResource(resource))
                .as("%s is there", resource)
                .isNotNull();
        assertThat(RuntimeHintsPredicates.resource().forResource(resource))
                .as(resource)
                .accepts(hints);
    }

    @Test
    void taskMethodsCanBeCalledAndTheirInputsAndResultsReadAndWritten() throws Exception {
        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Counting.class);
        Method count = Counting.class.getDeclaredMethod("count", Query.class);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(count))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Query.class.getDeclaredMethod("line")))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Answer.class.getDeclaredMethod("count")))
                .accepts(hints);
    }

    static class Counting {

        @BackgroundTaskMethod(name = "count")
        Answer count(Query query) {
            return new Answer(query.line().length());
        }
    }
}
