package dev.errand.excel;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.TaskContext;
import dev.errand.excel.file.PartialFile;
import dev.errand.excel.file.SavePace;
import dev.errand.excel.file.Savepoint;
import dev.errand.excel.resume.Checkpoints;
import dev.errand.ledger.Ledger;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A file that goes on where an earlier attempt was interrupted. It is written to a partial file, which outlives the
 * process, and copied from there when it is whole. While somebody else has the partial file, it is written as any other.
 */
record ResumableFile(Checkpoints checkpoints, Supplier<SavePace> pace) {

    /** Writes a file from where it was saved on. */
    interface Content {

        /**
         * Writes it, and tells how many rows it has.
         *
         * @throws StreamCorruptedException if it is to begin at the beginning instead
         */
        long writeTo(FileChannel channel, Savepoint savepoint) throws IOException;

        /** The same as one that cannot go on. */
        default OutputFile.Content plain() {
            return channel -> writeTo(channel, Savepoint.NONE);
        }
    }

    private static final String PARTIAL = "the partial file in";

    static ResumableFile of(Checkpoints checkpoints) {
        return new ResumableFile(checkpoints, () -> SavePace.every(checkpoints.interval()));
    }

    /** Leaves it for the owner of a task, which can be paused from now on. */
    Artifact export(String fileName, String title, Content content, TaskContext context) throws Exception {
        Ledger unused = context.ledger(); // a task that asks for it says that it can go on
        Optional<PartialFile> opened = open("task " + context.id(), title);
        if (opened.isEmpty()) {
            return OutputFile.export(fileName, content.plain(), context);
        }
        try (PartialFile file = opened.get()) {
            fill(file, content);
            context.progress().phase("packing");
            Artifact artifact = context.writeArtifact(
                    fileName, ExcelSheet.MEDIA_TYPE, out -> file.copyTo(out, context::checkCancelled));
            file.discard();
            return artifact;
        }
    }

    /** Copies it to a stream. */
    long write(String title, Content content, OutputStream out) throws IOException {
        Optional<PartialFile> opened = openNamed(title);
        if (opened.isEmpty()) {
            return OutputFile.write(content.plain(), out);
        }
        try (PartialFile file = opened.get()) {
            long rows = fill(file, content);
            file.copyTo(out, () -> {});
            file.discard();
            return rows;
        }
    }

    /** Puts it at a place. */
    long write(String title, Content content, Path target) throws IOException {
        Optional<PartialFile> opened = openNamed(title);
        if (opened.isEmpty()) {
            return OutputFile.write(content.plain(), target);
        }
        try (PartialFile file = opened.get()) {
            long rows = fill(file, content);
            OutputFile.Content copy = channel -> {
                file.copyTo(Channels.newOutputStream(channel), () -> {});
                return rows;
            };
            long written = OutputFile.write(copy, target);
            file.discard();
            return written;
        }
    }

    /** Nothing else tells exports without a task apart. */
    private Optional<PartialFile> openNamed(String title) throws IOException {
        return checkpoints.name().isEmpty() ? Optional.empty() : open("no task", title);
    }

    private Optional<PartialFile> open(String task, String title) throws IOException {
        Path directory = checkpoints.directory();
        PartialFile.sweep(directory, checkpoints.keeping());
        try {
            return PartialFile.open(directory, String.join("\n", task, checkpoints.name(), title), pace.get());
        } catch (IOException e) {
            throw OutputFile.failure(PARTIAL, directory.toString(), e);
        }
    }

    /**
     * Rows that a sheet cannot hold will not become fewer, and after rows that have changed the next attempt is to begin
     * anew; after all else it goes on.
     */
    @CanIgnoreReturnValue
    private long fill(PartialFile file, Content content) throws IOException {
        try {
            return written(file, content);
        } catch (InvalidSheetException | ChangedRowException e) {
            file.discard();
            throw e;
        } catch (IOException e) {
            throw OutputFile.failure(PARTIAL, checkpoints.directory().toString(), e);
        }
    }

    private static long written(PartialFile file, Content content) throws IOException {
        try {
            return content.writeTo(file.channel(), file);
        } catch (StreamCorruptedException ofAnother) {
            file.restart();
            return content.writeTo(file.channel(), file);
        }
    }
}
