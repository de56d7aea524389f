package dev.errand.excel;

import dev.errand.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The columns of a sheet, within the limits of Excel. Immutable: one more goes behind them in the array that they have in
 * common, if nobody else has put one there, so that thousands are added one by one in no time.
 */
final class Columns<T> {

    private static final int MOST = 16_384;

    /** Excel takes 200 to 250, depending on its language. */
    private static final int MOST_FORMATS = 200;

    private static final int LONGEST_HEADING = 255;
    private static final int MOST_LOOKS = 15;

    private final Column<T>[] columns;
    private final AtomicInteger used; // how many places of the array are taken, by these and by those that came of them
    private final List<Column<T>> all;

    private Columns(Column<T>[] columns, int count, AtomicInteger used) {
        this.columns = columns;
        this.used = used;
        this.all = Collections.unmodifiableList(Arrays.asList(columns).subList(0, count));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
    private static <T> Columns<T> copyOf(List<Column<T>> all) {
        requireRoomFor(all.size());
        return new Columns<>(all.toArray(new Column[0]), all.size(), new AtomicInteger(all.size()));
    }

    private static void requireRoomFor(int columns) {
        if (columns > MOST) {
            throw new InvalidInputException("number of columns", columns, "be at most " + MOST);
        }
    }

    static <T> Columns<T> of(List<Column<T>> all) {
        Columns<T> columns = copyOf(all);
        if (all.size() > MOST_FORMATS) {
            requireRoomForFormats(columns.formats());
        }
        return columns;
    }

    private Stream<CellFormat> formats() {
        return all.stream().map(column -> column.style().format());
    }

    /** Refuses more formats than a workbook holds. */
    static void requireRoomForFormats(Stream<CellFormat> all) {
        long formats = all.distinct().count();
        if (formats > MOST_FORMATS) {
            throw new InvalidInputException("number of formats", formats, "be at most " + MOST_FORMATS);
        }
    }

    List<Column<T>> all() {
        return all;
    }

    Columns<T> with(Column<T> column) {
        requireHeading(column.heading());
        CellFormat format = column.style().format();
        if (all.size() >= MOST_FORMATS && formats().noneMatch(format::equals)) {
            requireRoomForFormats(Stream.concat(formats(), Stream.of(format)));
        }
        int count = all.size();
        requireRoomFor(count + 1);
        boolean hasRoom = count < columns.length && used.compareAndSet(count, count + 1);
        Column<T>[] more = hasRoom ? columns : Arrays.copyOf(columns, count + count / 2 + 1);
        more[count] = column;
        return new Columns<>(more, count + 1, hasRoom ? used : new AtomicInteger(count + 1));
    }

    Columns<T> with(String heading, ConditionalLook<T> look) {
        int at = indexOf(heading);
        Column<T> column = all.get(at);
        requireRoomForLook(column.looks().size());
        List<Column<T>> changed = new ArrayList<>(all);
        changed.set(at, column.with(look));
        return copyOf(changed);
    }

    Columns<T> in(Translation language) {
        List<Column<T>> translated =
                all.stream().map(column -> column.in(language)).toList();
        translated.forEach(column -> requireHeading(column.heading()));
        return copyOf(translated);
    }

    static void requireHeading(String heading) {
        if (heading.length() > LONGEST_HEADING) {
            throw new InvalidInputException("heading", heading, "have at most " + LONGEST_HEADING + " characters");
        }
    }

    /** Looks multiply where they meet, and a workbook holds only so many styles. */
    static void requireRoomForLook(int looks) {
        if (looks >= MOST_LOOKS) {
            throw new InvalidInputException(
                    "number of looks", looks + 1, "be at most " + MOST_LOOKS + " for rows, and as many for a column");
        }
    }

    /** Which column has this heading. */
    int indexOf(String heading) {
        int[] found = IntStream.range(0, all.size())
                .filter(i -> all.get(i).heading().equals(heading))
                .toArray();
        if (found.length != 1) {
            throw new InvalidInputException("heading", heading, "be that of exactly one column of the sheet");
        }
        return found[0];
    }

    void requireSome() {
        if (all.isEmpty()) {
            throw new InvalidInputException("number of columns", 0, "be at least 1");
        }
    }
}
