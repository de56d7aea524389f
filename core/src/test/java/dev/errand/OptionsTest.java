package dev.errand;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.engine.TaskEngine;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is refused says which value it was, and which one would do. */
class OptionsTest {

    private static final TaskType<String, String> TYPE = TaskType.named("type", String.class, String.class);
    private static final String TOO_LONG = "x".repeat(201);

    @Test
    void errorBudget() {
        assertRefused(() -> ErrorBudget.items(-1), "items is -1, but must be zero or more");
        assertRefused(() -> ErrorBudget.percent(-0.1), "percent is -0.1, but must be 0 to 100");
        assertRefused(() -> ErrorBudget.percent(100.1), "percent is 100.1, but must be 0 to 100");
        assertRefused(() -> ErrorBudget.percent(Double.NaN), "percent is NaN, but must be 0 to 100");
        assertThat(ErrorBudget.items(0).items()).isZero();
        assertThat(ErrorBudget.percent(0).percent()).isZero();
        assertThat(ErrorBudget.percent(100)).isEqualTo(ErrorBudget.unlimited());
    }

    @Test
    void demand() {
        assertRefused(() -> TYPE.maxRunning(0), "max running is 0, but must be 1 or more");
        assertRefused(() -> new Demand(-1, Set.of(), false), "max running is -1, but must be 1 or more");
        assertRefused(() -> TYPE.using(" "), "resource is \" \", but must not be blank");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TYPE.using(TOO_LONG))
                .withMessageStartingWith("resource is");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TYPE.using("two\nlines"))
                .withMessageStartingWith("resource is");
        assertThat(TYPE.using("db", "printer").policy().demand().resources())
                .containsExactlyInAnyOrder("db", "printer");
    }

    @Test
    void saidTwice() {
        assertThat(Retry.never().unless(Exception.class, Exception.class).unless())
                .containsExactly(Exception.class);
        assertThat(TYPE.using("db", "db").policy().demand().resources()).containsExactly("db");
    }

    @Test
    void timeLimits() {
        assertRefused(() -> TYPE.timeout(ZERO), "timeout is PT0S, but must be more than zero");
        assertRefused(() -> TYPE.cancelGrace(ofSeconds(-1)), "cancel grace is PT-1S, but must be zero or more");
        assertRefused(
                () -> TYPE.forceStopAfter(ofSeconds(4)),
                "force stop is PT4S, but must be at least the cancel grace, PT5S");
        assertRefused(
                () -> TYPE.forceStopAfter(ofSeconds(5)).cancelGrace(ofSeconds(6)),
                "force stop is PT5S, but must be at least the cancel grace, PT6S");
        assertRefused(() -> TYPE.stallAfter(ZERO), "stall after is PT0S, but must be more than zero");
        assertThat(TYPE.cancelGrace(ZERO).forceStopAfter(ZERO).policy().time().forceStop())
                .contains(ZERO);
    }

    @Test
    void command() {
        assertRefused(() -> Command.by(" "), "by is \" \", but must name somebody");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Command.by(TOO_LONG))
                .withMessageStartingWith("by is");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Command.by("olga").because("two\nlines"))
                .withMessageStartingWith("reason is");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Command.by("olga").because(TOO_LONG))
                .withMessageStartingWith("reason is");
        assertThat(Command.by("olga").reason()).isEmpty();
    }

    @Test
    void sharing() {
        assertRefused(() -> by("ana").reuseWithin(ZERO), "fresh for is PT0S, but must be more than zero");
        assertRefused(
                () -> new Sharing(Sharing.SingleFlight.JOIN, Optional.of(ofSeconds(-1))),
                "fresh for is PT-1S, but must be more than zero");
        assertThat(by("ana").joinIfRunning().reuseWithin(ofSeconds(1)).sharing())
                .isEqualTo(new Sharing(Sharing.SingleFlight.JOIN, Optional.of(ofSeconds(1))));
        assertThat(by("ana").reuseWithin(ofSeconds(1)).rejectIfRunning().sharing())
                .isEqualTo(new Sharing(Sharing.SingleFlight.REJECT, Optional.of(ofSeconds(1))));
    }

    @Test
    void when() {
        assertRefused(() -> by("ana").delay(ofSeconds(-1)), "delay is PT-1S, but must be zero or more");
        assertRefused(
                () -> by("ana").delay(ofDays(3_660).plusNanos(1)),
                "delay is PT87840H0.000000001S, but must be at most 3660 days");
        assertRefused(
                () -> by("ana").at(Instant.parse("+10000-01-01T00:00:00Z")),
                "instant is +10000-01-01T00:00:00Z, but must not be after 9999-12-31T00:00:00Z");
        assertThat(by("ana").delay(ofDays(3_660)).when()).isEqualTo(new When.After(ofDays(3_660)));
        assertThat(by("ana").delay(ZERO).when()).isEqualTo(When.NOW);
    }

    @Test
    void permits() {
        assertRefused(() -> Permits.UNLIMITED.perOwner(0), "max running per owner is 0, but must be 1 or more");
        assertRefused(() -> new Permits(1, Map.of("db", 0)), "permits of db is 0, but must be 1 or more");
        assertRefused(
                () -> TaskEngine.builder().maxRunningPerOwner(0), "max running per owner is 0, but must be 1 or more");
        assertRefused(
                () -> TaskEngine.builder().maxWaitingPerOwner(0), "max waiting per owner is 0, but must be 1 or more");
        assertRefused(() -> TaskEngine.builder().resource("db", -1), "permits of db is -1, but must be 1 or more");
    }

    private static void assertRefused(ThrowingCallable code, String message) {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(code).withMessage(message);
    }
}
