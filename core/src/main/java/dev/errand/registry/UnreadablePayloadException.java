package dev.errand.registry;

import dev.errand.ErrandException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a registry keeps of a value cannot be read as the class that it should have. The message names both. */
public final class UnreadablePayloadException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final boolean newer;

    /**
     * A value cannot be read.
     *
     * @param type the class that it should have
     * @param newer whether it only has parts that this version of the class does not know, or is of a kind that it does not
     *     know, so that another process may be able to read it
     * @param cause what was wrong with it
     */
    public UnreadablePayloadException(Class<?> type, boolean newer, @Nullable Throwable cause) {
        super(
                "what was stored cannot be read as " + type.getName() + (newer ? ", it may be of a newer version" : "")
                        + (cause == null ? "" : ": " + cause.getMessage()),
                cause);
        this.newer = newer;
    }

    /**
     * Whether it only has parts, or is of a kind, that are not known here.
     *
     * @return true if another process may be able to read it
     */
    public boolean isNewer() {
        return newer;
    }

    @Override
    public Optional<String> sentenceForOwner() {
        return Optional.of("What was stored of the task cannot be read by this version of the application.");
    }
}
