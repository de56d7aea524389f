package dev.errand.mail;

import dev.errand.mail.Campaign.Content;
import dev.errand.mail.Campaign.People;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the message of each recipient. Used by all threads of a campaign. */
final class Composer<T> {

    private final People<T> people;
    private final Content<T> content;
    private final String run;

    /**
     * A composer for one run.
     *
     * @param run what makes its message ids unique
     */
    Composer(Campaign<T> campaign, String run) {
        this.people = campaign.people();
        this.content = campaign.content();
        this.run = run;
    }

    /** The address as it was given, to name the recipient by; her number if even that cannot be had. */
    String nameOf(int number, T recipient) {
        try {
            return people.email().of(recipient);
        } catch (Exception e) {
            return "recipient " + (number + 1);
        }
    }

    MailMessage compose(int number, T recipient) throws Exception {
        MailAddress from = people.from().getFirst();
        MailAddress to = new MailAddress(
                people.email().of(recipient).strip(), people.name().of(recipient));
        String html = content.html().of(recipient);
        String text = content.text().of(recipient);
        return new MailMessage(
                new MailMessage.Envelope(from, to, people.replyTo(), idOf(String.valueOf(number))),
                content.subject().of(recipient),
                text.isEmpty() && !html.isEmpty() ? HtmlText.of(html) : text,
                html,
                headersFor(recipient),
                attachmentsFor(recipient));
    }

    String idOfSummary() {
        return idOf("summary");
    }

    private String idOf(String message) {
        String from = people.from().getFirst().email();
        return run + "." + message + from.substring(from.lastIndexOf('@'));
    }

    private Map<String, String> headersFor(T recipient) throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, PerRecipient<? super T, String>> header :
                content.headers().entrySet()) {
            headers.put(header.getKey(), header.getValue().of(recipient));
        }
        return headers;
    }

    private List<MailAttachment> attachmentsFor(T recipient) throws Exception {
        List<MailAttachment> attachments = new ArrayList<>();
        for (PerRecipient<? super T, MailAttachment> attachment : content.attachments()) {
            attachments.add(attachment.of(recipient));
        }
        return attachments;
    }
}
