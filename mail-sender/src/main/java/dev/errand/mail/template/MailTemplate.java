package dev.errand.mail.template;

import java.util.Locale;

/**
 * A text of a message, made for each recipient in her language: by a function, by
 * {@linkplain MessageBundle resource bundles}, by {@linkplain ThymeleafTemplates Thymeleaf}, or by any other engine.
 *
 * <p>What the first recipients would get is looked at before a campaign connects to a server. A
 * {@link MailTemplateException} then fails the campaign, since a mistake in a template is nobody's own; from then on, and with
 * any other exception, it is the outcome of that recipient only.
 *
 * @param <T> the recipient
 */
@FunctionalInterface
public interface MailTemplate<T> {

    /**
     * Makes the text. Called from several threads at once.
     *
     * @param recipient for whom
     * @param locale in which language; {@link Locale#ROOT} in a campaign that does not say
     * @return the text
     * @throws MailTemplateException if the template is wrong
     * @throws Exception to give up this recipient; the others are sent all the same
     */
    String render(T recipient, Locale locale) throws Exception;
}
