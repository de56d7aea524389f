package dev.errand.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.ErrorBudget;
import dev.errand.Outcome;
import dev.errand.RetryScope;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A campaign that stops when servers refuse too many of its recipients. */
class RefusalsTest extends CampaignFixture {

    private final AtomicInteger messages = new AtomicInteger();

    /** On one connection, so that the order is known. */
    private FakeServer refusingEach(int nth) {
        return new FakeServer(
                1,
                message -> messages.incrementAndGet() % nth == 0
                        ? new Delivery.Refused("550 5.1.1 no such user", false)
                        : new Delivery.Accepted("250 ok"));
    }

    private static CampaignReport keptBy(TaskHandle<CampaignReport> handle) throws InterruptedException {
        Outcome<CampaignReport> outcome = outcomeOf(handle);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed<CampaignReport>) outcome).kept().orElseThrow();
    }

    @Test
    void stopsWhenMoreAreRefusedThanMayBe() throws Exception {
        FakeServer server = refusingEach(10);

        TaskHandle<CampaignReport> handle = submit(REMINDER.errorBudget(ErrorBudget.items(3)), members(1_000), server);

        assertThat(keptBy(handle).counts()).isEqualTo(new CampaignCounts(36, 4, 0, 0, 0, 960));
        assertThat(failureOf(handle).sentence())
                .isEqualTo("The campaign stopped. Servers have refused 4 of the first 40 recipients, more than may be."
                        + " The others are not tried; it goes on with them when it is resumed.");
        assertThat(keptBy(handle).stopped().orElseThrow()).contains("refused 4 of the first 40");
    }

    @Test
    void countsAShareOfThoseWhoWereWrittenTo() throws Exception {
        FakeServer server = refusingEach(5);

        TaskHandle<CampaignReport> handle =
                submit(REMINDER.errorBudget(ErrorBudget.percent(10)), members(1_000), server);

        assertThat(keptBy(handle).counts()).isEqualTo(new CampaignCounts(80, 20, 0, 0, 0, 900));
    }

    @Test
    void goesOnWithinTheLimit() throws Exception {
        FakeServer server = refusingEach(10);

        TaskHandle<CampaignReport> handle = submit(REMINDER.errorBudget(new ErrorBudget(50, 10)), members(500), server);

        assertThat(outcomeOf(handle))
                .isInstanceOfSatisfying(
                        Outcome.Partial.class,
                        partial -> assertThat(((CampaignReport) partial.result()).counts())
                                .isEqualTo(new CampaignCounts(450, 50, 0, 0, 0, 0)));
    }

    @Test
    void isOverWithTheLastRecipientAllTheSame() throws Exception {
        FakeServer server = refusingEach(10);

        TaskHandle<CampaignReport> handle = submit(REMINDER.errorBudget(ErrorBudget.items(0)), members(10), server);

        assertThat(outcomeOf(handle))
                .as("nobody is left")
                .isInstanceOfSatisfying(
                        Outcome.Partial.class,
                        partial -> assertThat(((CampaignReport) partial.result()).stopped())
                                .isEmpty());
    }

    @Test
    void isSaidAlsoWhenNothingWasSent() throws Exception {
        FakeServer server = refusingEach(1);

        TaskHandle<CampaignReport> handle =
                submit(REMINDER.errorBudget(ErrorBudget.items(0)).summaryTo("admin@example.org"), members(10), server);

        assertThat(keptBy(handle).counts()).isEqualTo(new CampaignCounts(0, 1, 0, 0, 0, 9));
        assertThat(messages).as("the first recipient, and the summary").hasValue(2);
    }

    @Test
    void goesOnWhenItIsResumedAndCountsAnew() throws Exception {
        FakeServer server = refusingEach(10);
        Campaign<Member> strict = REMINDER.errorBudget(ErrorBudget.items(3));
        TaskType<String, CampaignReport> type = TaskType.named("strict", String.class, CampaignReport.class);
        try (TaskEngine engine = TaskEngine.builder()
                .register(type, (input, context) -> strict.send(members(70), server, context))
                .build()) {
            TaskHandle<CampaignReport> handle = engine.submit(type, "go");
            assertThat(keptBy(handle).counts()).isEqualTo(new CampaignCounts(36, 4, 0, 0, 0, 30));

            Outcome<CampaignReport> outcome = outcomeOf(handle.retry(RetryScope.RESUME));

            assertThat(outcome).isInstanceOf(Outcome.Partial.class);
            assertThat(((Outcome.Partial<CampaignReport>) outcome).result().counts())
                    .isEqualTo(new CampaignCounts(63, 7, 0, 0, 0, 0));
            assertThat(server.recipients()).doesNotHaveDuplicates().hasSize(63);
        }
    }
}
