package dev.errand.mail.template;

import java.text.Format;
import java.text.MessageFormat;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.OptionalInt;
import java.util.ResourceBundle;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sentences in several languages, from {@linkplain ResourceBundle resource bundles}: {@code mails/reminder.properties} for all who
 * have no other, {@code mails/reminder_cs.properties} in Czech.
 *
 * <p>A locale falls back from {@code de_AT} to {@code de} to the file without a language; never to the language of the machine.
 * A sentence is a pattern of {@link MessageFormat}, in which an apostrophe is written twice: {@code Please sign, {0}}.
 *
 * <p>Immutable, and safe to share between threads.
 */
public final class MessageBundle {

    /** A sentence of one language. */
    private record Sentence(Locale locale, String key) {}

    private final String name;
    private final Class<?> near;
    private final Map<Locale, ResourceBundle> bundles = new ConcurrentHashMap<>();
    private final Map<Sentence, MessageFormat> formats = new ConcurrentHashMap<>();

    private MessageBundle(String name, Class<?> near) {
        this.name = name;
        this.near = near;
    }

    /**
     * A bundle on the class path, or in a module.
     *
     * @param baseName such as {@code mails.reminder} for {@code mails/reminder.properties} and its languages
     * @param near a class by whose loader it is found; the package of a bundle in a named module must be open
     * @return that bundle
     * @throws MailTemplateException if there is none without a language, to fall back to
     */
    public static MessageBundle named(String baseName, Class<?> near) {
        MessageBundle bundle = new MessageBundle(baseName, near);
        bundle.bundles.put(Locale.ROOT, bundle.load(Locale.ROOT));
        return bundle;
    }

    /**
     * A sentence with what stands in its places.
     *
     * @param key of the sentence
     * @param arguments makes what {@code {0}}, {@code {1}} and so on stand for. Numbers and dates are written in the way of the
     *     locale, dates in UTC
     * @param <T> the recipient
     * @return a template for subjects, headers and texts
     * @throws MailTemplateException if there is no such sentence without a language, or its pattern is malformed
     */
    @SafeVarargs
    public final <T> MailTemplate<T> text(String key, Function<? super T, ?>... arguments) {
        List<Function<? super T, ?>> own = new ArrayList<>();
        for (Function<? super T, ?> argument : arguments) {
            own.add(argument);
        }
        Sentence known = new Sentence(Locale.ROOT, key);
        formats.put(known, read(known));
        return (recipient, locale) -> {
            return text(
                    locale, key, own.stream().map(one -> one.apply(recipient)).toArray());
        };
    }

    /**
     * A sentence in a language, for other templates.
     *
     * @param locale the language
     * @param key of the sentence
     * @param values what {@code {0}}, {@code {1}} and so on stand for
     * @return the text
     * @throws MailTemplateException if there is no such sentence, or its pattern is malformed
     */
    public String text(Locale locale, String key, Object... values) {
        MessageFormat own = (MessageFormat) format(locale, key).clone(); // it is not for several threads
        return own.format(values);
    }

    /** Whether there is such a sentence. */
    boolean has(Locale locale, String key) {
        return in(locale).containsKey(key);
    }

    private MessageFormat format(Locale locale, String key) {
        return formats.computeIfAbsent(new Sentence(locale, key), this::read);
    }

    private MessageFormat read(Sentence sentence) {
        ResourceBundle bundle = in(sentence.locale);
        try {
            MessageFormat format = new MessageFormat(bundle.getString(sentence.key), sentence.locale);
            for (Format inner : format.getFormats()) {
                if (inner instanceof java.text.DateFormat date) {
                    date.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
                }
            }
            return format;
        } catch (MissingResourceException | ClassCastException missing) {
            throw wrong(bundle.getLocale(), "has no sentence " + sentence.key, missing);
        } catch (IllegalArgumentException malformed) {
            throw wrong(bundle.getLocale(), sentence.key + " is malformed: " + malformed.getMessage(), malformed);
        }
    }

    private ResourceBundle in(Locale locale) {
        return bundles.computeIfAbsent(locale, this::load);
    }

    /** Java falls back to the language of the machine before the bundle without one; we do not. */
    private ResourceBundle load(Locale locale) {
        try {
            ResourceBundle found = ResourceBundle.getBundle(name, locale, near.getModule());
            if (isFor(found.getLocale(), locale)) {
                return found;
            }
            ResourceBundle root = ResourceBundle.getBundle(name, Locale.ROOT, near.getModule());
            if (root.getLocale().equals(Locale.ROOT)) {
                return root;
            }
        } catch (MissingResourceException missing) {
            throw notFound(locale, missing);
        }
        throw notFound(Locale.ROOT, null);
    }

    private MailTemplateException notFound(Locale locale, @Nullable Throwable cause) {
        return wrong(
                locale,
                "no " + name.replace('.', '/') + ".properties on the class path of " + near.getName()
                        + " (the name begins at its root)",
                cause);
    }

    private static boolean isFor(Locale found, Locale asked) {
        return found.equals(Locale.ROOT)
                || (found.getLanguage().equals(asked.getLanguage())
                        && (found.getCountry().isEmpty() || found.getCountry().equals(asked.getCountry())));
    }

    private MailTemplateException wrong(Locale locale, String detail, @Nullable Throwable cause) {
        String language = locale.equals(Locale.ROOT) ? "" : "_" + locale;
        return new MailTemplateException(name + language, OptionalInt.empty(), detail, cause);
    }

    @Override
    public String toString() {
        return name;
    }
}
