package dev.errand.jdbc.sql;

import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Halves of characters, which a Java string may have and UTF-8 may not (RFC 3629, section 3): in JSON they are escaped. */
public final class LoneSurrogates {

    private LoneSurrogates() {}

    public static boolean in(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** The same mapper, when a text has them. */
    public static JsonMapper escaping(JsonMapper mapper) {
        return mapper.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    }
}
