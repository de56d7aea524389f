package dev.errand.testkit.crash;

import static dev.errand.testkit.TaskAssertions.assertThat;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.BackgroundTask;
import dev.errand.InvalidInputException;
import dev.errand.Retry;
import dev.errand.SubmitOptions;
import dev.errand.TaskContext;
import dev.errand.TaskType;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that do right pass. What the kit makes of others is in {@link PlantedFaultsTest}. */
@Timeout(60)
class CrashKitTest {

    static final TaskType<Integer, Integer> PAY = TaskType.named("pay", Integer.class, Integer.class);

    final Payments payments = new Payments();

    static List<String> claims(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(number -> "C-" + number).toList();
    }

    /** All that can be disturbed, with the promises that a task that pays should keep. */
    static CrashKit<Integer, Integer> everything(
            Payments payments, TaskType<Integer, Integer> type, BackgroundTask<Integer, Integer> task) {
        return CrashKit.of(type, () -> task)
                .input(5)
                .before(payments::reset)
                .invariant(
                        "no claim is paid twice",
                        run -> assertThat(payments.made()).doesNotHaveDuplicates())
                .whenSucceeded(
                        "all claims are paid",
                        run -> assertThat(payments.paidClaims()).hasSize(5))
                .stopAtEveryCheckpoint()
                .cancelAtEveryItem()
                .freezeAtEveryCheckpoint()
                .duplicate();
    }

    private Integer payInALoop(Integer count, TaskContext context) throws Exception {
        context.each(claims(count)).savingEvery(2, ofHours(1)).forEach(payments::payOnce);
        return count;
    }

    private Integer payByHand(Integer count, TaskContext context) {
        int done = context.checkpoint(Integer.class).orElse(0);
        for (String claim : context.over(claims(count).subList(done, count))) {
            payments.payOnce(claim);
            context.checkpoint(++done);
        }
        return count;
    }

    @Test
    void aLoopThatCanBeTakenUpPasses() {
        CrashReport report = everything(payments, PAY, this::payInALoop).run();

        assertThat(report.items()).isEqualTo(5);
        assertThat(report.checkpoints()).isEqualTo(3);
        assertThat(report).hasToString("""
                        29 runs of a task with 5 items and 3 checkpoints
                          stopped before and after every checkpoint: all 7 points
                          cancelled at every item: all 5 points
                          frozen after every checkpoint: all 4 points
                          submitted a second time at every item: all 6 points
                          two attempts at once at every item: all 6 points""");
    }

    @Test
    void checkpointsByHandPass() {
        CrashReport report = everything(payments, PAY, this::payByHand).run();

        assertThat(report.checkpoints()).isEqualTo(5);
    }

    @Test
    void aTaskWithoutCheckpointsPasses() {
        everything(payments, PAY, (count, context) -> {
                    context.over(claims(count).stream()).forEach(payments::payOnce);
                    return count;
                })
                .run();
    }

    @Test
    void aTaskThatAsksByItselfPasses() {
        everything(payments, PAY, (count, context) -> {
                    for (String claim : claims(count)) {
                        context.checkCancelled();
                        payments.payOnce(claim);
                    }
                    return count;
                })
                .run();
    }

    @Test
    void anEffectWithItsCheckpointIsNotBegunByAWokenAttempt() {
        CrashKit.of(PAY, () -> (count, context) -> {
                    int done = context.checkpoint(Integer.class).orElse(0);
                    for (String claim : claims(count).subList(done, count)) {
                        context.checkpoint(++done, () -> payments.pay(claim));
                    }
                    return count;
                })
                .input(5)
                .before(payments::reset)
                .invariant(
                        "no claim is paid twice",
                        run -> assertThat(payments.made()).doesNotHaveDuplicates())
                .freezeAtEveryCheckpoint()
                .run();
    }

    @Test
    void aWokenAttemptIsGivenNoMoreItems() {
        CrashKit.of(PAY, () -> (count, context) -> {
                    for (String claim : context.over(claims(count))) {
                        if (context.attempt() == 1) {
                            payments.pay(claim);
                        }
                    }
                    return count;
                })
                .input(5)
                .freezeAtEveryCheckpoint()
                .run();

        assertThat(payments.made()).as("those of the undisturbed run").hasSize(5);
    }

    @Test
    void aRetryFollowsAtOnce() {
        AtomicInteger tries = new AtomicInteger();
        CrashReport report = everything(payments, PAY.retrying(Retry.exponential(3, ofHours(1))), (count, context) -> {
                    if (context.attempt() == 1) {
                        tries.incrementAndGet();
                        throw new IOException("the database is away");
                    }
                    return payInALoop(count, context);
                })
                .run();

        assertThat(tries).hasValueGreaterThan(10);
        assertThat(report.checkpoints()).isEqualTo(3);
    }

    @Test
    void aJoinedSubmissionIsNoSecondTask() {
        everything(payments, PAY, (count, context) -> {
                    for (String claim : context.over(claims(count))) {
                        payments.payOnce(claim);
                    }
                    return count;
                })
                .options(SubmitOptions.by("ana").joinIfRunning())
                .atEnd(
                        "there is one owner",
                        run -> assertThat(run.task().owner().id()).isEqualTo("ana"))
                .run();
    }

    @Test
    void oneAtATimeIsEnoughForADuplicate() {
        everything(payments, PAY.maxRunning(1), this::payInALoop).run();
    }

    @Test
    void theFilesOfARunCanBeRead() {
        CrashKit.of(PAY, () -> (count, context) -> {
                    context.checkpoint(1);
                    context.writeArtifact("paid.txt", "text/plain", out -> out.write('!'));
                    return count;
                })
                .input(5)
                .whenSucceeded("there is one file", run -> {
                    assertThat(run.task())
                            .succeeded()
                            .hasAttempts(run.task().status().attempt());
                    assertThat(run.task().artifacts()).hasSize(1);
                    assertThat(run.artifacts()
                                    .open(run.task().artifacts().getFirst())
                                    .readAllBytes())
                            .containsExactly('!');
                })
                .stopAtEveryCheckpoint()
                .freezeAtEveryCheckpoint()
                .run();
    }

    @Test
    void tooManyPointsAreSpreadEvenly() {
        CrashReport report =
                everything(payments, PAY, this::payInALoop).input(5).atMost(3).run();

        assertThat(report.lines()).extracting(CrashReport.Line::tried).containsOnly(3);
        assertThat(report.lines().getFirst()).hasToString("stopped before and after every checkpoint: 3 of 7 points");
        assertThat(Session.spread(1_000, 3)).containsExactly(1, 500, 1_000);
        assertThat(Session.spread(3, 3)).containsExactly(1, 2, 3);
    }

    @Test
    void everyRunBeginsInAFreshWorld() {
        AtomicInteger worlds = new AtomicInteger();
        CrashReport report = everything(payments, PAY, this::payInALoop)
                .before(worlds::incrementAndGet)
                .run();

        assertThat(worlds).hasValue(report.runs());
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        CrashKit<Integer, Integer> kit = CrashKit.of(PAY, () -> this::payInALoop);

        assertThatThrownBy(() -> kit.atMost(1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("at most is 1, but must be 2 or more");
        assertThatThrownBy(() -> kit.patience(ofSeconds(0))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> kit.cancelWithin(ofMillis(-1))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void anInterruptOfTheTestEndsIt() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(everything(payments, PAY, this::payInALoop)::run)
                .hasMessage("the crash kit was interrupted");
        assertThat(Thread.interrupted()).as("kept").isTrue();
    }
}
