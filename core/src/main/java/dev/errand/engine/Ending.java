package dev.errand.engine;

import org.jspecify.annotations.Nullable;

/** How the code of an attempt ended, before anybody has judged it. */
sealed interface Ending<R extends @Nullable Object> {

    /** It returned. */
    record Returned<R extends @Nullable Object>(R result) implements Ending<R> {}

    /** It threw. */
    record Threw<R extends @Nullable Object>(Throwable thrown) implements Ending<R> {}
}
