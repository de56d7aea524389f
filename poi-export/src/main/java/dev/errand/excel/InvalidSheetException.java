package dev.errand.excel;

import dev.errand.InvalidInputException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows hold what a sheet cannot: too many of them, or a text that is too long. The message says which. */
public final class InvalidSheetException extends InvalidInputException {

    private static final long serialVersionUID = 1L;

    InvalidSheetException(String field, @Nullable Object value, String limit) {
        super(field, value, limit);
    }

    /** The message: the rows are the owner's own. */
    @Override
    public Optional<String> sentenceForOwner() {
        return Optional.of("The task could not finish: " + getMessage() + ".");
    }
}
