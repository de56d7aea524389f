package dev.errand.web;

import dev.errand.InvalidInputException;
import dev.errand.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Where a list goes on. To callers it is a word without a meaning, which fits the list that it came from and no other.
 * There is nothing to gain by making one up: it says where to go on, and not what may be seen.
 */
final class Cursor {

    private static final String FAILURES = "failures";

    private Cursor() {}

    static String after(TaskId last, String filter) {
        return written(last.toString(), filter);
    }

    static Optional<TaskId> taskIn(Optional<String> cursor, String filter) {
        return cursor.map(word -> {
            try {
                return TaskId.parse(read(word, filter));
            } catch (InvalidInputException noId) {
                throw unknown();
            }
        });
    }

    static Optional<String> ofNumber(int next, int size) {
        return next < size ? Optional.of(written(Integer.toString(next), FAILURES)) : Optional.empty();
    }

    static int numberIn(Optional<String> cursor, int most) {
        if (cursor.isEmpty()) {
            return 0;
        }
        try {
            int number = Integer.parseInt(read(cursor.get(), FAILURES));
            return Math.clamp(number, 0, most);
        } catch (NumberFormatException noNumber) {
            throw unknown();
        }
    }

    private static String written(String place, String filter) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((place + " " + sumOf(place, filter)).getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String word, String filter) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8);
            int blank = text.indexOf(' ');
            if (blank >= 0 && text.substring(blank + 1).equals(sumOf(text.substring(0, blank), filter))) {
                return text.substring(0, blank);
            }
        } catch (IllegalArgumentException notBase64) {
            // falls through to the same answer
        }
        throw unknown();
    }

    private static String sumOf(String place, String filter) {
        CRC32 sum = new CRC32();
        sum.update((place + '\n' + filter).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    private static ProblemException unknown() {
        return Problem.of(ProblemKind.BAD_CURSOR).toException();
    }
}
