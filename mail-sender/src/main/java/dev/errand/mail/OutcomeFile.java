package dev.errand.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.TaskContext;
import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.Failed.Why;
import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.RecipientOutcome.NotTried;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.mail.RecipientOutcome.Skipped;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of everybody, line by line (RFC 4180), in a temporary file until the campaign is over. A disk that is full costs
 * the list, and not the campaign.
 *
 * <p>Cells come from recipients and servers, so what a spreadsheet would take for a formula begins with an apostrophe.
 */
final class OutcomeFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeFile.class);
    private static final String BYTE_ORDER_MARK = "\ufeff"; // else Excel takes it for the code page of the machine
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private final String name;
    private final Optional<Path> path;
    private final Writer lines;
    private @Nullable IOException broken;

    private OutcomeFile(String name, Optional<Path> path, Writer lines, @Nullable IOException broken) {
        this.name = name;
        this.path = path;
        this.lines = lines;
        this.broken = broken;
    }

    /** A list, in a temporary file. If there is no room for one, what is added is lost, and {@link #leaveIn} says so. */
    static OutcomeFile create(String name) {
        Optional<Path> path = Optional.empty();
        try {
            path = Optional.of(Files.createTempFile("errand-outcomes-", ".csv"));
            Writer lines = Files.newBufferedWriter(path.get(), UTF_8);
            lines.write(BYTE_ORDER_MARK + "number,recipient,outcome,detail\r\n");
            return new OutcomeFile(name, path, lines, null);
        } catch (IOException noRoom) {
            return new OutcomeFile(name, path, Writer.nullWriter(), noRoom);
        }
    }

    /**
     * Adds a line. For one thread at a time.
     *
     * @param number of the recipient, from 0 on
     */
    void add(int number, RecipientOutcome outcome) {
        if (broken != null) {
            return;
        }
        try {
            lines.write(number + 1 + "," + cell(outcome.recipient()) + "," + line(outcome) + "\r\n");
        } catch (IOException e) {
            broken = e;
        }
    }

    private static String line(RecipientOutcome outcome) {
        return switch (outcome) {
            case Sent sent -> "sent," + cell(sent.reply().toString());
            case Failed failed -> (failed.why() == Why.PERMANENT ? "refused," : "given up,") + cell(failed.reason());
            case Invalid invalid -> "invalid," + cell(invalid.reason());
            case InDoubt inDoubt -> "in doubt," + cell(inDoubt.reason());
            case Skipped skipped -> Summary.whySkipped(skipped.why()) + "," + cell(skipped.reason());
            case NotTried notTried -> "not tried," + cell(notTried.reason());
        };
    }

    private static String cell(String text) {
        String safe = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = safe.chars().noneMatch(c -> c == '"' || c == ',' || c == ';' || c == '\r' || c == '\n');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    /** Leaves the list as a file of the task. One that cannot be written changes nothing about the campaign. */
    void leaveIn(TaskContext context) {
        try {
            lines.close();
            Optional<IOException> why = Optional.ofNullable(broken);
            if (why.isPresent()) {
                throw why.get();
            }
            context.writeArtifact(name, "text/csv", out -> Files.copy(path.orElseThrow(), out));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("The list of outcomes cannot be written: {}", e.toString());
            context.progress().message("The list of outcomes could not be written.");
        }
    }

    @Override
    public void close() {
        try (lines) {
            if (path.isPresent()) {
                Files.deleteIfExists(path.get());
            }
        } catch (IOException e) {
            LOG.warn("The list of outcomes cannot be deleted: {}", e.toString());
        }
    }
}
