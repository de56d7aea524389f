package dev.errand.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.mail.Campaign.Content;
import dev.errand.mail.Campaign.People;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes the message of each recipient. Used by all threads of a campaign. */
final class Composer<T> {

    private final People<T> people;
    private final Content<T> content;
    private final String section;
    private final String task;

    /**
     * A composer for one task.
     *
     * @param task what makes its message ids unique
     */
    Composer(Campaign<T> campaign, String task) {
        this.people = campaign.people();
        this.content = campaign.content();
        this.section = campaign.recording().section();
        this.task = task;
    }

    String emailOf(T recipient) throws Exception {
        return made("address", people.email(), recipient);
    }

    MailMessage compose(String key, String email, T recipient) throws Exception {
        MailAddress from = people.from().getFirst();
        MailAddress to = new MailAddress(email.strip(), made("name", people.name(), recipient));
        String html = made("HTML", content.html(), recipient);
        String text = made("text", content.text(), recipient);
        return new MailMessage(
                new MailMessage.Envelope(from, to, people.replyTo(), idFor(key)),
                made("subject", content.subject(), recipient),
                text.isEmpty() && !html.isEmpty() ? HtmlText.of(html) : text,
                html,
                headersFor(recipient),
                attachmentsFor(recipient));
    }

    /** The same in each attempt, by which a message that is sent twice is known again. */
    private String idFor(String key) {
        return idOf(
                UUID.nameUUIDFromBytes((section + "\n" + key).getBytes(UTF_8)).toString());
    }

    String idOfSummary(int attempt) {
        return idOf("summary." + attempt);
    }

    private String idOf(String message) {
        String from = people.from().getFirst().email();
        return task + "." + message + from.substring(from.lastIndexOf('@'));
    }

    private Map<String, String> headersFor(T recipient) throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, PerRecipient<? super T, String>> header :
                content.headers().entrySet()) {
            headers.put(header.getKey(), made("header " + header.getKey(), header.getValue(), recipient));
        }
        return headers;
    }

    private List<MailAttachment> attachmentsFor(T recipient) throws Exception {
        List<MailAttachment> attachments = new ArrayList<>();
        for (PerRecipient<? super T, MailAttachment> attachment : content.attachments()) {
            attachments.add(made("attachment", attachment, recipient));
        }
        return attachments;
    }

    /** What a function makes; it is somebody else's code, so it may make nothing. */
    @SuppressWarnings("ConstantValue")
    private static <T, V> V made(String part, PerRecipient<? super T, V> function, T recipient) throws Exception {
        V made = function.of(recipient);
        if (made == null) {
            throw new InvalidMailException(part, null, "be given");
        }
        return made;
    }
}
