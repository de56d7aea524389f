package dev.errand.mail;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.errand.Command;
import dev.errand.ErrorBudget;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Reply;
import dev.errand.Retry;
import dev.errand.RetryScope;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.engine.Doubts;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.ledger.LedgerEntry;
import dev.errand.ledger.Verdict;
import dev.errand.ledger.WhenInDoubt;
import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.Failed.Why;
import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.mail.RecipientOutcome.Skipped;
import dev.errand.progress.FailedItem;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.TaskRegistry;
import java.lang.reflect.Proxy;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A later attempt goes on where an earlier one stopped, whatever that has left behind. */
class CampaignLedgerTest extends CampaignFixture {

    private static final TaskType<String, CampaignReport> REMIND =
            TaskType.named("remind", String.class, CampaignReport.class).retrying(Retry.fixed(3, ZERO));

    private static final int BREAKS_AT = 20;
    private static final int MANY = 30;

    private final List<TaskEngine> engines = new ArrayList<>();

    /** How often a message was handed to the server. */
    private final AtomicInteger handedOver = new AtomicInteger();

    private final CountDownLatch paused = new CountDownLatch(1);

    @AfterEach
    void stopsTheEngines() {
        gate.countDown();
        engines.forEach(TaskEngine::close);
    }

    @Test
    void goesOnWithThoseWhoWereNotWrittenTo() throws Exception {
        FakeServer server = taking(new Delivery.Accepted("250 ok"));

        CampaignReport report = resultOf(run(context -> REMINDER.send(breakingOnce(context, MANY), server, context)));

        assertThat(server.recipients()).doesNotHaveDuplicates().hasSize(MANY);
        assertThat(report.sent()).isEqualTo(MANY);
        assertThat(report.outcomes())
                .extracting(RecipientOutcome::recipient)
                .containsExactlyElementsOf(
                        members(MANY).stream().map(Member::email).toList());
    }

    @Test
    void doesNotWriteAgainToThoseInDoubtAndListsThem() throws Exception {
        FakeServer server = taking(new Delivery.InDoubt("no answer"));
        Campaign<Member> campaign = REMINDER.summaryTo("admin@example.org");

        TaskHandle<CampaignReport> handle = run(context -> campaign.send(breakingOnce(context, MANY), server, context));
        CampaignReport report = ((Outcome.Partial<CampaignReport>) outcomeOf(handle)).result();

        assertThat(handedOver).as("all, and a summary of each attempt").hasValue(MANY + 2);
        assertThat(report.outcomes().get(1))
                .isEqualTo(new InDoubt("m1@example.org", "was being sent by attempt 1: no answer"));
        assertThat(report.sent()).isEqualTo(MANY - 1);
        assertThat(handle.snapshot().progress().failedItems())
                .extracting(FailedItem::key, FailedItem::message)
                .containsExactly(tuple("m1@example.org", "In doubt: was being sent by attempt 1: no answer"));
        assertThat(server.taken.getLast().text())
                .contains("– in doubt: 1", "m1@example.org: in doubt: was being sent by attempt 1: no answer");
    }

    @Test
    void writesAgainToThoseInDoubtIfItMayUnderTheSameId() throws Exception {
        List<String> ids = new ArrayList<>();
        FakeServer server = new FakeServer(1, message -> {
            if (!message.envelope().to().email().startsWith("m1@")) {
                return new Delivery.Accepted("250 ok");
            }
            ids.add(message.envelope().messageId());
            return ids.size() == 1 ? new Delivery.InDoubt("no answer") : new Delivery.Accepted("250 ok");
        });
        Campaign<Member> campaign = REMINDER.whenInDoubt(WhenInDoubt.REPEAT);

        CampaignReport report = resultOf(run(context -> campaign.send(breakingOnce(context, MANY), server, context)));

        assertThat(report.sent()).isEqualTo(MANY);
        assertThat(ids).hasSize(2);
        assertThat(ids.getFirst()).isEqualTo(ids.getLast());
    }

    @Test
    void isThroughWithThoseInDoubtIfItIsToSkipThem() throws Exception {
        FakeServer server = taking(new Delivery.InDoubt("no answer"));
        Campaign<Member> campaign = REMINDER.whenInDoubt(WhenInDoubt.SKIP);

        TaskHandle<CampaignReport> handle = run(context -> campaign.send(breakingOnce(context, MANY), server, context));
        CampaignReport report = resultOf(handle);

        assertThat(report.outcomes().get(1))
                .isEqualTo(new Skipped(
                        "m1@example.org", Skipped.Why.LEFT_IN_DOUBT, "was being sent by attempt 1: no answer"));
        assertThat(handle.snapshot().progress().skipped()).isEqualTo(1);
        assertThat(handle.snapshot().progress().done()).isEqualTo(MANY - 1);
        assertThat(new Summary(report).messages(REMINDER.summaryTo("a@example.org").people, "id"))
                .allSatisfy(summary -> assertThat(summary.text())
                        .contains("m1@example.org: left in doubt: was being sent by attempt 1: no answer"));
    }

    @Test
    void triesNobodyAgainWhoseFailureIsFinal() throws Exception {
        List<String> tried = new ArrayList<>();
        FakeServer server = new FakeServer(1, message -> {
            String to = message.envelope().to().email();
            tried.add(to);
            return switch (to.charAt(1)) {
                case '1' -> new Delivery.Refused("550 no such user", false);
                case '2' -> new Delivery.Refused(ServerReply.parse("450 4.2.1 busy"), Delivery.Phase.RCPT);
                default -> new Delivery.Accepted("250 ok");
            };
        });

        CampaignReport report = ((Outcome.Partial<CampaignReport>)
                        outcomeOf(run(context -> REMINDER.send(breakingOnce(context, MANY), server, context))))
                .result();

        assertThat(tried).doesNotHaveDuplicates().hasSize(MANY);
        assertThat(report.outcomes().get(1))
                .as("as the ledger has it")
                .isEqualTo(new Failed(
                        "m1@example.org",
                        Why.PERMANENT,
                        Delivery.Phase.END_OF_DATA,
                        new ServerReply(550, "", "no such user")));
        assertThat(report.outcomes().get(2))
                .isEqualTo(new Failed(
                        "m2@example.org", Why.EXHAUSTED, Delivery.Phase.RCPT, new ServerReply(450, "4.2.1", "busy")));
        assertThat(report.outcomes().get(0)).isEqualTo(new Sent("m0@example.org", "250 ok"));
    }

    @Test
    void doesThoseAgainWhoFailedIfAPersonAsksForThem() throws Exception {
        FakeServer server = new FakeServer(
                1,
                message -> handedOver.incrementAndGet() % 3 == 0 && handedOver.get() < 10
                        ? new Delivery.Refused("550 closed", false)
                        : new Delivery.Accepted("250 ok"));
        List<Member> members = new ArrayList<>(members(9));
        members.add(new Member("not an address", "x"));
        TaskHandle<CampaignReport> handle = run(context -> REMINDER.send(members, server, context));
        assertThat(outcomeOf(handle))
                .isInstanceOfSatisfying(
                        Outcome.Partial.class,
                        partial -> assertThat(partial.failed()).isEqualTo(4));
        members.set(9, new Member("not an address", "still"));

        TaskHandle<CampaignReport> again = handle.retry(RetryScope.FAILED_ITEMS);
        CampaignReport report = ((Outcome.Partial<CampaignReport>) outcomeOf(again)).result();

        assertThat(report.outcomes())
                .extracting(RecipientOutcome::recipient)
                .containsExactly("m2@example.org", "m5@example.org", "m8@example.org", "not an address");
        assertThat(report.sent()).isEqualTo(3);
        assertThat(again.snapshot().progress().total()).hasValue(4);
        assertThat(server.recipients()).doesNotHaveDuplicates().hasSize(9);
    }

    @Test
    void writesAgainToThoseInDoubtOfWhomAPersonSaysSo() throws Exception {
        List<String> handed = new ArrayList<>();
        FakeServer server = new FakeServer(1, message -> {
            String to = message.envelope().to().email();
            boolean heard = handed.contains(to)
                    || !Set.of("m1@example.org", "m4@example.org").contains(to);
            handed.add(to);
            return heard ? new Delivery.Accepted("250 ok") : new Delivery.InDoubt("no answer");
        });
        TaskHandle<CampaignReport> handle = run(context -> REMINDER.send(members(6), server, context));
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Partial.class);
        Doubts doubts = engines.getLast().doubts(handle.id()).orElseThrow();
        List<LedgerEntry> entries = doubts.entries().toList();
        assertThat(entries).extracting(LedgerEntry::key).containsExactly("m1@example.org", "m4@example.org");

        Command olga = Command.by("olga").because("she has it");
        assertThat(doubts.settle(entries.getFirst(), Verdict.DONE, olga)).isTrue();
        assertThat(doubts.settle(entries.getFirst(), Verdict.AGAIN, olga))
                .as("it is not in doubt any more")
                .isFalse();
        assertThat(doubts.settleAll(Verdict.AGAIN, Command.by("olga"))).isEqualTo(1);
        assertThat(doubts.entries()).isEmpty();
        CampaignReport report = resultOf(handle.retry(RetryScope.FAILED_ITEMS));

        assertThat(handed).hasSize(7).endsWith("m4@example.org");
        assertThat(report.outcomes())
                .containsExactly(
                        new Sent("m1@example.org", "by olga: she has it (was: no answer)"),
                        new Sent("m4@example.org", "250 ok"));
        assertThat(doubts.entries()).isEmpty();
    }

    @Test
    void hasNothingInDoubtWhileItRuns() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        FakeServer server = new FakeServer(1, message -> {
            underWay.countDown();
            awaitGate();
            return new Delivery.InDoubt("no answer");
        });
        TaskHandle<CampaignReport> handle = run(context -> REMINDER.send(members(1), server, context));
        underWay.await();
        Doubts doubts = engines.getLast().doubts(handle.id()).orElseThrow();

        assertThat(doubts.entries()).isEmpty();
        gate.countDown();
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Partial.class);
        assertThat(doubts.settleAll(Verdict.FAILED, Command.by("olga"))).isEqualTo(1);
        assertThat(engines.getLast().doubts(TaskId.parse("00000000-0000-7000-8000-000000000000")))
                .isEmpty();
    }

    @Test
    void doesThoseAgainWhoWereNotTriedWhenTheServerWentAway() throws Exception {
        FakeServer server = new FakeServer(1, message -> {
            if (handedOver.incrementAndGet() > 3) {
                throw FakeServer.lost();
            }
            return new Delivery.Accepted("250 ok");
        });
        server.refusingConnectionsFrom(2);
        TaskHandle<CampaignReport> handle = run(context -> REMINDER.send(members(100), server, context));
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Partial.class);
        server.refusingConnectionsFrom(Integer.MAX_VALUE);
        handedOver.set(-1_000);

        CampaignReport report = resultOf(handle.retry(RetryScope.FAILED_ITEMS));

        assertThat(report.sent()).isEqualTo(97);
        assertThat(server.recipients()).doesNotHaveDuplicates().hasSize(100);
    }

    @Test
    void writesToEachOfThoseWhoShareAnAddressIfItIsTo() throws Exception {
        Campaign<Member> campaign = REMINDER.sendingDuplicates();
        FakeServer server = taking(new Delivery.Accepted("250 ok"));
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            members.add(new Member("m0@example.org", "Member " + i));
        }

        CampaignReport report =
                resultOf(run(context -> campaign.send(breakingOnce(context, members), server, context)));

        assertThat(report.sent()).isEqualTo(MANY);
        assertThat(report.outcomes()).extracting(RecipientOutcome::recipient).containsOnly("m0@example.org");
        assertThat(server.taken).extracting(MailMessage::subject).doesNotHaveDuplicates();
        assertThat(messageIds(server)).hasSize(MANY);
    }

    @Test
    void writesToAddressesThatAreLongerThanAKeyMayBe() throws Exception {
        String longest = "a".repeat(64) + "@" + ("b".repeat(60) + ".").repeat(3);
        List<Member> members = List.of(new Member(longest + "org", "Ana"), new Member(longest + "net", "Bea"));
        FakeServer server = FakeServer.takingEverything();

        assertThat(resultOf(run(context -> REMINDER.send(members, server, context)))
                        .sent())
                .isEqualTo(2);
        assertThat(messageIds(server)).hasSize(2);
    }

    @Test
    void canBePausedAndGoesOn() throws Exception {
        CountDownLatch underWay = new CountDownLatch(2);
        FakeServer server = new FakeServer(2, message -> {
            underWay.countDown();
            awaitGate();
            return new Delivery.Accepted("250 ok");
        });
        TaskHandle<CampaignReport> handle = run(context -> REMINDER.send(members(50), server, context));
        underWay.await();
        assertThat(handle.pause()).isTrue();
        gate.countDown();
        paused.await();
        int before = server.taken.size();
        assertThat(before).isLessThan(50);
        assertThat(handle.resume()).isTrue();

        assertThat(resultOf(handle).sent()).isEqualTo(50);
        assertThat(server.recipients()).doesNotHaveDuplicates().hasSize(50);
    }

    @Test
    void saysOfALaterAttemptThatStopsWhatEarlierOnesHaveDone() throws Exception {
        FakeServer server = taking(new Delivery.Refused("550 no", false));
        CountDownLatch again = new CountDownLatch(1);
        TaskHandle<CampaignReport> handle = run(context -> {
            if (context.attempt() == 2) {
                again.countDown();
                awaitGate();
            }
            return REMINDER.send(collected(context, members(MANY)), server, context);
        });
        again.await();
        assertThat(handle.cancel()).isTrue();
        gate.countDown();

        CampaignReport report =
                ((Outcome.Cancelled<CampaignReport>) outcomeOf(handle)).kept().orElseThrow();
        assertThat(report.total()).isEqualTo(MANY);
        assertThat(report.sent()).isEqualTo(server.taken.size()).isPositive();
        assertThat(report.counts().notTried()).isEqualTo(MANY - server.taken.size() - 1);
        assertThat(report.outcomes().get(1))
                .isInstanceOfSatisfying(
                        Failed.class, refused -> assertThat(refused.why()).isEqualTo(Why.PERMANENT));
    }

    @Test
    void sendsTwoCampaignsInOneTaskIfEachHasASection() throws Exception {
        FakeServer server = FakeServer.takingEverything();
        Campaign<Member> second = REMINDER.section("second");

        CampaignReport report = resultOf(run(context -> {
            REMINDER.send(members(5), server, context);
            return second.send(members(5), server, context);
        }));

        assertThat(report.sent()).isEqualTo(5);
        assertThat(server.taken).hasSize(10);
        assertThat(messageIds(server)).hasSize(10);
        Failure failure = failureOf(tasks.submit("twice", context -> {
            REMINDER.send(members(5), server, context);
            return REMINDER.send(members(3), server, context);
        }));
        assertThat(failure.detail()).contains("section \"campaign\" of the ledger is in use");
        assertThat(server.taken).hasSize(15);
        assertRefused("section", () -> REMINDER.section(" a"));
        assertRefused("section", () -> REMINDER.section(""));
        assertRefused("section", () -> REMINDER.section("a\nb"));
    }

    @Test
    void writesToNobodyAnyMoreWhenTheTaskWasTakenFromIt() throws Exception {
        Semaphore underWay = new Semaphore(0);
        CountDownLatch ended = new CountDownLatch(1);
        FakeServer server = new FakeServer(2, message -> {
            underWay.release();
            ignoreInterruptsUntilTheGateOpens();
            return new Delivery.Accepted("250 ok");
        });
        Campaign<Member> campaign = REMINDER.summaryTo("admin@example.org");
        TaskHandle<CampaignReport> handle = run(context -> {
            try {
                return campaign.send(members(50), server, context);
            } finally {
                ended.countDown();
            }
        });
        underWay.acquire(2);
        handle.cancel();
        assertThat(handle.forceStop(Command.by("olga"))).isEqualTo(Reply.ACCEPTED);
        gate.countDown();
        ended.await();

        assertThat(server.recipients()).as("those under way").hasSize(2);
    }

    /** The eighth time is when the fourth message has been sent, the seventh just before. */
    @ParameterizedTest
    @ValueSource(ints = {7, 8})
    void stopsWhenItCannotBeWrittenDownWhoIsWrittenTo(int failing) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        TaskRegistry memory = new MemoryTaskRegistry();
        TaskRegistry registry = (TaskRegistry) Proxy.newProxyInstance(
                TaskRegistry.class.getClassLoader(),
                new Class<?>[] {TaskRegistry.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("ledgers") && calls.incrementAndGet() == failing) {
                        throw new IllegalStateException("planted");
                    }
                    return method.invoke(memory, arguments);
                });
        FakeServer server = taking(new Delivery.Accepted("250 ok"));
        TaskEngine engine = start(TaskEngine.builder()
                .registry(registry)
                .register(REMIND, (input, context) -> REMINDER.send(members(10), server, context)));

        TaskHandle<CampaignReport> handle = engine.submit(REMIND, "go");
        Outcome<CampaignReport> outcome = outcomeOf(handle);

        assertThat(handle.snapshot().status().attempt()).isEqualTo(2);
        assertThat(server.recipients()).doesNotHaveDuplicates().hasSize(10);
        if (failing == 7) {
            assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        } else {
            assertThat(((Outcome.Partial<CampaignReport>) outcome).result().outcomes())
                    .filteredOn(InDoubt.class::isInstance)
                    .containsExactly(new InDoubt("m3@example.org", "was being sent by attempt 1"));
        }
        assertThat(handle.snapshot().status().timeline())
                .anySatisfy(step -> assertThat(step.state()).isEqualTo(TaskState.WAITING_RETRY));
    }

    @Test
    void isNotTriedAgainWhenTooManyHaveFailed() throws Exception {
        TaskType<String, CampaignReport> strict = REMIND.errorBudget(ErrorBudget.items(2));
        FakeServer server = new FakeServer(
                1,
                message -> handedOver.incrementAndGet() % 2 == 0
                        ? new Delivery.Refused("550 no", false)
                        : new Delivery.Accepted("250 ok"));

        Outcome.Failed<CampaignReport> failed = (Outcome.Failed<CampaignReport>)
                outcomeOf(run(strict, context -> REMINDER.send(members(1_000), server, context)));

        assertThat(failed.kept().orElseThrow().sent())
                .isEqualTo(server.taken.size())
                .isLessThan(1_000);
        assertThat(failed.kept().orElseThrow().total())
                .as("the rest is not tried")
                .isEqualTo(1_000);
        assertThat(failed.kept().orElseThrow().counts().notTried()).isGreaterThan(900);
        assertThat(failed.failure().sentence()).doesNotContain("cannot be read");
        assertThat(failed.kept().orElseThrow().stopped().orElseThrow()).doesNotContain("cannot be read");
    }

    /** Answers so for the second recipient, and takes all others. */
    private FakeServer taking(Delivery ofSecond) {
        return new FakeServer(1, message -> {
            handedOver.incrementAndGet();
            boolean second = message.envelope().to().email().startsWith("m1@");
            return second ? ofSecond : new Delivery.Accepted("250 ok");
        });
    }

    private Iterator<Member> breakingOnce(TaskContext context, int count) {
        return breakingOnce(context, members(count));
    }

    /** Breaks in the first attempt, when the first three have been handed over: of nineteen, sixteen may wait. */
    private Iterator<Member> breakingOnce(TaskContext context, List<Member> members) {
        AtomicInteger read = new AtomicInteger();
        return members.stream()
                .peek(member -> {
                    if (read.incrementAndGet() == BREAKS_AT && context.attempt() == 1) {
                        throw new IllegalStateException("database away");
                    }
                })
                .iterator();
    }

    private Collection<Member> collected(TaskContext context, List<Member> members) {
        return new AbstractCollection<>() {
            @Override
            public Iterator<Member> iterator() {
                return breakingOnce(context, members);
            }

            @Override
            public int size() {
                return members.size();
            }
        };
    }

    private TaskHandle<CampaignReport> run(Body body) {
        return run(REMIND, body);
    }

    private TaskHandle<CampaignReport> run(TaskType<String, CampaignReport> type, Body body) {
        TaskEngine engine = start(TaskEngine.builder()
                .register(type, (input, context) -> body.run(context))
                .listener(event -> {
                    if (event.task().state() == TaskState.PAUSED) {
                        paused.countDown();
                    }
                }));
        return engine.submit(type, "go");
    }

    private TaskEngine start(TaskEngineBuilder builder) {
        TaskEngine engine = builder.build();
        engines.add(engine);
        return engine;
    }

    /** What a task does. */
    @FunctionalInterface
    private interface Body {
        CampaignReport run(TaskContext context) throws Exception;
    }
}
