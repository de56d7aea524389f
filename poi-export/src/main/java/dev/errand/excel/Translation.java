package dev.errand.excel;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The language of a sheet's reader, and what its texts are in it. */
record Translation(Locale language, SheetTexts texts) {

    /** A text by its key; the key if there is none. */
    String text(String key) {
        return find(key).orElse(key);
    }

    private Optional<String> find(String key) {
        return key.isEmpty() ? Optional.empty() : texts.find(language, key);
    }

    /** Rules that are asked after all others: words for enums, and for booleans. */
    ValueRules rulesAfter(ValueRules rules) {
        ValueRules withEnums = rules.show(Enum.class, this::label);
        boolean words = find("true").isPresent() || find("false").isPresent();
        return words ? withEnums.show(Boolean.class, value -> text(String.valueOf(value))) : withEnums;
    }

    private @Nullable Object label(Enum<?> value) {
        String key = value.getDeclaringClass().getSimpleName() + "." + value.name();
        Optional<String> label = find(key);
        return label.isPresent() ? label.get() : value;
    }
}
