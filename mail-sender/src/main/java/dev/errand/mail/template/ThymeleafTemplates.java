package dev.errand.mail.template;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.TemplateSpec;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.exceptions.TemplateEngineException;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.messageresolver.AbstractMessageResolver;
import org.thymeleaf.messageresolver.IMessageResolver;
import org.thymeleaf.messageresolver.StandardMessageResolver;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.AbstractTemplateResolver;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/**
 * Templates of <a href="https://www.thymeleaf.org">Thymeleaf</a>: files on the class path, or sources given as such. It needs
 * {@code org.thymeleaf:thymeleaf} 3.1 on the path.
 *
 * <p>In HTML, what {@code th:text} and {@code [[…]]} write is escaped; so it is in text by {@code [[…]]}, where {@code [(…)]} is
 * what one wants. A template is read and parsed once. {@code #{key}} is looked up in the {@linkplain #messages bundle}, and
 * otherwise in the files beside the template, such as {@code reminder_cs.properties} for {@code reminder.html}.
 *
 * <p>Immutable, and safe to share between threads.
 */
public final class ThymeleafTemplates {

    private static final int LONGEST_SHOWN = 60;

    private final ClassLoader loader;
    private final String folder;
    private final TemplateEngine files;
    private final TemplateEngine sources;

    private ThymeleafTemplates(ClassLoader loader, String folder, Set<IMessageResolver> messages) {
        this.loader = loader;
        this.folder = folder;
        ClassLoaderTemplateResolver byName = new ClassLoaderTemplateResolver(loader);
        byName.setPrefix(folder);
        byName.setCheckExistence(true);
        byName.setCharacterEncoding("UTF-8");
        this.files = engine(byName, messages);
        StringTemplateResolver bySource = new StringTemplateResolver();
        bySource.setCacheable(true);
        this.sources = engine(bySource, messages);
    }

    private static TemplateEngine engine(AbstractTemplateResolver resolver, Set<IMessageResolver> messages) {
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);
        engine.setMessageResolvers(messages);
        return engine;
    }

    /**
     * Templates on the class path.
     *
     * @param folder where they are, such as {@code mails/}; empty for the root
     * @param near a class by whose loader they are found
     * @return those templates
     */
    public static ThymeleafTemplates in(String folder, Class<?> near) {
        ClassLoader own = near.getClassLoader();
        ClassLoader loader = own == null ? ClassLoader.getSystemClassLoader() : own;
        return new ThymeleafTemplates(loader, folder, Set.of(new StandardMessageResolver()));
    }

    /**
     * With sentences of a bundle.
     *
     * @param bundle where {@code #{key}} is looked up first
     * @return a changed copy
     */
    public ThymeleafTemplates messages(MessageBundle bundle) {
        return new ThymeleafTemplates(
                loader, folder, Set.of(new BundledMessages(bundle), new StandardMessageResolver()));
    }

    /**
     * A file of HTML.
     *
     * @param name such as {@code reminder.html}, in the folder
     * @param model what the template knows by which names
     * @param <T> the recipient
     * @return a template for HTML
     */
    public <T> MailTemplate<T> html(String name, Function<? super T, Map<String, Object>> model) {
        return template(files, new TemplateSpec(name, TemplateMode.HTML), model);
    }

    /**
     * A file of text.
     *
     * @param name such as {@code reminder.txt}, in the folder
     * @param model what the template knows by which names
     * @param <T> the recipient
     * @return a template for texts, subjects and headers
     */
    public <T> MailTemplate<T> text(String name, Function<? super T, Map<String, Object>> model) {
        return template(files, new TemplateSpec(name, TemplateMode.TEXT), model);
    }

    /**
     * HTML, given as such.
     *
     * @param source such as {@code <p>Dear [[${name}]]</p>}
     * @param model what the template knows by which names
     * @param <T> the recipient
     * @return a template for HTML
     */
    public <T> MailTemplate<T> htmlSource(String source, Function<? super T, Map<String, Object>> model) {
        return template(sources, new TemplateSpec(source, TemplateMode.HTML), model);
    }

    /**
     * Text, given as such.
     *
     * @param source such as {@code Please sign, [(${name})]}
     * @param model what the template knows by which names
     * @param <T> the recipient
     * @return a template for texts, subjects and headers
     */
    public <T> MailTemplate<T> textSource(String source, Function<? super T, Map<String, Object>> model) {
        return template(sources, new TemplateSpec(source, TemplateMode.TEXT), model);
    }

    private static <T> MailTemplate<T> template(
            TemplateEngine engine, TemplateSpec template, Function<? super T, Map<String, Object>> model) {
        Objects.requireNonNull(model, "model");
        return (recipient, locale) -> {
            try {
                return engine.process(template, new Context(locale, model.apply(recipient)));
            } catch (TemplateEngineException wrong) {
                throw said(template.getTemplate(), wrong);
            }
        };
    }

    /** Where the innermost complaint points to, which may be a fragment in another file. */
    private static MailTemplateException said(String template, TemplateEngineException wrong) {
        String name = template;
        OptionalInt line = OptionalInt.empty();
        Throwable reason = wrong;
        for (Throwable e = wrong; e != null; e = e.getCause()) {
            reason = e;
            if (e instanceof TemplateProcessingException at && at.hasLineAndCol()) {
                name = at.hasTemplateName() ? at.getTemplateName() : name;
                line = OptionalInt.of(at.getLine());
            }
        }
        String detail = wrong.getCause() == null ? wrong.getMessage() : wrong.getMessage() + ": " + reason.getMessage();
        return new MailTemplateException(shown(name), line, String.valueOf(detail), wrong);
    }

    private static String shown(String name) {
        String start = name.lines().findFirst().orElse("");
        boolean whole = start.length() == name.length() && start.length() <= LONGEST_SHOWN;
        return whole ? name : start.substring(0, Math.min(LONGEST_SHOWN, start.length())) + "…";
    }

    /** Sentences of a bundle, or else those beside the template. */
    private static final class BundledMessages extends AbstractMessageResolver {

        private final MessageBundle bundle;

        BundledMessages(MessageBundle bundle) {
            this.bundle = bundle;
            setOrder(0);
        }

        @Override
        public @Nullable String resolveMessage(
                ITemplateContext context, @Nullable Class<?> origin, String key, Object @Nullable [] values) {
            Locale locale = context.getLocale();
            return bundle.has(locale, key) ? bundle.text(locale, key, values == null ? new Object[0] : values) : null;
        }

        @Override
        public @Nullable String createAbsentMessageRepresentation(
                ITemplateContext context, @Nullable Class<?> origin, String key, Object @Nullable [] values) {
            throw new MailTemplateException(bundle.toString(), OptionalInt.empty(), "has no sentence " + key, null);
        }
    }
}
