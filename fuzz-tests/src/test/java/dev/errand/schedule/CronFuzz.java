package dev.errand.schedule;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.errand.InvalidInputException;
import java.time.LocalDateTime;
import java.util.Optional;

/** A cron expression is refused, or its times come one after the other. */
public final class CronFuzz {

    private static final LocalDateTime START = LocalDateTime.of(2026, 2, 28, 23, 59, 30);
    private static final int LONGEST = 60;
    private static final String CHARACTERS = "0123456789*,/- JANFEBMRPYULGSOCTVDWHI#?@";

    private CronFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        CronExpression cron;
        try {
            cron = CronExpression.parse(data.consumeBoolean() ? data.consumeString(LONGEST) : fields(data));
        } catch (InvalidInputException refused) {
            return;
        }
        requireInOrder(cron);
    }

    /** Of the characters that an expression may have, nearly. */
    private static String fields(FuzzedDataProvider data) {
        StringBuilder fields = new StringBuilder();
        for (byte b : data.consumeBytes(LONGEST)) {
            fields.append(CHARACTERS.charAt(Math.floorMod(b, CHARACTERS.length())));
        }
        return fields.toString();
    }

    private static void requireInOrder(CronExpression cron) {
        LocalDateTime latest = START;
        for (int times = 0; times < 3; times++) {
            Optional<LocalDateTime> next = cron.next(latest);
            if (next.isEmpty()) {
                return;
            }
            if (!next.get().isAfter(latest) || next.get().getSecond() != 0) {
                throw new AssertionError(cron + ": " + next.get() + " after " + latest);
            }
            latest = next.get();
        }
    }
}
