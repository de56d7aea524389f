package dev.errand.samples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the demo concludes from what it has counted. */
class TallyTest {

    private static final List<String> WANTED = List.of("C-1", "C-2", "C-3", "C-4");

    @Test
    void isRightIfEachHasHappenedOnceOrIsInDoubt() {
        Tally tally = Tally.of(WANTED, List.of("C-4", "C-1", "C-2"), List.of("C-2", "C-3"));

        assertThat(tally).isEqualTo(new Tally(2, Set.of("C-2", "C-3"), Set.of("C-2"), Set.of(), Set.of()));
        assertThat(tally.isRight()).isTrue();
    }

    @Test
    void isWrongIfOneHasHappenedTwice() {
        Tally tally = Tally.of(WANTED, List.of("C-1", "C-2", "C-3", "C-4", "C-1"), List.of());

        assertThat(tally.twice()).containsExactly("C-1");
        assertThat(tally.once()).isEqualTo(3);
        assertThat(tally.isRight()).isFalse();
    }

    @Test
    void isWrongIfOneHasHappenedTwiceAndIsInDoubt() {
        assertThat(Tally.of(WANTED, List.of("C-1", "C-2", "C-3", "C-4", "C-1"), List.of("C-1"))
                        .isRight())
                .isFalse();
    }

    @Test
    void isWrongIfOneWasLeftOut() {
        Tally tally = Tally.of(WANTED, List.of("C-1", "C-2", "C-3"), List.of());

        assertThat(tally.leftOut()).containsExactly("C-4");
        assertThat(tally.isRight()).isFalse();
    }
}
