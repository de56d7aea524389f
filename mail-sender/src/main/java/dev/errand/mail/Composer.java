package dev.errand.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.mail.template.MailTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Makes the message of each recipient. Used by all threads of a campaign. */
final class Composer<T> {

    private final CampaignPeople<T> people;
    private final CampaignContent<T> content;
    private final String section;
    private final String task;

    /**
     * A composer for one task.
     *
     * @param task what makes its message ids unique
     */
    Composer(Campaign<T> campaign, String task) {
        this.people = campaign.people;
        this.content = campaign.content;
        this.section = campaign.recording.section();
        this.task = task;
    }

    String emailOf(T recipient) throws Exception {
        return made("address", people.email(), recipient);
    }

    @CanIgnoreReturnValue
    MailMessage compose(String key, String email, T recipient) throws Exception {
        MailAddress from = people.from().getFirst();
        MailAddress to = new MailAddress(email.strip(), made("name", people.name(), recipient));
        Locale locale = made("locale", people.locale(), recipient);
        String html = made("HTML", content.texts().html(), recipient, locale);
        String text = made("text", content.texts().text(), recipient, locale);
        MailMessage message = new MailMessage(
                new MailMessage.Envelope(from, to, people.replyTo(), idFor(key), people.returnPath()),
                made("subject", content.texts().subject(), recipient, locale),
                text.isEmpty() && !html.isEmpty() ? HtmlText.of(html) : text,
                content.texts().css().map(css -> css.inline(html)).orElse(html),
                headersFor(recipient, locale),
                filesFor(recipient));
        content.sizes().require(message.estimatedSize());
        return message;
    }

    /** The same in each attempt, by which a message that is sent twice is known again. */
    private String idFor(String key) {
        return idOf(unique(key));
    }

    String idOfSummary(int attempt) {
        return idOf("summary." + unique(String.valueOf(attempt)));
    }

    private String unique(String inSection) {
        return UUID.nameUUIDFromBytes((section + "\n" + inSection).getBytes(UTF_8))
                .toString();
    }

    private String idOf(String message) {
        String from = people.from().getFirst().email();
        return task + "." + message + from.substring(from.lastIndexOf('@'));
    }

    private Map<String, String> headersFor(T recipient, Locale locale) throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, MailTemplate<? super T>> header :
                content.headers().entrySet()) {
            headers.put(header.getKey(), made("header " + header.getKey(), header.getValue(), recipient, locale));
        }
        return headers;
    }

    private List<MailAttachment> filesFor(T recipient) throws Exception {
        List<MailAttachment> files = new ArrayList<>();
        for (PerRecipient<? super T, MailAttachment> file : content.files()) {
            files.add(made("attachment", file, recipient));
        }
        return files;
    }

    private static <T, V> V made(String part, PerRecipient<? super T, V> function, T recipient) throws Exception {
        return nonNull(part, function.of(recipient));
    }

    private static <T> String made(String part, MailTemplate<? super T> template, T recipient, Locale locale)
            throws Exception {
        return nonNull(part, template.render(recipient, locale));
    }

    /** A function is somebody else's code, so it may make nothing. */
    @SuppressWarnings("ConstantValue")
    private static <V> V nonNull(String part, V made) {
        if (made == null) {
            throw new InvalidMailException(part, null, "be given");
        }
        return made;
    }
}
