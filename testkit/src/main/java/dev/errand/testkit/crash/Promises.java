package dev.errand.testkit.crash;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * What the user says that her task keeps to.
 *
 * @param preparations make the world ready for a run
 * @param promises what must hold
 */
record Promises(List<Executable> preparations, List<Promise> promises) {

    /** When a promise must hold. */
    enum When {
        ALWAYS,
        AT_END,
        ON_SUCCESS
    }

    /** One of them. */
    record Promise(String name, When when, ThrowingConsumer<CrashRun> check) {}

    /** One that was not kept. */
    record Broken(String name, Throwable how) {}

    Promises {
        preparations = List.copyOf(preparations);
        promises = List.copyOf(promises);
    }

    void prepare() {
        for (Executable preparation : preparations) {
            try {
                preparation.execute();
            } catch (Throwable how) {
                throw new AssertionError("The world could not be made ready for a run: " + how.getMessage(), how);
            }
        }
    }

    /** The first promise that a run breaks where it stands. */
    Optional<Broken> firstBroken(CrashRun run, Set<When> now) {
        for (Promise promise : promises) {
            try {
                if (now.contains(promise.when)) {
                    promise.check.accept(run);
                }
            } catch (Throwable how) {
                return Optional.of(new Broken(promise.name, how));
            }
        }
        return Optional.empty();
    }
}
