package dev.errand.benchmarks.sheet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sheets that differ in what stands in them, and how much of it. */
enum Shape {
    /** Whole numbers, amounts, and numbers of all digits. */
    NUMBERS(10, 100_000, (column, random) -> switch (column % 3) {
        case 0 -> random.nextLong(1_000_000_000L);
        case 1 -> random.nextInt(10_000_000) / 100.0;
        default -> random.nextDouble() * 1_000;
    }),
    /** Texts of 200 to 400 characters, of words in any order, none like another. */
    LONG_TEXTS(4, 30_000, (column, random) -> words(random, 200 + random.nextInt(200))),
    /** One cell of ten is filled. */
    SPARSE(40, 100_000, (column, random) -> random.nextInt(10) == 0 ? value(column, random) : null),
    /** Texts of 8 to 40 Chinese characters. */
    CJK(6, 50_000, (column, random) -> characters(random, 8 + random.nextInt(33), Shape::chinese)),
    /** One column of short texts. */
    ONE_COLUMN(1, 500_000, (column, random) -> words(random, 8 + random.nextInt(9))),
    /** Five hundred columns of everything. */
    WIDE(500, 3_000, Shape::value),
    /** Five hundred columns, of which two are filled. */
    WIDE_AND_EMPTY(500, 10_000, (column, random) -> column == 1 || column == 301 ? value(column, random) : null),
    /** Booleans, dates and times. */
    DATES(8, 100_000, (column, random) -> switch (column % 3) {
        case 0 -> random.nextBoolean();
        case 1 -> day(random);
        default -> day(random).atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60));
    }),
    /** Texts of which there are few, as states, countries and categories are. */
    CATEGORIES(10, 100_000, (column, random) -> "Category of claims number " + (column * 100 + random.nextInt(50)));

    /** Makes a value of a column. */
    private interface Values {
        @Nullable Object next(int column, Random random);
    }

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final List<String> WORDS = vocabulary();

    private final int columns;
    private final int rows;

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Values values;

    Shape(int columns, int rows, Values values) {
        this.columns = columns;
        this.rows = rows;
        this.values = values;
    }

    int columns() {
        return columns;
    }

    /** How many rows such a sheet has when it is a large one. */
    int manyRows() {
        return rows;
    }

    /** Rows as a function of their number: the same at every run. */
    List<@Nullable Object[]> rows(int count) {
        Random random = new Random(7);
        List<@Nullable Object[]> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            @Nullable Object[] row = new @Nullable Object[columns];
            for (int column = 0; column < columns; column++) {
                row[column] = values.next(column, random);
            }
            rows.add(row);
        }
        return rows;
    }

    private static Object value(int column, Random random) {
        return switch (column % 5) {
            case 0 -> random.nextInt(10_000_000) / 100.0;
            case 1 -> words(random, 8 + random.nextInt(17));
            case 2 -> (long) random.nextInt(100_000);
            case 3 -> day(random);
            default -> random.nextBoolean();
        };
    }

    private static LocalDate day(Random random) {
        return FIRST_DAY.plusDays(random.nextInt(9_000));
    }

    private static String words(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        return text.substring(0, length).strip();
    }

    private static List<String> vocabulary() {
        Random random = new Random(3);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            words.add(characters(random, 2 + random.nextInt(9), drawn -> LETTERS.charAt(drawn % LETTERS.length())));
        }
        return words;
    }

    private static String characters(Random random, int length, IntFunction<Character> character) {
        return random.ints(length, 0, 10_000)
                .mapToObj(character)
                .map(String::valueOf)
                .collect(Collectors.joining());
    }

    /** One of the three thousand that are used most, some of them more often than others. */
    private static char chinese(int drawn) {
        return (char) (0x4e00 + drawn * (long) drawn / 33_334);
    }
}
