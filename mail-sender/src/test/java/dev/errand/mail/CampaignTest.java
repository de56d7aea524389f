package dev.errand.mail;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.RecipientOutcome.Refused;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.mail.RecipientOutcome.Unsent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Campaigns as tasks, over a transport without a network. */
@Timeout(20)
class CampaignTest {

    private record Member(String email, String name) {}

    private static final Campaign<Member> REMINDER = Campaign.<Member>to(Member::email)
            .name(Member::name)
            .from("Claims <claims@example.org>")
            .subject(member -> "Please sign, " + member.name())
            .html(member -> "<p>Dear " + member.name() + "</p>");

    private final CountDownLatch gate = new CountDownLatch(1);
    private final TaskEngine tasks = TaskEngine.inMemory();

    @AfterEach
    void stopsTheEngine() {
        gate.countDown();
        tasks.close();
    }

    @Test
    void hasOneOutcomeForEachRecipientInTheirOrder() throws Exception {
        FakeServer server =
                new FakeServer(4, message -> switch (message.envelope().to().email()) {
                    case "m3@example.org" -> new Delivery.Refused("550 5.1.1 no such user", false);
                    case "m4@example.org" -> new Delivery.Refused("450 4.2.1 mailbox busy", true);
                    case "m5@example.org" -> new Delivery.InDoubt("no answer");
                    default -> new Delivery.Accepted("250 ok");
                });
        List<Member> members = new ArrayList<>(members(9));
        members.set(7, new Member("two@@signs", "Bea"));

        TaskHandle<CampaignReport> handle = submit(REMINDER, members, server);
        CampaignReport report = ((Outcome.Partial<CampaignReport>) outcomeOf(handle)).result();

        assertThat(report.outcomes())
                .extracting(RecipientOutcome::recipient)
                .containsExactlyElementsOf(members.stream().map(Member::email).toList());
        assertThat(report.outcomes().get(0)).isEqualTo(new Sent("m0@example.org", "250 ok"));
        assertThat(report.outcomes().get(3)).isEqualTo(new Refused("m3@example.org", "550 5.1.1 no such user", false));
        assertThat(report.outcomes().get(4)).isEqualTo(new Refused("m4@example.org", "450 4.2.1 mailbox busy", true));
        assertThat(report.outcomes().get(5)).isEqualTo(new InDoubt("m5@example.org", "no answer"));
        assertThat(report.outcomes().get(7))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.reason()).startsWith("address is \"two@@signs\", but must"));
        assertThat(report.total()).isEqualTo(9);
        assertThat(report.sent()).isEqualTo(5);
        assertThat(report.notSent()).hasSize(4);
        assertThat(report.stopped()).isEmpty();
        assertThat(handle.snapshot().progress().done()).isEqualTo(5);
        assertThat(handle.snapshot().progress().failed()).isEqualTo(4);
        assertThat(handle.snapshot().progress().total()).hasValue(9);
        assertThat(server.openNow).as("connections left open").hasValue(0);
    }

    @Test
    void sendsToManyOverFewConnections() throws Exception {
        FakeServer server = FakeServer.takingEverything();

        CampaignReport report = resultOf(submit(REMINDER, members(10_000), server));

        assertThat(report.sent()).isEqualTo(10_000);
        assertThat(new HashSet<>(server.recipients())).hasSize(10_000);
        assertThat(server.taken).hasSize(10_000);
        assertThat(server.mostOpen.get()).isBetween(1, 4);
        assertThat(messageIds(server)).as("each message has an id of its own").hasSize(10_000);
    }

    @Test
    void opensNoMoreConnectionsThanItNeeds() throws Exception {
        FakeServer server = FakeServer.takingEverything();

        resultOf(submit(REMINDER, members(1), server));

        assertThat(server.opened).hasValue(1);
    }

    @Test
    void takesRecipientsFromIteratorsAndStreams() throws Exception {
        FakeServer server = FakeServer.takingEverything();
        AtomicInteger closed = new AtomicInteger();

        assertThat(resultOf(tasks.submit(
                                "i", context -> REMINDER.send(members(3).iterator(), server, context)))
                        .sent())
                .isEqualTo(3);
        Stream<Member> stream = members(5).stream().parallel().onClose(closed::incrementAndGet);
        assertThat(resultOf(tasks.submit("s", context -> REMINDER.send(stream, server, context)))
                        .sent())
                .isEqualTo(5);

        assertThat(closed).hasValue(1);
    }

    @Test
    void makesTheWholeMessageForEachRecipient() throws Exception {
        Campaign<Member> full = REMINDER.replyTo("help@example.org", "Ana <ana@example.org>")
                .text(member -> "Dear " + member.name())
                .header("List-Unsubscribe", member -> "<https://example.org/u?" + member.email() + ">")
                .header("Auto-Submitted", "auto-generated")
                .attach(new MailAttachment("terms.txt", "text/plain", new byte[] {1}))
                .attach(member -> new MailAttachment(member.name() + ".txt", "text/plain", new byte[] {2}));

        MailMessage message = full.preview(new Member("zofie@example.org", "Žofie"));

        assertThat(message.subject()).isEqualTo("Please sign, Žofie");
        assertThat(message.text()).isEqualTo("Dear Žofie");
        assertThat(message.html()).isEqualTo("<p>Dear Žofie</p>");
        assertThat(message.envelope().from()).hasToString("Claims <claims@example.org>");
        assertThat(message.envelope().to()).hasToString("Žofie <zofie@example.org>");
        assertThat(message.envelope().replyTo()).hasToString("[help@example.org, Ana <ana@example.org>]");
        assertThat(message.headers())
                .containsEntry("List-Unsubscribe", "<https://example.org/u?zofie@example.org>")
                .containsEntry("Auto-Submitted", "auto-generated");
        assertThat(message.attachments())
                .extracting(MailAttachment::fileName)
                .containsExactly("terms.txt", "Žofie.txt");
        assertThat(REMINDER.preview(new Member("a@example.org", "Žofie")).text())
                .as("derived from the HTML")
                .isEqualTo("Dear Žofie");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: all@example.org", "a\nb", "a\rb", "nul\u0000", "line\u2028", "half \ud800"})
    void refusesLineBreaksInEveryPartByItsName(String value) {
        assertRefused("from", () -> REMINDER.from("Claims " + value + " <claims@example.org>"));
        assertRefused("reply-to", () -> REMINDER.replyTo("ana@example.org" + value));
        assertRefused("summary to", () -> REMINDER.summaryTo("ana@example.org" + value));
        assertRefused("title", () -> REMINDER.title(value));
        assertRefused("subject", () -> REMINDER.subject(value));
        assertRefused("header X-Campaign", () -> REMINDER.header("X-Campaign", value));
        assertRefused("header name", () -> REMINDER.header(value, "x"));
        assertRefused("attachment name", () -> new MailAttachment(value, "text/plain", new byte[0]));
        assertRefused("attachment media type", () -> new MailAttachment("a.txt", "text/plain" + value, new byte[0]));
        Member member = new Member("ana@example.org", "Ana");
        assertRefused("subject", () -> REMINDER.subject(m -> value).preview(member));
        assertRefused("header X-Who", () -> REMINDER.header("X-Who", m -> value).preview(member));
        assertRefused("name", () -> REMINDER.preview(new Member("ana@example.org", value)));
        assertRefused("address", () -> REMINDER.preview(new Member("ana" + value + "@example.org", "Ana")));
        assertRefused(
                "attachment name",
                () -> REMINDER.attach(m -> new MailAttachment(value, "text/plain", new byte[0]))
                        .preview(member));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "To", "subject", "Content-Type", "Message-ID", "two words", "colon:", "ä", "Bcc"})
    void refusesHeaderNamesThatAreNoneOrItsOwn(String name) {
        assertRefused("header name", () -> REMINDER.header(name, "x"));
    }

    @Test
    void refusesPartsThatAreTooLong() {
        assertRefused("subject", () -> REMINDER.subject("x".repeat(999)));
        assertRefused("header X-Long", () -> REMINDER.header("X-Long", "x".repeat(999)));
    }

    @Test
    void sendsNothingToARecipientWhosePartIsRefused() throws Exception {
        FakeServer server = FakeServer.takingEverything();
        Campaign<Member> campaign = REMINDER.header("X-Who", Member::name);
        List<Member> members =
                List.of(new Member("a@example.org", "Ana"), new Member("b@example.org", "Bea\r\nBcc: all@example.org"));

        CampaignReport report =
                ((Outcome.Partial<CampaignReport>) outcomeOf(submit(campaign, members, server))).result();

        assertThat(server.recipients()).containsExactly("a@example.org");
        assertThat(report.outcomes().get(1))
                .isInstanceOfSatisfying(
                        Invalid.class, invalid -> assertThat(invalid.reason()).contains("Bea\\u000d\\u000aBcc"));
    }

    @Test
    void takesAFailingTemplateForThatRecipientsOutcome() throws Exception {
        Campaign<Member> campaign =
                REMINDER.html(member -> "<p>" + 100 / (member.email().length() - 14) + "</p>");
        List<Member> members = List.of(new Member("ab@example.org", "x"), new Member("abc@example.org", "x"));
        FakeServer server = FakeServer.takingEverything();

        CampaignReport report =
                ((Outcome.Partial<CampaignReport>) outcomeOf(submit(campaign, members, server))).result();

        assertThat(report.outcomes().get(0))
                .isEqualTo(new Invalid("ab@example.org", "java.lang.ArithmeticException: / by zero"));
        assertThat(report.outcomes().get(1)).isInstanceOf(Sent.class);
    }

    @Test
    void refusesAMessageWithoutContentOrSender() throws Exception {
        FakeServer server = FakeServer.takingEverything();
        Failure noSender = failureOf(submit(Campaign.<Member>to(Member::email).text(m -> "x"), members(1), server));
        assertThat(noSender.sentence()).contains("from");

        Campaign<Member> empty = Campaign.<Member>to(Member::email).from("a@example.org");
        CampaignReport report =
                ((Outcome.Partial<CampaignReport>) outcomeOf(submit(empty, members(1), server))).result();

        assertThat(report.outcomes().getFirst()).isInstanceOf(Invalid.class);
        assertThat(server.taken).isEmpty();
    }

    @Test
    void failsWhileNothingIsSentAndCanBeRetried() throws Exception {
        FakeServer server = FakeServer.takingEverything().refusingConnectionsFrom(1);
        AtomicInteger read = new AtomicInteger();

        Failure failure = failureOf(tasks.submit(
                "away",
                context -> REMINDER.send(
                        members(3).stream().peek(m -> read.incrementAndGet()).iterator(), server, context)));

        assertThat(failure.cause().orElseThrow())
                .isInstanceOfSatisfying(
                        MailServerException.class,
                        e -> assertThat(e.reason()).isEqualTo(MailServerException.Reason.UNREACHABLE))
                .hasMessageContaining("fake:25");
        assertThat(read).as("recipients looked at").hasValue(0);
        assertThat(Retry.fixed(2, Duration.ZERO).follows(1, failure.cause().orElseThrow()))
                .isTrue();
    }

    @Test
    void sendsAgainOverANewConnectionWhatTheOldOneDidNotTake() throws Exception {
        Set<String> failedOnce = new HashSet<>();
        FakeServer server = new FakeServer(1, message -> {
            String to = message.envelope().to().email();
            if (to.startsWith("m5") && failedOnce.add(to)) {
                throw FakeServer.lost();
            }
            return new Delivery.Accepted("250 ok");
        });

        CampaignReport report = resultOf(submit(REMINDER, members(10), server));

        assertThat(report.sent()).isEqualTo(10);
        assertThat(server.recipients()).doesNotHaveDuplicates().hasSize(10);
        assertThat(server.opened).hasValue(2);
    }

    @Test
    void givesUpAMessageThatBreaksEveryConnection() throws Exception {
        FakeServer server = new FakeServer(2, message -> {
            if (message.envelope().to().email().startsWith("m5")) {
                throw FakeServer.lost();
            }
            return new Delivery.Accepted("250 ok");
        });

        CampaignReport report =
                ((Outcome.Partial<CampaignReport>) outcomeOf(submit(REMINDER, members(10), server))).result();

        assertThat(report.sent()).isEqualTo(9);
        assertThat(report.outcomes().get(5))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.temporary()).isTrue());
    }

    @Test
    void goesOnWithTheConnectionsThatAServerAllows() throws Exception {
        FakeServer server = new FakeServer(8, message -> new Delivery.Accepted("250 ok")).refusingConnectionsFrom(3);

        CampaignReport report = resultOf(submit(REMINDER, members(1_000), server));

        assertThat(report.sent()).isEqualTo(1_000);
        assertThat(server.recipients()).doesNotHaveDuplicates();
        assertThat(server.mostOpen).hasValue(2);
    }

    @Test
    void saysWhoWasNotSentToWhenTheServerGoesAway() throws Exception {
        AtomicInteger count = new AtomicInteger();
        FakeServer server = new FakeServer(1, message -> {
            if (count.incrementAndGet() > 3) {
                throw FakeServer.lost();
            }
            return new Delivery.Accepted("250 ok");
        });
        server.refusingConnectionsFrom(2);

        CampaignReport report =
                ((Outcome.Partial<CampaignReport>) outcomeOf(submit(REMINDER, members(100), server))).result();

        assertThat(report.total()).isEqualTo(100);
        assertThat(report.sent()).isEqualTo(3);
        assertThat(report.count(Unsent.class)).isEqualTo(97);
        assertThat(report.stopped().orElseThrow()).contains("connection refused");
    }

    @Test
    void isFinalWhenRecipientsCannotBeReadAfterTheFirstMessage() throws Exception {
        CountDownLatch sentOne = new CountDownLatch(1);
        FakeServer server = new FakeServer(4, message -> {
            sentOne.countDown();
            return new Delivery.Accepted("250 ok");
        });
        Iterator<Member> broken = members(10).stream()
                .peek(member -> {
                    if (member.email().startsWith("m7")) {
                        awaitQuietly(sentOne);
                        throw new IllegalStateException("database away");
                    }
                })
                .iterator();

        Failure failure = failureOf(tasks.submit("broken", context -> REMINDER.send(broken, server, context)));

        assertThat(failure.cause().orElseThrow())
                .isInstanceOf(TaskFailedException.class)
                .hasMessage("The campaign stopped after " + server.taken.size()
                        + " messages, because its recipients cannot be read.")
                .hasRootCauseMessage("database away");
    }

    @Test
    void stopsAtACancelOnceTheMessagesUnderWayAreThrough() throws Exception {
        CountDownLatch underWay = new CountDownLatch(2);
        FakeServer server = new FakeServer(2, message -> {
            underWay.countDown();
            awaitGate();
            return new Delivery.Accepted("250 ok");
        });
        TaskHandle<CampaignReport> handle = submit(REMINDER, members(100), server);
        underWay.await();
        handle.cancel();
        gate.countDown();

        CampaignReport kept =
                ((Outcome.Cancelled<CampaignReport>) outcomeOf(handle)).kept().orElseThrow();

        assertThat(kept.sent()).isEqualTo(server.taken.size()).isGreaterThanOrEqualTo(2);
        assertThat(kept.count(Unsent.class)).isEqualTo(kept.total() - kept.sent());
        assertThat(kept.total()).as("the rest was not even looked at").isLessThan(100);
        assertThat(kept.stopped()).contains("the campaign was cancelled");
    }

    @Test
    void hasMessagesInDoubtWhenACancelHasToInterruptThem() throws Exception {
        TaskType<String, CampaignReport> impatient =
                TaskType.named("impatient", String.class, CampaignReport.class).cancelGrace(Duration.ZERO);
        CountDownLatch underWay = new CountDownLatch(1);
        FakeServer server = new FakeServer(1, message -> {
            underWay.countDown();
            ignoreInterruptsUntilTheGateOpens();
            return new Delivery.Accepted("250 ok");
        });
        try (TaskEngine engine = TaskEngine.builder()
                .register(impatient, (input, context) -> REMINDER.send(members(100), server, context))
                .build()) {
            TaskHandle<CampaignReport> handle = engine.submit(impatient, "go");
            underWay.await();
            handle.cancel();

            CampaignReport kept = ((Outcome.Cancelled<CampaignReport>) outcomeOf(handle))
                    .kept()
                    .orElseThrow();

            assertThat(kept.outcomes().getFirst()).isInstanceOf(InDoubt.class);
            gate.countDown();
        }
    }

    @Test
    void tellsTheAdministratorsHowItWent() throws Exception {
        FakeServer server = new FakeServer(
                2,
                message -> message.envelope().to().email().startsWith("m1@")
                        ? new Delivery.Refused("550 <no> such user", false)
                        : new Delivery.Accepted("250 ok"));
        Campaign<Member> campaign =
                REMINDER.title("Reminder").summaryTo("admin@example.org", "Boss <boss@example.org>");
        List<Member> members = new ArrayList<>(members(5));
        members.add(new Member("not an address", "x"));

        outcomeOf(submit(campaign, members, server));

        assertThat(server.recipients()).contains("admin@example.org", "boss@example.org");
        MailMessage summary = server.taken.getLast();
        assertThat(summary.subject()).isEqualTo("Reminder: 4 of 6 sent");
        assertThat(summary.text())
                .contains("Recipients: 6", "Sent: 4", "Failed: 2")
                .contains("m1@example.org: refused: 550 <no> such user")
                .contains("not an address: not fit to be sent: address is");
        assertThat(summary.html()).contains("550 &lt;no&gt; such user").doesNotContain("<no>");
        assertThat(summary.headers()).containsEntry("Auto-Submitted", "auto-generated");
    }

    @Test
    void isNotDisturbedWhenTheSummaryCannotBeSent() throws Exception {
        FakeServer server = new FakeServer(1, message -> {
            if (message.envelope().to().email().startsWith("admin")) {
                throw FakeServer.lost();
            }
            return new Delivery.Accepted("250 ok");
        });

        CampaignReport report = resultOf(submit(REMINDER.summaryTo("admin@example.org"), members(2), server));

        assertThat(report.sent()).isEqualTo(2);
    }

    private static List<Member> members(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Member("m" + i + "@example.org", "Member " + i))
                .toList();
    }

    private TaskHandle<CampaignReport> submit(Campaign<Member> campaign, List<Member> members, MailTransport server) {
        return tasks.submit("campaign", context -> campaign.send(members, server, context));
    }

    private static Outcome<CampaignReport> outcomeOf(TaskHandle<CampaignReport> handle) throws InterruptedException {
        return handle.await(ofSeconds(15)).orElseThrow();
    }

    private static CampaignReport resultOf(TaskHandle<CampaignReport> handle) throws InterruptedException {
        Outcome<CampaignReport> outcome = outcomeOf(handle);
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<CampaignReport>) outcome).result();
    }

    private static Failure failureOf(TaskHandle<CampaignReport> handle) throws InterruptedException {
        Outcome<CampaignReport> outcome = outcomeOf(handle);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed<CampaignReport>) outcome).failure();
    }

    private static Set<String> messageIds(FakeServer server) {
        return new HashSet<>(server.taken.stream()
                .map(message -> message.envelope().messageId())
                .toList());
    }

    private static void assertRefused(String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(InvalidMailException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    private void awaitGate() {
        awaitQuietly(gate);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw FakeServer.lost();
        }
    }

    private void ignoreInterruptsUntilTheGateOpens() {
        boolean open = false;
        while (!open) {
            try {
                gate.await();
                open = true;
            } catch (InterruptedException ignored) {
                // as a server that does not answer, on a socket that cannot be interrupted
            }
        }
    }
}
