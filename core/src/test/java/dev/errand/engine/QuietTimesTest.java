package dev.errand.engine;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Owner;
import dev.errand.notice.Quiet;
import dev.errand.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuietTimesTest {

    private static final Owner ANA = Owner.of("ana");
    private static final Owner BEA = Owner.of("bea");

    private final ManualTime time = new ManualTime();
    private final QuietTimes times = new QuietTimes(time);

    @Test
    void ofOneNotifierAreNotThoseOfAnother() {
        Quiet mail = new Quiet(1, ofMinutes(10));
        assertThat(times.mayTell("mail", ANA, mail)).isTrue();
        time.advance(ofSeconds(2));

        assertThat(times.mayTell("push", BEA, new Quiet(1, ofSeconds(1)))).isTrue();

        assertThat(times.mayTell("mail", ANA, mail)).isFalse();
        time.advance(ofMinutes(10));
        assertThat(times.mayTell("mail", ANA, mail)).isTrue();
    }

    @Test
    void areOverWhenTheFirstOfTheLatestCountsNoMore() {
        Quiet quiet = new Quiet(2, ofSeconds(10));
        assertThat(times.mayTell("mail", ANA, quiet)).isTrue();
        assertThat(times.left("mail", ANA, quiet)).isEqualTo(Duration.ZERO);
        time.advance(ofSeconds(5));
        assertThat(times.mayTell("mail", ANA, quiet)).isTrue();
        assertThat(times.mayTell("mail", ANA, quiet)).isFalse();

        assertThat(times.left("mail", ANA, quiet)).isEqualTo(ofSeconds(5));
        time.advance(ofSeconds(5));
        assertThat(times.mayTell("mail", ANA, quiet)).isTrue();
    }
}
