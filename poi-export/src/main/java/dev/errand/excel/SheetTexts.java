package dev.errand.excel;

import dev.errand.InvalidInputException;
import java.util.Locale;
import java.util.Optional;

/**
 * What a sheet says in the languages of its readers: headings, titles, notes, and words for values. For
 * {@link ExcelSheet#in} and {@link ExcelWorkbook#in}. May be called from any thread.
 */
@FunctionalInterface
public interface SheetTexts {

    /**
     * A text in a language.
     *
     * @param language whose it is
     * @param key which one, such as the heading of a column
     * @return the text; empty if there is none, and the key is to be shown as it is
     */
    Optional<String> find(Locale language, String key);

    /**
     * Texts of a {@link java.util.ResourceBundle}, which falls back from {@code de_AT} to {@code de} to the bundle without a
     * language, and never to the language of the machine.
     *
     * @param baseName such as {@code sheets.claims} for {@code sheets/claims.properties} and its languages
     * @param near a class by whose loader it is found; the package of a bundle in a named module must be open
     * @return its texts
     * @throws InvalidInputException if there is no such bundle, not even without a language
     */
    static SheetTexts bundle(String baseName, Class<?> near) {
        return BundledTexts.of(baseName, near);
    }
}
