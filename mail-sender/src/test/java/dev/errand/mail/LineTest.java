package dev.errand.mail;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.mail.pace.Pace;
import dev.errand.mail.pace.Rate;
import dev.errand.mail.pace.Throttle;
import dev.errand.testkit.ManualTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineTest {

    private static final long MINUTE = ofMinutes(1).toNanos();

    private final Line<String> line =
            new Line<>(new Throttle(Pace.unlimited().perDomain(Rate.perMinute(1)), new ManualTime()));

    @Test
    void aPlaceThatWasTakenForNothingIsTheNextOnes() {
        Job<String> first = add(1, "a@busy.example");
        Job<String> second = add(2, "b@busy.example");
        Job<String> third = add(3, "c@busy.example");
        assertThat(line.take(0)).contains(first);
        assertThat(line.nanosUntilNext(0)).as("another sender looks meanwhile").isEqualTo(MINUTE);

        line.notSent(first, 5);

        assertThat(line.take(5)).contains(second);
        assertThat(line.take(5)).isEmpty();
        assertThat(line.take(5 + MINUTE)).contains(third);
    }

    @Test
    void othersGoOnWhileADomainHasToWait() {
        Job<String> first = add(1, "a@busy.example");
        Job<String> second = add(2, "b@busy.example");
        Job<String> other = add(3, "c@idle.example");

        assertThat(line.take(0)).contains(first);
        assertThat(line.take(0)).contains(other);
        assertThat(line.take(0)).isEmpty();
        assertThat(line.nanosUntilNext(0)).isEqualTo(MINUTE);
        assertThat(line.take(MINUTE)).contains(second);
        assertThat(line.nanosUntilNext(MINUTE)).isEqualTo(Line.NEVER);
    }

    private Job<String> add(int number, String email) {
        Job<String> job = new Job<>(number, new Addressee<>(email, email, email, false, Optional.empty()));
        line.addLast(job);
        return job;
    }
}
