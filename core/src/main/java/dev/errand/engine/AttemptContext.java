package dev.errand.engine;

import dev.errand.Artifact;
import dev.errand.Owner;
import dev.errand.TaskContext;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.progress.ProgressReporter;
import java.util.Iterator;
import java.util.stream.Stream;

/** An attempt, as its task sees it. */
final class AttemptContext implements TaskContext {

    /** Takes the files of an attempt. */
    @FunctionalInterface
    interface Files {
        Artifact write(String fileName, String mediaType, Artifact.Body body) throws Exception;
    }

    /** Virtual threads are not preempted: a task that computes would keep its carrier from all others. */
    private static final int CHECKS_BETWEEN_YIELDS = 64;

    private final TaskSnapshot started;
    private final Attempt<?> attempt;
    private final Files files;

    /** Without a lock on purpose: about every so many is good enough. */
    private int checks;

    AttemptContext(TaskSnapshot started, Attempt<?> attempt, Files files) {
        this.started = started;
        this.attempt = attempt;
        this.files = files;
    }

    @Override
    public TaskId id() {
        return started.id();
    }

    @Override
    public String type() {
        return started.submission().type();
    }

    @Override
    public String title() {
        return started.title();
    }

    @Override
    public Owner owner() {
        return started.owner();
    }

    @Override
    public int attempt() {
        return started.status().attempt();
    }

    @Override
    public ProgressReporter progress() {
        return attempt.tracker();
    }

    @Override
    public boolean isCancelled() {
        return attempt.stop().isRaised();
    }

    @Override
    public void checkCancelled() {
        attempt.stop().check();
        if (++checks % CHECKS_BETWEEN_YIELDS == 0) {
            letOthersRun();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // fairness between tasks is the point
    private static void letOthersRun() {
        if (Thread.currentThread().isVirtual()) {
            Thread.yield();
        }
    }

    @Override
    public <T> Iterable<T> over(Iterable<T> items) {
        return attempt.tracker().over(items, this::checkCancelled);
    }

    @Override
    public <T> Iterator<T> over(Iterator<T> items) {
        return attempt.tracker().over(items, this::checkCancelled);
    }

    @Override
    public <T> Stream<T> over(Stream<T> items) {
        return attempt.tracker().over(items, this::checkCancelled);
    }

    @Override
    public Artifact writeArtifact(String fileName, String mediaType, Artifact.Body body) throws Exception {
        letOthersRun();
        return files.write(fileName, mediaType, body);
    }
}
