package dev.errand.jdbc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Owner;
import dev.errand.Priority;
import dev.errand.Submission;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairQueueingTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private final FairQueueing turns = new FairQueueing();

    private static Submission by(String owner) {
        Submission.Terms terms =
                new Submission.Terms(Optional.empty(), Priority.NORMAL, Optional.empty(), Optional.empty());
        return new Submission("export", Owner.of(owner), "Export", terms, NOON, NOON);
    }

    @Test
    void letsOwnersTakeTurns() {
        assertThat(IntStream.range(0, 3).mapToLong(i -> turns.nextTurn(by("ana"))))
                .containsExactly(0L, 1L, 2L);

        assertThat(turns.nextTurn(by("bob"))).isZero();
    }

    @Test
    void doesNotPutBehindAllOthersWhoHasGivenUpWhatSheHad() {
        IntStream.range(0, 3_000)
                .forEach(i -> assertThat(turns.nextTurn(by("ana"))).isEqualTo(i));
        IntStream.range(0, 3_000).forEach(i -> turns.giveBack(by("ana")));

        assertThat(turns.nextTurn(by("ana"))).isZero();
        assertThat(turns.nextTurn(by("bob"))).isZero();
    }
}
