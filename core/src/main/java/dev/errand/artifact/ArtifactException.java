package dev.errand.artifact;

import dev.errand.ErrandException;
import org.jspecify.annotations.Nullable;

/**
 * The store could not write, find or read a file. The message names its place and the cause. What is not {@linkplain #isGone()
 * gone} may work later: the store may be away for a moment.
 */
public final class ArtifactException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final String location;
    private final boolean gone;

    /**
     * Something is wrong with a place in the store.
     *
     * @param what what could not be done, such as "cannot write"
     * @param location the path, or whatever the store has for one
     * @param cause what the operating system said
     */
    public ArtifactException(String what, String location, @Nullable Throwable cause) {
        this(what, location, cause, false);
    }

    private ArtifactException(String what, String location, @Nullable Throwable cause, boolean gone) {
        super(what + " " + location + (cause == null ? "" : ": " + cause), cause);
        this.location = location;
        this.gone = gone;
    }

    /**
     * A file is certainly not there, and will not be.
     *
     * @param what what could not be done, such as "cannot read"
     * @param location the path, or whatever the store has for one
     * @param cause what says so
     * @return the exception
     */
    public static ArtifactException gone(String what, String location, @Nullable Throwable cause) {
        return new ArtifactException(what, location, cause, true);
    }

    /**
     * Whether it is of no use to try again, since the store has answered and has no such file.
     *
     * @return false if the store could not be asked, or refused
     */
    public boolean isGone() {
        return gone;
    }

    /**
     * Where it happened.
     *
     * @return the path, or whatever the store has for one
     */
    public String location() {
        return location;
    }
}
