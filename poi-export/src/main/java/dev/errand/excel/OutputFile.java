package dev.errand.excel;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.TaskContext;
import dev.errand.excel.file.TargetFile;
import dev.errand.excel.file.TemporaryFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a file goes. It is written to a file that can be sought, since the widths of a workbook are filled in at the
 * end: for a path that is the file itself, under another name until it is whole; for all else a temporary one.
 */
final class OutputFile {

    /** Writes a file. */
    interface Content {

        /** Writes it, and tells how many rows it has. */
        long writeTo(FileChannel channel) throws IOException;
    }

    private static final String TEMPORARY = "the temporary file in";

    private static final String FINAL = "the file";

    private OutputFile() {}

    /** Leaves it for the owner of a task. */
    static Artifact export(String name, Content content, TaskContext context) throws Exception {
        try (TemporaryFile file = temporary()) {
            fill(file, content);
            context.progress().phase("packing");
            return context.writeArtifact(name, ExcelSheet.MEDIA_TYPE, out -> file.copyTo(out, context::checkCancelled));
        }
    }

    /** Copies it to a stream. */
    static long write(Content content, OutputStream out) throws IOException {
        try (TemporaryFile file = temporary()) {
            long rows = fill(file, content);
            file.copyTo(out, () -> {});
            return rows;
        }
    }

    /** Puts it at a place. */
    static long write(Content content, Path target) throws IOException {
        if (!TargetFile.canBeAt(target)) {
            try (OutputStream out = Files.newOutputStream(target)) {
                return write(content, out);
            } catch (IOException e) {
                throw failure(FINAL, target.toString(), e);
            }
        }
        try (TargetFile file = TargetFile.at(target)) {
            long rows = content.writeTo(file.channel());
            file.commit();
            return rows;
        } catch (IOException e) {
            throw failure(FINAL, target.toString(), e);
        }
    }

    private static TemporaryFile temporary() throws IOException {
        try {
            return TemporaryFile.open();
        } catch (IOException e) {
            throw temporaryFailure(e);
        }
    }

    @CanIgnoreReturnValue
    private static long fill(TemporaryFile file, Content content) throws IOException {
        try {
            return content.writeTo(file.channel());
        } catch (IOException e) {
            throw temporaryFailure(e);
        }
    }

    static ExcelFileException temporaryFailure(IOException cause) throws IOException {
        return failure(TEMPORARY, TemporaryFile.directory(), cause);
    }

    /** An interrupt is none of the file's. */
    static ExcelFileException failure(String what, String location, IOException cause) throws IOException {
        if (cause instanceof InterruptedIOException || cause instanceof ClosedByInterruptException) {
            throw cause;
        }
        return new ExcelFileException(what, location, cause);
    }
}
