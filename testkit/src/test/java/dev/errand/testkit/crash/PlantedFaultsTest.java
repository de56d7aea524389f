package dev.errand.testkit.crash;

import static dev.errand.testkit.crash.CrashKitTest.PAY;
import static dev.errand.testkit.crash.CrashKitTest.claims;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.errand.BackgroundTask;
import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each of these tasks has a fault, and the kit says which. */
@Timeout(60)
class PlantedFaultsTest {

    private final Payments payments = new Payments();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void leavesNothingRunning() {
        gate.countDown();
    }

    private CrashKit<Integer, Integer> kit(Supplier<? extends BackgroundTask<Integer, Integer>> task) {
        return CrashKit.of(PAY, task)
                .input(5)
                .before(payments::reset)
                .invariant(
                        "no claim is paid twice",
                        run -> assertThat(payments.made()).doesNotHaveDuplicates())
                .whenSucceeded(
                        "all claims are paid",
                        run -> assertThat(payments.paidClaims()).hasSize(5));
    }

    private static AssertionError failureOf(CrashKit<?, ?> kit) {
        return catchThrowableOfType(AssertionError.class, kit::run);
    }

    private Integer payAndSave(Integer count, TaskContext context) {
        int done = context.checkpoint(Integer.class).orElse(0);
        for (String claim : claims(count).subList(done, count)) {
            context.checkCancelled();
            payments.pay(claim);
            context.checkpoint(++done);
        }
        return count;
    }

    @Test
    void anEffectBeforeItsCheckpointIsDoneTwice() {
        AssertionError failure = failureOf(kit(() -> this::payAndSave).stopAtEveryCheckpoint());

        assertThat(failure)
                .hasMessageStartingWith("""
                Task "pay", stopped right before checkpoint 1 of 5 was saved, broke "no claim is paid twice":
                """)
                .hasMessageContaining("C-1")
                .hasMessageEndingWith("""
                Its timeline:
                  attempt 1  RUNNING
                  attempt 1  INTERRUPTED
                  attempt 1  QUEUED by crash kit: taken over by another machine
                  attempt 2  RUNNING
                  attempt 2  SUCCEEDED""");
        assertThat(failure.getCause()).isInstanceOf(AssertionError.class);
    }

    @Test
    void anEffectAfterItsCheckpointIsLeftOut() {
        AssertionError failure = failureOf(kit(() -> (count, context) -> {
                    int done = context.checkpoint(Integer.class).orElse(0);
                    for (String claim : claims(count).subList(done, count)) {
                        context.checkpoint(++done);
                        payments.pay(claim);
                    }
                    return count;
                })
                .stopAtEveryCheckpoint());

        assertThat(failure)
                .hasMessageStartingWith("Task \"pay\", stopped right after checkpoint 1 of 5 was saved, broke \"all")
                .hasMessageContaining("Expected size: 5 but was: 4");
    }

    @Test
    void anEffectThatFinallyWouldMakeUpForIsMissedByWhomItIsNotThereFor() {
        AssertionError failure = failureOf(kit(() -> (count, context) -> {
                    List<String> toPay = new ArrayList<>();
                    try {
                        int done = context.checkpoint(Integer.class).orElse(0);
                        for (String claim : claims(count).subList(done, count)) {
                            toPay.add(claim);
                            context.checkpoint(++done);
                        }
                    } finally {
                        toPay.forEach(payments::payOnce);
                    }
                    return count;
                })
                .stopAtEveryCheckpoint()
                .freezeAtEveryCheckpoint());

        assertThat(failure)
                .hasMessageStartingWith("Task \"pay\", frozen in its first call after checkpoint 1 of 5, broke \"all");
    }

    @Test
    void aTaskThatNeverLooksCannotBeCancelled() {
        AssertionError failure = failureOf(kit(() -> (count, context) -> {
                    claims(count).forEach(payments::pay);
                    return count;
                })
                .cancelAtEveryItem());

        assertThat(failure)
                .hasMessage("Task \"pay\" cannot be cancelled at every item: it never asks its context for an item, "
                        + "nor whether it should stop");
    }

    @Test
    void aTaskThatIgnoresCancelIsFoundWhereItHangs() {
        AssertionError failure = failureOf(kit(() -> (count, context) -> {
                    for (String claim : context.over(claims(count))) {
                        payments.pay(claim);
                        if (claim.equals("C-3") && context.isCancelled()) {
                            waitWhateverAnybodySays();
                        }
                    }
                    return count;
                })
                .cancelWithin(ofMillis(50))
                .cancelAtEveryItem());

        assertThat(failure)
                .hasMessageStartingWith(
                        "Task \"pay\", cancelled at item 3 of 6, had not ended PT0.05S after it was cancelled")
                .hasMessageContaining("CANCELLING by crash kit");
        assertThat(requireNonNull(failure.getCause()).getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .contains("waitWhateverAnybodySays");
    }

    private void waitWhateverAnybodySays() {
        boolean open = false;
        while (!open) {
            try {
                gate.await();
                open = true;
            } catch (InterruptedException ignored) {
                // this is the fault
            }
        }
    }

    @Test
    void aGraceThatIsShorterThanTheLimitEndsATaskThatWaits() {
        CrashKit.of(PAY.cancelGrace(ZERO), () -> (count, context) -> {
                    for (String claim : context.over(claims(count))) {
                        if (context.isCancelled()) {
                            gate.await();
                        }
                        payments.pay(claim);
                    }
                    return count;
                })
                .input(5)
                .cancelAtEveryItem()
                .run();

        assertThat(payments.made()).isNotEmpty();
    }

    @Test
    void aTaskThatSwallowsTheRequestAndGoesOnIsTold() {
        AssertionError failure = failureOf(kit(() -> (count, context) -> {
                    for (String claim : claims(count)) {
                        try {
                            context.checkpoint(claim, () -> payments.payOnce(claim));
                            context.checkCancelled();
                        } catch (TaskCancelledException swallowed) {
                            payments.payOnce("swallowed");
                        }
                    }
                    return count;
                })
                .cancelAtEveryItem());

        assertThat(failure)
                .hasMessageStartingWith("Task \"pay\", cancelled at item 1 of 5, was told to stop, "
                        + "and returned as if it had done everything")
                .hasMessageContaining("SUCCEEDED");
    }

    @Test
    void aWokenAttemptThatSwallowsTheRequestIsTold() {
        AssertionError failure = failureOf(kit(() -> (count, context) -> {
                    int done = context.checkpoint(Integer.class).orElse(0);
                    for (String claim : claims(count).subList(done, count)) {
                        payments.payOnce(claim);
                        try {
                            context.checkpoint(++done);
                        } catch (TaskCancelledException swallowed) {
                            payments.payOnce("swallowed");
                        }
                    }
                    return count;
                })
                .freezeAtEveryCheckpoint());

        assertThat(failure)
                .hasMessageContaining("frozen in its first call of the context, was told to stop, and returned");
    }

    @Test
    void aTaskThatFailsWhenItIsCancelledIsTold() {
        AssertionError failure = failureOf(kit(() -> (count, context) -> {
                    try {
                        context.over(claims(count)).forEach(payments::pay);
                    } catch (TaskCancelledException stopped) {
                        throw new TaskFailedException("It did not work.");
                    }
                    return count;
                })
                .cancelAtEveryItem());

        assertThat(failure).hasMessageContaining("cancelled at item 1 of 5, was told to stop, and ended FAILED");
    }

    /** Remembers where it is, and not with the registry. */
    private final class Forgetful implements BackgroundTask<Integer, Integer> {

        private int done;

        @Override
        public Integer run(Integer count, TaskContext context) {
            while (done < count) {
                context.checkCancelled();
                payments.pay("C-" + (done + 1));
                context.checkpoint(++done);
            }
            return count;
        }
    }

    @Test
    void whatIsKeptInAFieldIsLostInACrash() {
        AssertionError failure = failureOf(kit(Forgetful::new).stopAtEveryCheckpoint());

        assertThat(failure)
                .hasMessageStartingWith("Task \"pay\", stopped right before checkpoint 1 of 5 was saved, broke \"no");
    }

    @Test
    void whatIsKeptInAFieldIsSharedByTwoTasks() {
        AssertionError failure = failureOf(kit(() -> new BackgroundTask<>() {

                    private final List<String> left = new ArrayList<>();

                    @Override
                    public Integer run(Integer count, TaskContext context) {
                        left.clear();
                        left.addAll(claims(count));
                        int paid = 0;
                        while (!left.isEmpty()) {
                            context.checkCancelled();
                            payments.payOnce(left.removeFirst());
                            paid++;
                        }
                        return paid;
                    }
                })
                .atEnd(
                        "the result is right",
                        run -> dev.errand.testkit.TaskAssertions.assertThat(run.task())
                                .succeededWith(5))
                .duplicate());

        assertThat(failure)
                .hasMessageStartingWith("Task \"pay\", submitted a second time while the first task was at item 1 of 5")
                .hasMessageContaining("NoSuchElement");
    }

    @Test
    void aTaskThatFailsUndisturbedIsTold() {
        AssertionError failure = failureOf(kit(() -> (count, context) -> {
            throw new TaskFailedException("It did not work.");
        }));

        assertThat(failure)
                .hasMessageStartingWith(
                        "Task \"pay\", undisturbed, ended FAILED, though it succeeds when nobody disturbs it:")
                .hasMessageContaining("It did not work.");
    }

    @Test
    void aTaskThatHangsIsTold() {
        AssertionError failure = failureOf(kit(() -> (count, context) -> {
                    waitWhateverAnybodySays();
                    return count;
                })
                .patience(ofMillis(50)));

        assertThat(failure).hasMessageContaining("undisturbed, did not end within PT0.05S");
    }

    @Test
    void aWorldThatCannotBeMadeReadyIsTold() {
        AssertionError failure = failureOf(kit(() -> this::payAndSave).before(() -> {
            throw new IllegalStateException("no database");
        }));

        assertThat(failure).hasMessage("The world could not be made ready for a run: no database");
    }

    @Test
    void aTaskThatSwallowsEverythingStopsAtItsNextCallAllTheSame() {
        AssertionError failure = failureOf(kit(() -> (count, context) -> {
                    try {
                        context.each(claims(count)).savingEvery(1, ofHours(1)).forEach(payments::payOnce);
                    } catch (Throwable swallowed) {
                        payments.pay("C-1");
                    }
                    return count;
                })
                .stopAtEveryCheckpoint());

        assertThat(failure).hasMessageContaining("stopped right before checkpoint 1 of 5 was saved, broke \"no claim");
    }
}
