package dev.errand.artifact;

import dev.errand.ErrandException;
import org.jspecify.annotations.Nullable;

/** The store could not write, find or read a file. The message names its place and the cause. */
public final class ArtifactException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final String location;

    /**
     * Something is wrong with a place in the store.
     *
     * @param what what could not be done, such as "cannot write"
     * @param location the path, or whatever the store has for one
     * @param cause what the operating system said
     */
    public ArtifactException(String what, String location, @Nullable Throwable cause) {
        super(what + " " + location + (cause == null ? "" : ": " + cause), cause);
        this.location = location;
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
