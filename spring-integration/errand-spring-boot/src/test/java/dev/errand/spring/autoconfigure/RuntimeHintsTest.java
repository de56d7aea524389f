package dev.errand.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.spring.BackgroundTaskMethod;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

class RuntimeHintsTest {

    record Query(String line) {}

    record Answer(long count) {}

    private final RuntimeHints hints = new RuntimeHints();

    @Test
    void scriptsAndFilesOfTheInterfaceAreKept() {
        new ErrandRuntimeHints().registerHints(hints, null);
        assertThat(RuntimeHintsPredicates.resource().forResource("dev/errand/jdbc/schema/postgresql-1.sql"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.resource().forResource("dev/errand/web/assets/task-progress.js"))
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
