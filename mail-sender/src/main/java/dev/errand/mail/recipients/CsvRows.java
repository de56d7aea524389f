package dev.errand.mail.recipients;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.errand.InvalidInputException;
import dev.errand.mail.recipients.CsvRow.NoColumnException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The good lines of a file, one after the other. For one thread. */
final class CsvRows<T> implements Iterator<T> {

    private final Path path;
    private final Iterator<CsvRecord> records;
    private final Function<? super CsvRow, ? extends T> recipient;
    private final Consumer<? super BadLine> badLines;
    private List<String> columns = List.of();
    private Optional<T> next = Optional.empty();

    CsvRows(
            Path path,
            Iterator<CsvRecord> records,
            Function<? super CsvRow, ? extends T> recipient,
            Consumer<? super BadLine> badLines) {
        this.path = path;
        this.records = records;
        this.recipient = recipient;
        this.badLines = badLines;
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && records.hasNext()) {
            CsvRecord record = records.next();
            if (columns.isEmpty()) {
                columns = stripped(record);
            } else {
                next = read(record);
            }
        }
        return next.isPresent();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException(path + " has no more lines");
        }
        T found = next.orElseThrow();
        next = Optional.empty();
        return found;
    }

    private Optional<T> read(CsvRecord record) {
        long line = record.getStartingLineNumber();
        List<String> fields = stripped(record);
        if (fields.size() != columns.size()) {
            return bad(line, "has " + fields.size() + " fields, but the file " + columns.size() + " columns");
        }
        if (fields.stream().anyMatch(field -> field.indexOf('\ufffd') >= 0)) {
            return bad(line, "has bytes that are no characters in the encoding of the file");
        }
        try {
            return Optional.of(recipient.apply(new CsvRow(line, columns, fields)));
        } catch (NoColumnException another) {
            throw another;
        } catch (InvalidInputException unfit) {
            return bad(line, unfit.field() + " must " + unfit.limit());
        } catch (RuntimeException unfit) {
            return bad(line, unfit.toString());
        }
    }

    private Optional<T> bad(long line, String reason) {
        badLines.accept(new BadLine(line, reason));
        return Optional.empty();
    }

    private static List<String> stripped(CsvRecord record) {
        return record.getFields().stream().map(String::strip).toList();
    }
}
