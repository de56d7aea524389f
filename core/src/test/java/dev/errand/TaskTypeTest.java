package dev.errand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTypeTest {

    private static final TaskType<String, Integer> COUNT = TaskType.named("count", String.class, Integer.class);

    @Test
    void keepsEveryPartOfThePolicy() {
        TaskType.Policy policy = COUNT.retrying(Retry.fixed(3, Duration.ofSeconds(1)))
                .timeout(Duration.ofMinutes(10))
                .maxRunning(2)
                .cancelGrace(Duration.ofSeconds(7))
                .forceStopAfter(Duration.ofSeconds(30))
                .stallAfter(Duration.ofMinutes(3))
                .using("reporting-db")
                .computing()
                .errorBudget(ErrorBudget.percent(5))
                .policy();

        assertThat(policy.retry().attempts()).isEqualTo(3);
        assertThat(policy.time())
                .isEqualTo(new TimeLimits(
                        Optional.of(Duration.ofMinutes(10)),
                        Duration.ofSeconds(7),
                        Optional.of(Duration.ofSeconds(30)),
                        Duration.ofMinutes(3)));
        assertThat(policy.demand()).isEqualTo(new Demand(2, Set.of("reporting-db"), true));
        assertThat(policy.errorBudget()).isEqualTo(ErrorBudget.percent(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a b", "a/b", "ä", "a\n"})
    void refusesNamesThatNotEverySystemCanKeep(String name) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TaskType.named(name, String.class, Integer.class))
                .satisfies(e -> assertThat(e.field()).isEqualTo("task type"));
    }

    @Test
    void refusesPrimitiveTypesWhichNoValueHas() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TaskType.named("count", String.class, int.class))
                .withMessageStartingWith("result type is int, but must be a class such as Integer");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TaskType.named("count", long.class, Integer.class))
                .withMessageStartingWith("input type is long");
    }

    @Test
    void refusesPoliciesOutOfRange() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> COUNT.timeout(Duration.ZERO))
                .withMessage("timeout is PT0S, but must be more than zero");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> COUNT.maxRunning(0))
                .withMessage("max running is 0, but must be 1 or more");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> COUNT.cancelGrace(Duration.ofMillis(-1)))
                .withMessage("cancel grace is PT-0.001S, but must be zero or more");
    }
}
