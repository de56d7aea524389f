package dev.errand.mail.smtp;

import static dev.errand.mail.smtp.ScriptedSmtpServer.DROP;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.RetryScope;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.mail.Campaign;
import dev.errand.mail.CampaignCounts;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.Delivery.Phase;
import dev.errand.mail.MailServerException;
import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.Failed.Why;
import dev.errand.mail.RecipientOutcome.NotTried;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.mail.ServerReply;
import dev.errand.mail.SkippingTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a campaign when its server is difficult; all hours are skipped. */
class CampaignOverSmtpTest extends SmtpFixture {

    private static final TaskType<String, CampaignReport> REMIND =
            TaskType.named("remind", String.class, CampaignReport.class);

    private final SkippingTime time = new SkippingTime();
    private final List<TaskEngine> engines = new ArrayList<>();
    private final Campaign<String> campaign = Campaign.<String>to(name -> name + "@example.org")
            .from("claims@example.org")
            .subject("Please sign")
            .text(name -> "Dear " + name)
            .time(time);

    @AfterEach
    void stopsTheEngines() {
        engines.forEach(TaskEngine::close);
    }

    @Test
    void triesAgainWhomTheServerDoesNotTakeForNow() throws Exception {
        scripted.inTurn("RCPT m1@example.org", "450 4.2.0 greylisted", "450 4.2.0 greylisted", "250 ok");

        CampaignReport report = resultOf(send(campaign, 4, 1));

        assertThat(report.counts()).isEqualTo(new CampaignCounts(4, 0, 0, 0, 0, 0));
        assertThat(report.outcomes().get(1)).isEqualTo(new Sent("m1@example.org", new ServerReply(250, "", "taken")));
        assertThat(scripted.messages)
                .as("others went on meanwhile")
                .hasSize(4)
                .last()
                .asString()
                .contains("Dear m1");
        assertThat(time.waits.getFirst()).isBetween(ofSeconds(53), ofSeconds(67));
        assertThat(time.waits.getLast()).isBetween(ofSeconds(107), ofSeconds(133));
    }

    @ParameterizedTest
    @CsvSource({"RCPT, RCPT", "MAIL, MAIL", "DATA, DATA", "., END_OF_DATA"})
    void givesUpAfterTheLastTrial(String command, Phase phase) throws Exception {
        scripted.reply(command, "451 4.3.0 not now");

        CampaignReport report =
                partialOf(send(campaign.retrying(Retry.exponential(3, ofMinutes(1)), ofHours(1)), 1, 1));

        assertThat(report.outcomes())
                .containsExactly(
                        new Failed("m0@example.org", Why.EXHAUSTED, phase, new ServerReply(451, "4.3.0", "not now")));
        assertThat(said("MAIL")).isEqualTo(3);
    }

    @Test
    void givesUpWhenItsTimeIsOver() throws Exception {
        scripted.reply("RCPT", "451 4.3.0 not now");

        partialOf(send(campaign.retrying(Retry.fixed(100, ofMinutes(10)), ofMinutes(35)), 1, 1));

        assertThat(said("RCPT")).isEqualTo(4);
        assertThat(time.passed()).isBetween(ofMinutes(27), ofMinutes(33));
    }

    @Test
    void comesBackWhenTheServerWantsItTo() throws Exception {
        scripted.inTurn("RCPT", "450 4.7.1 Greylisted, please try again in 25 minutes");

        assertThat(resultOf(send(campaign, 1, 1)).sent()).isEqualTo(1);

        assertThat(time.passed()).isBetween(ofMinutes(25), ofMinutes(28));
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.1.1 no such user", "552 5.2.2 mailbox full", "550 5.7.1 she does not want it"})
    void isFinalForThatRecipientOnly(String reply) throws Exception {
        scripted.reply("RCPT m1@example.org", reply);

        CampaignReport report = partialOf(send(campaign, 4, 2));

        assertThat(report.counts()).isEqualTo(new CampaignCounts(3, 1, 0, 0, 0, 0));
        assertThat(report.outcomes().get(1))
                .isEqualTo(new Failed("m1@example.org", Why.PERMANENT, Phase.RCPT, ServerReply.parse(reply)));
        assertThat(said("RCPT TO:<m1@")).isEqualTo(1);
    }

    @Test
    void connectsAgainAfterAnUnavailableService() throws Exception {
        scripted.inTurn("RCPT m1@example.org", "421 4.3.2 closing", DROP, "250 ok");

        CampaignReport report = resultOf(send(campaign, 4, 1));

        assertThat(report.sent()).isEqualTo(4);
        assertThat(scripted.connections).hasValue(3);
        assertThat(scripted.messages).hasSize(4);
    }

    @Test
    void triesAMessageLaterThatBreaksEveryConnection() throws Exception {
        scripted.inTurn("RCPT m1@example.org", DROP, DROP, DROP, DROP, "250 ok");

        CampaignReport report = resultOf(send(campaign, 2, 1));

        assertThat(report.sent()).isEqualTo(2);
        assertThat(time.passed()).as("one delay").isBetween(ofSeconds(53), ofSeconds(70));
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 550 5.7.1 your domain is on a list, does not let the application send",
        "MAIL, 530 5.7.0 authentication required, does not let the application in",
        "MAIL, 535 5.7.8 login expired, does not let the application in"
    })
    void stopsWhenTheServerLetsUsSendToNobody(String command, String reply, String sentence) throws Exception {
        scripted.inTurn(command, "250 ok", "250 ok", "250 ok").reply(command, reply);

        TaskHandle<CampaignReport> handle = send(campaign, 2_000, 1);
        Outcome.Failed<CampaignReport> failed = (Outcome.Failed<CampaignReport>) outcomeOf(handle);

        CampaignReport kept = failed.kept().orElseThrow();
        assertThat(kept.counts()).isEqualTo(new CampaignCounts(3, 0, 0, 0, 0, 1_997));
        assertThat(kept.stopped().orElseThrow()).contains(reply);
        assertThat(said(command)).as("not burnt through the list").isEqualTo(4);
        assertThat(failed.failure().sentence())
                .startsWith(
                        "The campaign stopped after 3 messages; 1,997 are not tried yet. The mail server " + sentence)
                .endsWith("It said: " + reply);

        scripted.reply(command, "250 ok");
        TaskHandle<CampaignReport> resumed = handle.retry(RetryScope.RESUME);
        assertThat(resultOf(resumed).sent()).as("goes on with the others").isEqualTo(2_000);
        assertThat(scripted.messages).hasSize(2_000);
    }

    @Test
    void failsAtOnceWhenTheServerLetsUsSendToNobodyFromTheStart() throws Exception {
        scripted.reply("MAIL", "550 5.7.1 your domain is on a list");

        Outcome.Failed<CampaignReport> failed = (Outcome.Failed<CampaignReport>) outcomeOf(send(campaign, 50, 4));

        assertThat(failed.failure().cause().orElseThrow())
                .isInstanceOfSatisfying(
                        MailServerException.class,
                        e -> assertThat(e.reason()).isEqualTo(MailServerException.Reason.NOT_ALLOWED));
        assertThat(said("MAIL")).isLessThanOrEqualTo(4);
        assertThat(scripted.messages).isEmpty();
    }

    @Test
    void namesThoseWhoWaitForAnotherTrialWhenItIsCancelled() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        Campaign<String> patient = campaign.time(new dev.errand.testkit.ManualTime()); // stands still
        scripted.reply("RCPT m0@example.org", "450 4.2.0 greylisted").waitingAt("QUIT", refused);
        TaskHandle<CampaignReport> handle = send(patient, 2, 1);
        while (scripted.messages.isEmpty() || said("RCPT TO:<m0@") == 0) {
            Thread.onSpinWait();
        }
        handle.cancel();
        refused.countDown();

        CampaignReport kept =
                ((Outcome.Cancelled<CampaignReport>) outcomeOf(handle)).kept().orElseThrow();

        assertThat(kept.outcomes().getFirst())
                .isInstanceOfSatisfying(
                        NotTried.class,
                        notTried -> assertThat(notTried.reason())
                                .startsWith("the campaign was asked to stop")
                                .endsWith("before it was to be tried again: 450 4.2.0 greylisted"));
    }

    private long said(String command) {
        return scripted.commands.stream()
                .filter(line -> line.startsWith(command))
                .count();
    }

    private TaskHandle<CampaignReport> send(Campaign<String> what, int members, int connections) {
        List<String> names = IntStream.range(0, members).mapToObj(i -> "m" + i).toList();
        SmtpServer server = plain().maxConnections(connections).reconnect(Retry.fixed(3, ZERO));
        TaskEngine engine = TaskEngine.builder()
                .register(REMIND, (input, context) -> what.send(names, SmtpTransport.to(server), context))
                .build();
        engines.add(engine);
        return engine.submit(REMIND, "go");
    }

    private static Outcome<CampaignReport> outcomeOf(TaskHandle<CampaignReport> handle) throws InterruptedException {
        return handle.await(ofSeconds(20)).orElseThrow();
    }

    private static CampaignReport resultOf(TaskHandle<CampaignReport> handle) throws InterruptedException {
        Outcome<CampaignReport> outcome = outcomeOf(handle);
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<CampaignReport>) outcome).result();
    }

    private static CampaignReport partialOf(TaskHandle<CampaignReport> handle) throws InterruptedException {
        Outcome<CampaignReport> outcome = outcomeOf(handle);
        assertThat(outcome).isInstanceOf(Outcome.Partial.class);
        return ((Outcome.Partial<CampaignReport>) outcome).result();
    }
}
