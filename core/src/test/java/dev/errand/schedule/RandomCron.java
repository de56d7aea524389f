package dev.errand.schedule;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** A cron expression that was made up, together with the times that it means; so nothing has to read it. */
record RandomCron(List<Field> fields) {

    /** A field as it is written, and the values that it means. */
    record Field(String text, BitSet values, boolean any) {}

    static RandomCron madeBy(Random random) {
        return new RandomCron(List.of(
                field(random, 0, 59),
                field(random, 0, 23),
                random.nextInt(3) == 0 ? field(random, 1, 31) : any(1, 31),
                random.nextInt(3) == 0 ? field(random, 1, 12) : any(1, 12),
                random.nextInt(3) == 0 ? field(random, 0, 7) : any(0, 7)));
    }

    private static Field any(int low, int high) {
        BitSet all = new BitSet();
        all.set(low, high + 1);
        return new Field("*", all, true);
    }

    private static Field field(Random random, int low, int high) {
        if (random.nextInt(4) == 0) {
            return any(low, high);
        }
        BitSet values = new BitSet();
        if (random.nextInt(4) == 0) {
            int step = random.nextInt(1, high);
            add(values, low, high, step);
            return new Field("*/" + step, values, step == 1);
        }
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            parts.add(part(random, low, high, values));
        }
        return new Field(String.join(",", parts), values, false);
    }

    private static String part(Random random, int low, int high, BitSet values) {
        int from = random.nextInt(low, high + 1);
        int to = random.nextInt(from, high + 1);
        int step = random.nextInt(1, high);
        return switch (random.nextInt(from == to ? 1 : 3)) {
            case 0 -> Integer.toString(add(values, from, from, 1));
            case 1 -> add(values, from, to, 1) + "-" + to;
            default -> add(values, from, to, step) + "-" + to + "/" + step;
        };
    }

    @CanIgnoreReturnValue
    private static int add(BitSet values, int from, int to, int step) {
        for (int value = from; value <= to; value += step) {
            values.set(value);
        }
        return from;
    }

    boolean speaksOfEveryHour() {
        return fields.get(1).any();
    }

    boolean means(LocalDateTime time) {
        return has(0, time.getMinute())
                && has(1, time.getHour())
                && has(3, time.getMonthValue())
                && meansDay(time.getDayOfMonth(), time.getDayOfWeek().getValue());
    }

    private boolean meansDay(int dayOfMonth, int dayOfWeek) {
        boolean onDayOfMonth = has(2, dayOfMonth);
        boolean onDayOfWeek = has(4, dayOfWeek) || (dayOfWeek == 7 && has(4, 0));
        if (fields.get(2).any() || fields.get(4).any()) {
            return onDayOfMonth && onDayOfWeek;
        }
        return onDayOfMonth || onDayOfWeek;
    }

    private boolean has(int field, int value) {
        return fields.get(field).values().get(value);
    }

    @Override
    public String toString() {
        return String.join(" ", fields.stream().map(Field::text).toList());
    }
}
