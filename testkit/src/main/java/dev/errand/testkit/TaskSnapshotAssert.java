package dev.errand.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about a task at one moment. One that fails shows the whole task, and has what that threw as a suppressed
 * exception.
 */
public final class TaskSnapshotAssert extends AbstractAssert<TaskSnapshotAssert, TaskSnapshot> {

    TaskSnapshotAssert(TaskSnapshot actual) {
        super(actual, TaskSnapshotAssert.class);
    }

    /**
     * The task is in this state.
     *
     * @param state the state
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert hasState(TaskState state) {
        return check(actual.state() == state, "is " + state);
    }

    /**
     * The task waits for room to run.
     *
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert isQueued() {
        return hasState(TaskState.QUEUED);
    }

    /**
     * An attempt is under way; also when it has been asked to pause or to stop.
     *
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert isRunning() {
        return check(actual.state().isRunning(), "runs");
    }

    /**
     * The task has ended, however it did.
     *
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert hasEnded() {
        return check(actual.state().isFinal(), "has ended");
    }

    /**
     * The task was started so often.
     *
     * @param attempts how many attempts have begun; zero before the first
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert hasAttempts(int attempts) {
        return check(actual.status().attempt() == attempts, "was attempted " + attempts + " times");
    }

    /**
     * All of it was done.
     *
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert succeeded() {
        return check(outcome() instanceof Outcome.Succeeded, "succeeded");
    }

    /**
     * All of it was done, and this came of it.
     *
     * @param result what the task returned, by {@code equals}
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert succeededWith(@Nullable Object result) {
        return check(
                outcome() instanceof Outcome.Succeeded<?>(Object returned) && Objects.equals(returned, result),
                "succeeded with " + result);
    }

    /**
     * It came to its end, but some units were given up.
     *
     * @param failed how many
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert isPartial(long failed) {
        return check(
                outcome() instanceof Outcome.Partial<?> partial && partial.failed() == failed,
                "is partial, with " + failed + " failed");
    }

    /**
     * It did not come to its end.
     *
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert failed() {
        return check(outcome() instanceof Outcome.Failed, "failed");
    }

    /**
     * It did not come to its end, and its owner is told why.
     *
     * @param sentencePart what stands somewhere in the sentence for the owner
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert failedWith(String sentencePart) {
        return check(
                outcome() instanceof Outcome.Failed<?>(Failure failure, var kept)
                        && failure.sentence().contains(sentencePart),
                "failed with a sentence like \"" + sentencePart + '"');
    }

    /**
     * It was stopped: on request, or by a shutdown.
     *
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert wasCancelled() {
        return check(outcome() instanceof Outcome.Cancelled, "was cancelled");
    }

    /**
     * It failed or was cancelled, and this is what it has to show for the part it did.
     *
     * @param result what it kept, by {@code equals}
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert hasKept(Object result) {
        Optional<?> kept = switch (outcome()) {
            case Outcome.Failed<?> failed -> failed.kept();
            case Outcome.Cancelled<?> cancelled -> cancelled.kept();
            case null, default -> Optional.empty();
        };
        return check(kept.isPresent() && kept.get().equals(result), "has kept " + result);
    }

    /**
     * So many units were finished well.
     *
     * @param done how many
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert hasDone(long done) {
        return check(actual.progress().done() == done, "has " + done + " units done");
    }

    /**
     * So many units are expected in all.
     *
     * @param total how many
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert hasTotal(long total) {
        return check(actual.progress().total().equals(OptionalLong.of(total)), "has a total of " + total);
    }

    /**
     * This percentage is shown.
     *
     * @param percent 0 to 99, or 100 for a task that has succeeded
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert hasPercent(int percent) {
        return check(actual.percent().equals(OptionalInt.of(percent)), "shows " + percent + " %");
    }

    /**
     * The latest attempt has left this file.
     *
     * @param fileName its name
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert hasArtifact(String fileName) {
        return check(
                actual.artifacts().stream().map(Artifact::fileName).anyMatch(fileName::equals),
                "has left a file " + fileName);
    }

    /**
     * The latest attempt has left a file whose whole name looks like this, say because there is a date in it.
     *
     * @param regex a regular expression for the name
     * @return this
     * @throws java.util.regex.PatternSyntaxException if it is none
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert hasArtifactMatching(String regex) {
        return check(
                actual.artifacts().stream()
                        .map(Artifact::fileName)
                        .anyMatch(Pattern.compile(regex).asMatchPredicate()),
                "has left a file whose name matches " + regex);
    }

    /**
     * The latest attempt has left no file.
     *
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert hasNoArtifact() {
        return check(actual.artifacts().isEmpty(), "has left no file");
    }

    /**
     * The task runs on behalf of this owner.
     *
     * @param owner the owner
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert isOwnedBy(Owner owner) {
        return check(actual.owner().equals(owner), "is owned by " + owner);
    }

    /**
     * People see this title.
     *
     * @param title the title
     * @return this
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert hasTitle(String title) {
        return check(actual.title().equals(title), "has the title \"" + title + '"');
    }

    private @Nullable Outcome<? extends @Nullable Object> outcome() {
        return actual.outcome().orElse(null);
    }

    private TaskSnapshotAssert check(boolean holds, String expectation) {
        if (holds) {
            return this;
        }
        AssertionError error = failure("%s", SnapshotText.notOneThat(expectation, actual));
        if (outcome() instanceof Outcome.Failed<?>(Failure failure, var kept)) {
            failure.cause().ifPresent(error::addSuppressed);
        }
        throw error;
    }
}
