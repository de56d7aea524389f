package dev.errand.engine;

import dev.errand.InvalidInputException;
import dev.errand.progress.FailedItem;
import org.jspecify.annotations.Nullable;

/** What names an item of a loop. A key that were cut or cleaned would name two items, and one of them would be done twice. */
final class ItemKeys {

    private ItemKeys() {}

    static String require(@Nullable String key) {
        if (key == null || !isFit(key)) {
            throw new InvalidInputException(
                    "item key",
                    key,
                    "be one line of 1 to " + FailedItem.MAX_KEY_LENGTH + " characters, without blanks at its ends");
        }
        return key;
    }

    private static boolean isFit(String key) {
        return !key.isBlank() && FailedItem.keyOf(key).equals(key);
    }
}
