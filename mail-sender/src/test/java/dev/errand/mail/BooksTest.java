package dev.errand.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.NotTried;
import dev.errand.mail.RecipientOutcome.Sent;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BooksTest {

    private final Books books = new Books();

    @Test
    void listsAllOfAShortCampaignInTheOrderOfItsRecipients() {
        for (int number = 499; number >= 0; number--) {
            enter(number, number % 2 == 0 ? new Sent("m" + number, "ok") : refused("m" + number));
        }

        assertThat(books.listed())
                .extracting(RecipientOutcome::recipient)
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(number -> "m" + number).toList());
        assertThat(books.counts()).isEqualTo(new CampaignCounts(250, 250, 0, 0, 0, 0));
    }

    @Test
    void listsOfALongCampaignTheFirstThatWereNotSentToAndThoseInDoubtBeforeOthers() {
        for (int number = 0; number < 3_000; number++) {
            RecipientOutcome outcome = switch (number % 3) {
                case 0 -> new Sent("m" + number, "ok");
                case 1 -> refused("m" + number);
                default -> number > 2_900 ? new InDoubt("m" + number, "?") : new Sent("m" + number, "ok");
            };
            enter(number, outcome);
        }

        assertThat(books.listed()).hasSize(500).noneMatch(Sent.class::isInstance);
        assertThat(books.listed()).filteredOn(InDoubt.class::isInstance).hasSize(33);
        assertThat(books.listed().getFirst().recipient()).isEqualTo("m1");
        assertThat(books.listed().get(466).recipient()).isEqualTo("m" + (466 * 3 + 1));
        assertThat(books.listed().getLast().recipient()).isEqualTo("m2999");
        assertThat(books.counts()).isEqualTo(new CampaignCounts(1_967, 1_000, 0, 33, 0, 0));
        assertThat(books.counts().notSent()).isEqualTo(1_033);
    }

    @Test
    void namesThoseNotTriedAsFarAsATaskKnowsItsFailedItems() {
        for (int number = 0; number < 10_001; number++) {
            enter(number, new NotTried("m" + number, "stopped"));
        }

        assertThat(books.notTried()).hasSize(10_000);
        assertThat(books.counts().notTried()).isEqualTo(10_001);
    }

    private static Failed refused(String who) {
        return new Failed(who, Failed.Why.PERMANENT, Delivery.Phase.RCPT, ServerReply.parse("550 5.1.1 no"));
    }

    private void enter(int number, RecipientOutcome outcome) {
        books.enter(number, "key " + number, outcome);
    }
}
