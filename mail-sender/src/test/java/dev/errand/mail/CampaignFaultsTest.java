package dev.errand.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.Failed.Why;
import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.testkit.ManualTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What can go wrong while a campaign is sent: nobody is forgotten, and nobody waits for ever. */
class CampaignFaultsTest extends CampaignFixture {

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
                        Failed.class, failed -> assertThat(failed.why()).isEqualTo(Why.EXHAUSTED));
    }

    @Test
    void goesOnWithTheConnectionsThatAServerAllows() throws Exception {
        FakeServer server = new FakeServer(8, message -> new Delivery.Accepted("250 ok"))
                .refusingConnectionsFrom(3)
                .waitingForConnections(2);

        CampaignReport report = resultOf(submit(REMINDER, members(1_000), server));

        assertThat(report.sent()).isEqualTo(1_000);
        assertThat(server.recipients()).doesNotHaveDuplicates();
        assertThat(server.mostOpen).hasValue(2);
    }

    @Test
    void leavesNobodyBehindWithASenderThatGetsNoConnection() throws Exception {
        FakeServer server = new FakeServer(8, message -> new Delivery.Accepted("250 ok")).refusingConnectionsFrom(2);

        for (int i = 0; i < 50; i++) {
            CampaignReport report = resultOf(submit(REMINDER, members(20), server));

            assertThat(report.sent()).isEqualTo(20);
            assertThat(report.stopped()).isEmpty();
            server.opened.set(0);
        }
    }

    @Test
    void staysForARecipientWhomAnotherSenderMayGiveBack() throws Exception {
        CountDownLatch othersDone = new CountDownLatch(9);
        AtomicInteger breaks = new AtomicInteger(1);
        FakeServer server = new FakeServer(2, message -> {
            if (message.envelope().to().email().startsWith("m9") && breaks.getAndDecrement() > 0) {
                awaitQuietly(othersDone);
                throw FakeServer.lost();
            }
            othersDone.countDown();
            return new Delivery.Accepted("250 ok");
        });
        server.refusingConnectionsFrom(3);

        CampaignReport report = resultOf(submit(REMINDER, members(10), server));

        assertThat(report.sent()).isEqualTo(10);
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
        assertThat(report.counts().notTried()).isEqualTo(97);
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

        Outcome.Failed<CampaignReport> outcome = (Outcome.Failed<CampaignReport>)
                outcomeOf(tasks.submit("broken", context -> REMINDER.send(broken, server, context)));

        int sent = server.taken.size();
        assertThat(outcome.failure().cause().orElseThrow())
                .isInstanceOf(TaskFailedException.class)
                .hasMessage("The campaign stopped after " + sent + (sent == 1 ? " message" : " messages")
                        + ", because its recipients cannot be read.")
                .hasRootCauseMessage("database away");
        assertThat(outcome.kept().orElseThrow().sent()).isEqualTo(sent);
    }

    @Test
    void showsWhomItHasRefusedAlsoWhenNothingIsSent() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        FakeServer server = new FakeServer(1, message -> {
            refused.countDown();
            return new Delivery.Refused("550 5.1.1 no such user", false);
        });
        Iterator<Member> broken = members(2).stream()
                .peek(member -> {
                    if (member.email().startsWith("m1")) {
                        awaitQuietly(refused);
                        throw new IllegalStateException("database away");
                    }
                })
                .iterator();

        TaskHandle<CampaignReport> handle = tasks.submit(
                "broken", context -> REMINDER.outcomeFile("outcomes.csv").send(broken, server, context));
        Outcome.Failed<CampaignReport> outcome = (Outcome.Failed<CampaignReport>) outcomeOf(handle);

        assertThat(outcome.failure().cause().orElseThrow())
                .hasMessage("The campaign stopped after 0 messages, because its recipients cannot be read.");
        assertThat(outcome.kept().orElseThrow().counts().failed()).isEqualTo(1);
        assertThat(handle.snapshot().artifacts()).hasSize(1);
    }

    @Test
    void showsWhoIsUnfitAlsoWhenTheServerGoesAwayBeforeAnythingIsSent() throws Exception {
        FakeServer server = new FakeServer(1, message -> {
                    throw FakeServer.lost();
                })
                .refusingConnectionsFrom(2);
        List<Member> members = List.of(new Member("none", "x"), new Member("ana@example.org", "Ana"));

        Outcome.Failed<CampaignReport> outcome =
                (Outcome.Failed<CampaignReport>) outcomeOf(submit(REMINDER, members, server));

        assertThat(outcome.kept().orElseThrow().counts()).isEqualTo(new CampaignCounts(0, 0, 1, 0, 0, 1));
        assertThat(Retry.fixed(2, Duration.ZERO)
                        .follows(1, outcome.failure().cause().orElseThrow()))
                .isTrue();
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
        assertThat(kept.counts().notTried()).isEqualTo(kept.total() - kept.sent());
        assertThat(kept.total()).as("a collection is reported to its end").isEqualTo(100);
        assertThat(handle.snapshot().progress().failed())
                .as("not tried is not failed")
                .isZero();
        String sent = kept.sent() + " of 100 are already sent and cannot be recalled";
        assertThat(kept.stopped()).contains("the campaign was asked to stop: " + sent);
        assertThat(handle.snapshot().progress().message()).isEqualTo(sent);
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

            assertThat(kept.outcomes().getFirst())
                    .isEqualTo(new InDoubt("m0@example.org", "was being sent when its sender ended"));
            assertThat(kept.counts().notTried()).isEqualTo(99);
            gate.countDown();
        }
    }

    @Test
    void survivesEverythingThatATemplateMayThrow() throws Exception {
        Iterator<Throwable> planted = List.<Throwable>of(
                        new StackOverflowError(),
                        new AssertionError("wrong"),
                        new OutOfMemoryError("planted"),
                        new LinkageError("no such class"))
                .iterator();
        FakeServer server = new FakeServer(1, message -> new Delivery.Accepted("250 ok"));
        Campaign<Member> campaign =
                REMINDER.html(member -> planted.hasNext() ? sneakyThrow(planted.next()) : "<p>x</p>");

        CampaignReport report =
                ((Outcome.Partial<CampaignReport>) outcomeOf(submit(campaign, members(6), server))).result();

        assertThat(report.counts().invalid()).isEqualTo(4);
        assertThat(report.sent()).isEqualTo(2);
    }

    @Test
    @SuppressWarnings("NullAway") // not every transport's code is checked
    void isInDoubtWhenTheTransportBreaksDown() throws Exception {
        FakeServer server = new FakeServer(2, message -> {
            String to = message.envelope().to().email();
            return switch (to.charAt(1)) {
                case '1' -> throw new IllegalStateException("a fault of the transport");
                case '2' -> throw new NoClassDefFoundError("gone");
                case '3' -> null;
                default -> new Delivery.Accepted("250 ok");
            };
        });

        CampaignReport report =
                ((Outcome.Partial<CampaignReport>) outcomeOf(submit(REMINDER, members(6), server))).result();

        assertThat(report.counts().inDoubt()).isEqualTo(3);
        assertThat(report.outcomes().get(1))
                .isEqualTo(new InDoubt(
                        "m1@example.org",
                        "the connection broke down: java.lang.IllegalStateException: a fault of the transport"));
        assertThat(report.sent()).isEqualTo(3);
        assertThat(server.openNow).hasValue(0);
    }

    @Test
    void goesOnAfterAMessageThatCannotBeWritten() throws Exception {
        FakeServer server = new FakeServer(1, message -> {
            if (message.envelope().to().email().startsWith("m1")) {
                throw new InvalidMailException("message", "x", "be one that can be written");
            }
            return new Delivery.Accepted("250 ok");
        });

        CampaignReport report =
                ((Outcome.Partial<CampaignReport>) outcomeOf(submit(REMINDER, members(3), server))).result();

        assertThat(report.outcomes().get(1)).isInstanceOf(Invalid.class);
        assertThat(report.sent()).isEqualTo(2);
        assertThat(server.opened).as("the connection is of use still").hasValue(1);
    }

    @Test
    void stopsWhenEveryConnectionBreaksDownAsItIsOpened() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        FakeServer fake = FakeServer.takingEverything();
        MailTransport server = new MailTransport() {
            @Override
            public int maxConnections() {
                return 1;
            }

            @Override
            public Retry reconnect() {
                return Retry.fixed(2, Duration.ZERO);
            }

            @Override
            public MailConnection open() {
                if (opened.incrementAndGet() > 1) {
                    throw new IllegalStateException("a fault of the transport");
                }
                return new OneMessageConnection(fake.open());
            }
        };

        CampaignReport report =
                ((Outcome.Partial<CampaignReport>) outcomeOf(submit(REMINDER, members(5), server))).result();

        assertThat(report.sent()).isEqualTo(1);
        assertThat(report.counts().notTried()).isEqualTo(4);
        assertThat(report.stopped().orElseThrow()).contains("a fault of the transport");
    }

    @Test
    void stopsWhenItsLastSenderIsInterruptedBySomebodyElse() throws Exception {
        FakeServer server = new FakeServer(1, message -> {
            Thread.currentThread().interrupt();
            return new Delivery.Accepted("250 ok");
        });

        CampaignReport report =
                ((Outcome.Partial<CampaignReport>) outcomeOf(submit(REMINDER, members(5), server))).result();

        assertThat(report.sent()).isEqualTo(1);
        assertThat(report.counts().notTried()).isEqualTo(4);
        assertThat(report.stopped()).contains("its senders were interrupted");
    }

    @Test
    void leavesOutNobodyWhenItIsCancelledWhileARecipientIsHandedOver() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        FakeServer server = new FakeServer(1, message -> {
            underWay.countDown();
            awaitGate();
            return new Delivery.Accepted("250 ok");
        });
        AtomicInteger read = new AtomicInteger();
        TaskHandle<CampaignReport> handle = tasks.submit(
                "iterator",
                context -> REMINDER.send(
                        members(100).stream().peek(m -> read.incrementAndGet()).iterator(), server, context));
        underWay.await();
        handle.cancel();
        gate.countDown();

        CampaignReport kept =
                ((Outcome.Cancelled<CampaignReport>) outcomeOf(handle)).kept().orElseThrow();

        assertThat(kept.total()).as("everybody who was looked at").isEqualTo(read.get());
        assertThat(kept.total()).as("the rest was not even looked at").isLessThan(100);
    }

    /** In each attempt, its time passes over the first message that it sends. */
    @Test
    void sendsToNobodyTwiceWhenItsTimeIsUpAndRetriesAreAllowed() throws Exception {
        ManualTime time = new ManualTime();
        TaskType<String, CampaignReport> hasty = TaskType.named("hasty", String.class, CampaignReport.class)
                .timeout(Duration.ofMinutes(1))
                .retrying(Retry.fixed(3, Duration.ZERO));
        Queue<TaskContext> running = new ConcurrentLinkedQueue<>();
        FakeServer server = new FakeServer(1, message -> {
            TaskContext latest = running.stream().reduce((one, next) -> next).orElseThrow();
            if (!latest.isCancelled()) {
                time.advance(Duration.ofMinutes(1));
            }
            return new Delivery.Accepted("250 ok");
        });
        try (TaskEngine engine = TaskEngine.builder()
                .time(time)
                .register(hasty, (input, context) -> {
                    running.add(context);
                    return REMINDER.send(members(60), server, context);
                })
                .build()) {
            TaskHandle<CampaignReport> handle = engine.submit(hasty, "go");
            while (handle.await(Duration.ofMillis(5)).isEmpty()) {
                time.advance(Duration.ZERO); // its next attempt is due
            }

            Outcome.Failed<CampaignReport> failed = (Outcome.Failed<CampaignReport>) outcomeOf(handle);

            assertThat(server.recipients()).doesNotHaveDuplicates().hasSizeBetween(3, 59);
            assertThat(failed.kept().orElseThrow().sent()).isEqualTo(server.taken.size());
            assertThat(handle.snapshot().status().attempt()).isEqualTo(3);
        }
    }

    @Test
    void keepsTheReportAlsoWithTheLongestTitleAndTellsTheAdministrators() throws Exception {
        FakeServer server = FakeServer.takingEverything();
        Campaign<Member> campaign = REMINDER.title("t".repeat(200)).summaryTo("admin@example.org");

        CampaignReport report = resultOf(submit(campaign, members(3), server));

        assertThat(report.sent()).isEqualTo(3);
        assertThat(server.taken.getLast().subject()).isEqualTo("t".repeat(200) + ": 3 of 3 sent");
    }

    @Test
    void logsInTheNameOfItsTask() throws Exception {
        Set<String> named = ConcurrentHashMap.newKeySet();
        Campaign<Member> campaign = REMINDER.html(member -> {
            named.add(String.valueOf(MDC.get("taskId")));
            return "<p>x</p>";
        });

        TaskHandle<CampaignReport> handle = submit(campaign, members(20), FakeServer.takingEverything());
        resultOf(handle);

        assertThat(named).containsExactly(handle.id().toString());
    }

    @Test
    void isCancelledAlsoWhenTheInterruptMakesTheRecipientsThrow() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        TaskType<String, CampaignReport> impatient =
                TaskType.named("impatient", String.class, CampaignReport.class).cancelGrace(Duration.ZERO);
        Iterator<Member> blocked = members(3).stream()
                .peek(member -> {
                    if (member.email().startsWith("m2")) {
                        reading.countDown();
                        awaitGate();
                    }
                })
                .iterator();
        try (TaskEngine engine = TaskEngine.builder()
                .register(impatient, (input, context) -> REMINDER.send(blocked, FakeServer.takingEverything(), context))
                .build()) {
            TaskHandle<CampaignReport> handle = engine.submit(impatient, "go");
            reading.await();
            handle.cancel();

            CampaignReport kept = ((Outcome.Cancelled<CampaignReport>) outcomeOf(handle))
                    .kept()
                    .orElseThrow();

            assertThat(kept.stopped().orElseThrow()).startsWith("the campaign was asked to stop");
        }
    }

    @Test
    void namesRecipientsAndReasonsOnOneLine() {
        assertThat(new Sent("ana\r\n@example.org", "250-taken\r\n250 as 7\u202e\u0000"))
                .isEqualTo(new Sent("ana @example.org", new ServerReply(250, "", "taken as 7\\u202e\\u0000")));
        assertThat(new Sent("a@example.org", "x".repeat(600)).reply().text()).hasSize(500);
        assertThat(new Invalid("\u0000".repeat(84), "\u202e".repeat(600)))
                .isEqualTo(new Invalid("\\u0000".repeat(83) + "…", "\\u202e".repeat(83) + "…"));
        assertThat(new Invalid("x".repeat(499) + "\ud83d\ude00", "x".repeat(498) + "\ud83d\ude00"))
                .isEqualTo(new Invalid("x".repeat(499) + "…", "x".repeat(498) + "\ud83d\ude00"));
        assertThat(new Invalid("x".repeat(494) + "\u0000", "x".repeat(495) + "\u0000"))
                .isEqualTo(new Invalid("x".repeat(494) + "\\u0000", "x".repeat(495) + "…"));
    }

    /** Takes one message, and is used up. */
    private record OneMessageConnection(MailConnection connection, AtomicInteger messages) implements MailConnection {

        OneMessageConnection(MailConnection connection) {
            this(connection, new AtomicInteger());
        }

        @Override
        public Delivery send(MailMessage message) {
            messages.incrementAndGet();
            return connection.send(message);
        }

        @Override
        public boolean isUsable() {
            return messages.get() == 0;
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> String sneakyThrow(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
