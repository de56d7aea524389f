package dev.errand.spring.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.TimelineEntry;
import dev.errand.progress.FailedItem;
import dev.errand.spring.BackgroundTaskMethod;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.MemberCategory;
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

    /** As does what they are made of, which is found here by other means. */
    @Test
    void whatADatabaseKeepsOfATaskCanBeReadAndWritten() throws Exception {
        new ErrandRuntimeHints().registerHints(hints, null);
        Set<Class<?>> stored = new HashSet<>();
        collect(Artifact.class, stored);
        collect(FailedItem.class, stored);
        collect(TimelineEntry.class, stored);
        for (Class<?> own : Class.forName("dev.errand.jdbc.table.Words").getDeclaredClasses()) {
            if (own.isRecord()) {
                collect(own, stored);
            }
        }

        assertThat(stored).hasSizeGreaterThan(10).allSatisfy(this::assertReadAndWritten);
    }

    /** Records of ours, with those they have as components, also in a list or an optional value. */
    private static void collect(Type type, Set<Class<?>> found) {
        switch (type) {
            case ParameterizedType of ->
                Stream.of(of.getActualTypeArguments()).forEach(argument -> collect(argument, found));
            case Class<?> one
            when one.isRecord() && found.add(one) ->
                Stream.of(one.getRecordComponents()).forEach(part -> collect(part.getGenericType(), found));
            default -> {}
        }
    }

    private void assertReadAndWritten(Class<?> stored) throws NoSuchMethodException {
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(stored)
                        .withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                .as("%s can be made", stored)
                .accepts(hints);
        for (RecordComponent part : stored.getRecordComponents()) {
            assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(stored.getDeclaredMethod(part.getName())))
                    .as("%s of %s can be read", part.getName(), stored)
                    .accepts(hints);
        }
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
