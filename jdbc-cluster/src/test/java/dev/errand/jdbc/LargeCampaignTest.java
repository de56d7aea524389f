package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Retry;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.Doubts;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.ledger.LedgerEntry;
import dev.errand.ledger.Verdict;
import dev.errand.mail.Campaign;
import dev.errand.mail.CampaignCounts;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.Delivery;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import dev.errand.mail.MailTransport;
import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.InDoubt;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A campaign with more recipients than fit into the result of a task. */
@Timeout(300)
class LargeCampaignTest {

    private static final TaskType<String, CampaignReport> REMIND =
            TaskType.named("remind", String.class, CampaignReport.class);
    private static final Campaign<Integer> REMINDER = Campaign.<Integer>to(member -> "m" + member + "@example.org")
            .from("claims@example.org")
            .subject("Please sign")
            .text(member -> "Please sign.");
    private static final int RECIPIENTS = 50_000;

    @Test
    void endsWellWithAShortReport() throws InterruptedException {
        try (TestDatabase database = DatabaseKind.H2_IN_MEMORY.fresh();
                Engines engines = new Engines()) {
            List<Integer> members = IntStream.range(0, RECIPIENTS).boxed().toList();
            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(database.pool(4)))
                    .register(REMIND, (input, context) -> REMINDER.send(members, new Server(), context)));
            TaskHandle<CampaignReport> handle = tasks.submit(REMIND, "go", by("ana"));
            assertThat(handle.await(ofMinutes(4))).isPresent();

            TaskEngine other = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(database.pool(4)))
                    .executor(Engines.NO_ROOM)
                    .register(REMIND, (input, context) -> REMINDER.send(members, new Server(), context)));
            CampaignReport report = reportOf(other, handle);

            assertThat(report.counts()).isEqualTo(new CampaignCounts(29_998, 20_000, 0, 2, 0, 0));
            assertThat(report.outcomes()).hasSize(CampaignReport.MOST_LISTED);
            assertThat(report.outcomes()).filteredOn(Failed.class::isInstance).hasSize(498);
            assertThat(report.outcomes())
                    .endsWith(
                            new InDoubt("m49998@example.org", "no answer"),
                            new InDoubt("m49999@example.org", "no answer"));
            assertSettles(other.doubts(handle.id()).orElseThrow());
        }
    }

    private static void assertSettles(Doubts doubts) {
        List<LedgerEntry> entries = doubts.entries().toList();
        assertThat(entries).extracting(LedgerEntry::key).containsExactly("m49998@example.org", "m49999@example.org");
        assertThat(doubts.settle(entries.getFirst(), Verdict.AGAIN, Command.by("olga")))
                .isTrue();
        assertThat(doubts.settleAll(Verdict.DONE, Command.by("olga"))).isEqualTo(1);
        assertThat(doubts.entries()).isEmpty();
    }

    private static CampaignReport reportOf(TaskEngine engine, TaskHandle<CampaignReport> handle)
            throws InterruptedException {
        TaskHandle<CampaignReport> there =
                engine.find(REMIND, handle.id(), Owner.of("ana")).orElseThrow();
        return switch (Engines.outcomeOf(there)) {
            case Outcome.Partial<CampaignReport>(CampaignReport report, long failed) -> report;
            case Outcome<CampaignReport> other -> throw new AssertionError("not partial: " + other);
        };
    }

    /** Refuses two of five, and does not answer for the last two. */
    private static final class Server implements MailTransport, MailConnection {

        @Override
        public int maxConnections() {
            return 64;
        }

        @Override
        public Retry reconnect() {
            return Retry.never();
        }

        @Override
        public MailConnection open() {
            return this;
        }

        @Override
        public Delivery send(MailMessage message) {
            String email = message.envelope().to().email();
            int member = Integer.parseInt(email.substring(1, email.indexOf('@')));
            if (member >= RECIPIENTS - 2) {
                return new Delivery.InDoubt("no answer");
            }
            return member % 5 < 2 ? new Delivery.Refused("550 no such user", false) : new Delivery.Accepted("250 ok");
        }

        @Override
        public boolean isUsable() {
            return true;
        }

        @Override
        public void close() {}
    }
}
