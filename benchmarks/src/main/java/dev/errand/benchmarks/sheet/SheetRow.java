package dev.errand.benchmarks.sheet;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The workload of every figure about sheets: ten columns, of them three strings of 8 to 40 characters, half of which
 * are unique, with some signs that XML escapes and some that are not ASCII.
 */
record SheetRow(
        long id,
        String customer,
        String description,
        String reference,
        double amount,
        double rate,
        LocalDate booked,
        LocalDateTime updated,
        boolean active,
        int quantity) {

    static final List<String> HEADINGS = List.of(
            "Id", "Customer", "Description", "Reference", "Amount", "Rate", "Booked", "Updated", "Active", "Quantity");

    private static final String WORDS =
            "alpha beta order invoice customer payment shipment warehouse north south premium "
                    + "express return credit ledger quarter region contract renewal partner supplier retail steel copper ";
    private static final int POOL = 4_000;
    private static final LocalDate FIRST_DAY = LocalDate.of(2015, 1, 1);

    /** Rows as a function of their number: the same at every run. */
    static List<SheetRow> rows(int count) {
        Random random = new Random(7);
        List<String> pool = new ArrayList<>();
        for (int i = 0; i < POOL; i++) {
            pool.add(text(random));
        }
        List<SheetRow> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            LocalDate day = FIRST_DAY.plusDays(random.nextInt(4_000));
            rows.add(new SheetRow(
                    1_000_000_000L + i * 7L,
                    textOrPooled(pool, random),
                    textOrPooled(pool, random),
                    textOrPooled(pool, random),
                    random.nextInt(-10_000_000, 90_000_000) / 100.0,
                    random.nextInt(1_000_000) / 10_000.0,
                    day,
                    day.atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60)),
                    random.nextInt(4) != 0,
                    random.nextInt(1_000)));
        }
        return rows;
    }

    private static String textOrPooled(List<String> pool, Random random) {
        return random.nextBoolean() ? pool.get(random.nextInt(POOL)) : text(random);
    }

    private static String text(Random random) {
        int length = 8 + random.nextInt(33);
        int start = random.nextInt(WORDS.length() - length);
        StringBuilder text = new StringBuilder(WORDS.substring(start, start + length));
        text.replace(0, 4, Integer.toString(random.nextInt(0x10000) | 0x10000, 36));
        if (random.nextInt(32) == 0) {
            text.setCharAt(length / 2, "&<é漢".charAt(random.nextInt(4)));
        }
        return text.toString();
    }
}
