package dev.errand.mail.pace;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.testkit.ManualTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    private final ManualTime time = new ManualTime();

    @Test
    void keepsNoMorePlacesThanThereAre() {
        Allowance allowance = new Allowance(List.of(Rate.perMinute(2), Rate.perHour(3)), time);

        assertThat(allowance.keepPlace()).isEqualTo(ZERO);
        assertThat(allowance.keepPlace()).isEqualTo(ZERO);
        assertThat(allowance.keepPlace()).as("both are kept").isEqualTo(ofSeconds(1));
        allowance.giveBack();
        assertThat(allowance.keepPlace()).isEqualTo(ZERO);
    }

    @Test
    void countsFromWhenAMessageLeaves() {
        Allowance allowance = new Allowance(List.of(Rate.perMinute(2)), time);
        assertThat(allowance.keepPlace()).isEqualTo(ZERO);
        time.advance(ofSeconds(50));
        allowance.left();
        allowance.leftUnasked();

        assertThat(allowance.keepPlace()).isEqualTo(ofMinutes(1));
        time.advance(ofSeconds(59));
        assertThat(allowance.keepPlace()).isEqualTo(ofSeconds(1));
        time.advance(ofSeconds(1));
        assertThat(allowance.keepPlace()).isEqualTo(ZERO);
        assertThat(allowance.keepPlace()).isEqualTo(ZERO);
        assertThat(allowance.keepPlace()).isEqualTo(ofSeconds(1));
    }

    @Test
    void waitsForTheRateThatIsUsedUpLongest() {
        Allowance allowance = new Allowance(List.of(Rate.perSecond(1), Rate.perMinute(2)), time);
        for (int i = 0; i < 2; i++) {
            assertThat(allowance.keepPlace()).isEqualTo(ZERO);
            allowance.left();
            time.advance(ofSeconds(1));
        }

        assertThat(allowance.keepPlace()).isEqualTo(ofSeconds(58));
    }

    @Test
    void hasNoLimitWithoutARate() {
        Allowance allowance = new Allowance(List.of(), time);
        for (int i = 0; i < 100; i++) {
            assertThat(allowance.keepPlace()).isEqualTo(ZERO);
            allowance.left();
        }
    }
}
