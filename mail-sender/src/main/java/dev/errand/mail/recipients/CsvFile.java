package dev.errand.mail.recipients;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.errand.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A file of comma-separated values whose first line names the columns (RFC 4180). Needs {@code de.siegmar:fastcsv} on the path.
 *
 * <p>In UTF-8, or what a byte order mark says; a field may be quoted and have line breaks in it. Empty lines are left out.
 *
 * <p>Immutable, and safe to share between threads.
 */
public final class CsvFile {

    private final Path path;
    private final Charset charset;
    private final char separator;

    private CsvFile(Path path, Charset charset, char separator) {
        this.path = path;
        this.charset = charset;
        this.separator = separator;
    }

    /**
     * A file. It is not looked at yet.
     *
     * @param path where it is
     * @return that file, in UTF-8 and with commas
     */
    public static CsvFile at(Path path) {
        return new CsvFile(path, UTF_8, ',');
    }

    /**
     * With another encoding, for a file without a byte order mark.
     *
     * @param other such as that of Windows
     * @return a changed copy
     */
    public CsvFile charset(Charset other) {
        return new CsvFile(path, other, separator);
    }

    /**
     * With another separator.
     *
     * @param other such as {@code ;}, which Excel writes where the comma is that of decimals, or a tab
     * @return a changed copy
     * @throws InvalidInputException if it is a quote or a line break
     */
    public CsvFile separator(char other) {
        if (other == '"' || other == '\r' || other == '\n') {
            throw new InvalidInputException("separator", String.valueOf(other), "not be a quote or a line break");
        }
        return new CsvFile(path, charset, other);
    }

    /**
     * The recipients in the file, read line by line. A line is bad if it has another number of fields than there are columns, if it
     * has bytes that the encoding does not know, or if the function throws; it is told of, and left out.
     *
     * @param recipient makes a recipient of a line
     * @param badLines told of each bad line, in order, by the thread that reads the stream
     * @param <T> the recipient
     * @return recipients, to be closed; {@link dev.errand.mail.Campaign#send(Stream, dev.errand.mail.MailTransport,
     *     dev.errand.TaskContext) Campaign.send} does
     * @throws IOException if the file cannot be opened
     */
    public <T> Stream<T> stream(Function<? super CsvRow, ? extends T> recipient, Consumer<? super BadLine> badLines)
            throws IOException {
        CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator)
                .detectBomHeader(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(path, charset);
        CloseableIterator<CsvRecord> records = reader.iterator();
        CsvRows<T> rows = new CsvRows<>(path, records, recipient, badLines);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                .onClose(() -> close(reader));
    }

    private static void close(CsvReader<CsvRecord> reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
