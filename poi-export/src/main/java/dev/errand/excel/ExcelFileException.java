package dev.errand.excel;

import dev.errand.ErrandException;
import java.io.IOException;
import java.util.Optional;

/**
 * A file could not be written: the disk is full, or the directory is missing or forbidden. Nothing is left of it, but for
 * what the next attempt of an export with {@linkplain dev.errand.excel.resume.Checkpoints checkpoints} goes on from.
 */
public final class ExcelFileException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final String location;

    ExcelFileException(String what, String location, IOException cause) {
        super("cannot write " + what + " " + location + ": " + cause, cause);
        this.location = location;
    }

    /**
     * Where it was to be.
     *
     * @return the path of the file, or the directory of a temporary one
     */
    public String location() {
        return location;
    }

    /** That there was no place for it, without the path. */
    @Override
    public Optional<String> sentenceForOwner() {
        return Optional.of("The task could not finish: its file cannot be written.");
    }
}
