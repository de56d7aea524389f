package dev.errand.excel;

import dev.errand.InvalidInputException;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;

/** Texts of resource bundles, each of which is looked for once. */
final class BundledTexts implements SheetTexts {

    private final String name;
    private final Class<?> near;
    private final Map<Locale, ResourceBundle> bundles = new ConcurrentHashMap<>();

    private BundledTexts(String name, Class<?> near) {
        this.name = name;
        this.near = near;
    }

    static BundledTexts of(String name, Class<?> near) {
        BundledTexts texts = new BundledTexts(name, near);
        texts.bundles.put(Locale.ROOT, texts.load(Locale.ROOT));
        return texts;
    }

    @Override
    public Optional<String> find(Locale language, String key) {
        ResourceBundle bundle = bundles.computeIfAbsent(language, this::load);
        return bundle.containsKey(key) ? Optional.of(bundle.getString(key)) : Optional.empty();
    }

    /** Java falls back to the language of the machine before the bundle without one; we do not. */
    private ResourceBundle load(Locale language) {
        try {
            ResourceBundle found = ResourceBundle.getBundle(name, language, near.getModule());
            if (isFor(found.getLocale(), language)) {
                return found;
            }
            ResourceBundle root = ResourceBundle.getBundle(name, Locale.ROOT, near.getModule());
            if (root.getLocale().equals(Locale.ROOT)) {
                return root;
            }
            throw missing(new MissingResourceException("no bundle without a language", name, ""));
        } catch (MissingResourceException e) {
            throw missing(e);
        }
    }

    private InvalidInputException missing(MissingResourceException cause) {
        return new InvalidInputException(
                "resource bundle", name, "be one that " + near.getName() + " finds, also without a language", cause);
    }

    private static boolean isFor(Locale found, Locale asked) {
        boolean sameCountry = found.getCountry().isEmpty() || found.getCountry().equals(asked.getCountry());
        return found.equals(Locale.ROOT) || (found.getLanguage().equals(asked.getLanguage()) && sameCountry);
    }
}
