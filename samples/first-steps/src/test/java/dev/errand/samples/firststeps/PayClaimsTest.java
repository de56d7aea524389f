package dev.errand.samples.firststeps;

import static dev.errand.samples.firststeps.PayClaims.PAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.testkit.crash.CrashKit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How an application looks whether a task of its own outlives crashes, and does nothing twice. */
@Timeout(60)
class PayClaimsTest {

    private final BookedPayments office = new BookedPayments();

    /** An office that writes its payments into a book. */
    private static final class BookedPayments implements PaymentOffice {

        private final List<String> payments = new ArrayList<>();

        @Override
        public List<Claim> approved(ClaimQuery query) {
            return IntStream.rangeClosed(1, 5)
                    .mapToObj(number ->
                            new Claim("C-" + number, "Ana", new BigDecimal("12.50"), LocalDate.of(2026, 11, 22)))
                    .toList();
        }

        @Override
        public synchronized void payOnce(String reference, Claim claim) {
            if (!payments.contains(reference)) {
                payments.add(reference);
            }
        }

        synchronized List<String> payments() {
            return List.copyOf(payments);
        }

        synchronized void reset() {
            payments.clear();
        }
    }

    @Test
    void paysEachClaimOnceWhateverHappens() {
        CrashKit.of(PAY, () -> new PayClaims(office))
                .input(new ClaimQuery("auto"))
                .before(office::reset)
                .invariant(
                        "no claim is paid twice",
                        run -> assertThat(office.payments()).doesNotHaveDuplicates())
                .whenSucceeded(
                        "all claims are paid",
                        run -> assertThat(office.payments()).hasSize(5))
                .stopAtEveryCheckpoint()
                .cancelAtEveryItem()
                .freezeAtEveryCheckpoint()
                .duplicate()
                .run();
    }
}
