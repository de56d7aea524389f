package dev.errand.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.mail.RecipientOutcome.Skipped;
import dev.errand.mail.RecipientOutcome.Skipped.Why;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who of a list is written to: nobody twice, and nobody who must not be. */
class CampaignListTest extends CampaignFixture {

    private final FakeServer server = FakeServer.takingEverything();

    @Test
    void leavesOutThoseWhoseAddressWasThereBefore() throws Exception {
        List<Member> members = List.of(
                new Member("ana@example.org", "Ana"),
                new Member(" ana@EXAMPLE.org", "Ana again"),
                new Member("Ana@example.org", "another mailbox, for all we know"),
                new Member("bea@bücher.example", "Bea"),
                new Member("bea@BÜCHER.example", "Bea again"),
                new Member("bea@xn--bcher-kva.example", "and again"),
                new Member("not an address", "x"),
                new Member("not an address", "x"));

        TaskHandle<CampaignReport> handle = submit(REMINDER.summaryTo("admin@example.org"), members, server);
        CampaignReport report = ((Outcome.Partial<CampaignReport>) outcomeOf(handle)).result();

        assertThat(report.counts()).isEqualTo(new CampaignCounts(3, 0, 1, 0, 4, 0));
        assertThat(report.outcomes().get(1))
                .isEqualTo(new Skipped("ana@EXAMPLE.org", Why.DUPLICATE, "somebody before has the same address"));
        assertThat(server.recipients())
                .containsExactly(
                        "Ana@example.org", "admin@example.org", "ana@example.org", "bea@xn--bcher-kva.example");
        assertThat(handle.snapshot().progress().skipped()).isEqualTo(4);
        assertThat(server.taken.getLast().text()).contains("– skipped: 4", "duplicate: somebody before");
    }

    @Test
    void leavesOutWhoeverMustNotBeWrittenTo() throws Exception {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        Campaign<Member> campaign = REMINDER.suppressing(email -> {
            asked.add(email);
            return email.equals("m1@example.org") ? Optional.of("unsubscribed\non 1 May") : Optional.empty();
        });
        List<Member> members = new ArrayList<>(members(3));
        members.add(new Member("Cyd@Bücher.example", "Cyd"));

        CampaignReport report = resultOf(submit(campaign, members, server));

        assertThat(report.counts()).isEqualTo(new CampaignCounts(3, 0, 0, 0, 1, 0));
        assertThat(report.outcomes().get(1))
                .isEqualTo(new Skipped("m1@example.org", Why.SUPPRESSED, "unsubscribed on 1 May"));
        assertThat(asked).contains("Cyd@xn--bcher-kva.example");
        assertThat(server.recipients()).hasSize(3).doesNotContain("m1@example.org");
    }

    @Test
    void writesToNobodyWhileTheListDoesNotAnswerAndGoesOnWhenItDoes() throws Exception {
        TaskType<String, CampaignReport> type =
                TaskType.named("listed", String.class, CampaignReport.class).retrying(Retry.fixed(2, Duration.ZERO));
        AtomicInteger questions = new AtomicInteger();
        FakeServer one = new FakeServer(1, message -> new Delivery.Accepted("250 ok"));
        Campaign<Member> campaign = REMINDER.suppressing(email -> {
            if (questions.incrementAndGet() == 4) {
                assertThat(one.taken).hasSize(3);
                throw new IOException("database away");
            }
            return Optional.empty();
        });
        try (TaskEngine engine = TaskEngine.builder()
                .register(type, (input, context) -> campaign.send(members(10), one, context))
                .build()) {
            TaskHandle<CampaignReport> handle = engine.submit(type, "go");

            assertThat(resultOf(handle).sent()).isEqualTo(10);
            assertThat(handle.snapshot().status().attempt()).isEqualTo(2);
            assertThat(one.recipients()).doesNotHaveDuplicates().hasSize(10);
        }
    }

    @Test
    void saysWhyItStopsWhenTheListDoesNotAnswer() throws Exception {
        FakeServer one = new FakeServer(1, message -> new Delivery.Accepted("250 ok"));
        Campaign<Member> campaign = REMINDER.suppressing(email -> {
            if (email.startsWith("m3@")) {
                throw new IllegalStateException("database away");
            }
            return Optional.empty();
        });

        Outcome.Failed<CampaignReport> failed =
                (Outcome.Failed<CampaignReport>) outcomeOf(submit(campaign, members(10), one));

        assertThat(failed.failure().sentence())
                .isEqualTo(
                        "The campaign stopped after 3 messages, because it cannot be found out who must not be written to.");
        assertThat(failed.kept().orElseThrow().stopped())
                .contains("the suppression list does not answer: " + "java.lang.IllegalStateException: database away");
    }

    @Test
    void knowsTextsAgainByTheirHashes() {
        Hashes hashes = new Hashes();
        Set<Long> model = new HashSet<>();
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            long hash = hashes.of("m" + random.nextInt(100_000) + "@example.org");
            assertThat(hashes.add(hash)).isEqualTo(model.add(hash));
        }
        assertThat(model).hasSizeGreaterThan(80_000);
    }
}
