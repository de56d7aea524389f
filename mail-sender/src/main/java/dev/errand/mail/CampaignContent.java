package dev.errand.mail;

import dev.errand.mail.template.CssInliner;
import dev.errand.mail.template.MailTemplate;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the recipients of a campaign get.
 *
 * @param texts subject, text and HTML
 * @param headers further headers, by name
 * @param files what is attached
 * @param sizes how large a message may be
 */
record CampaignContent<T>(
        Texts<T> texts,
        Map<String, MailTemplate<? super T>> headers,
        List<PerRecipient<? super T, MailAttachment>> files,
        Sizes sizes) {

    private static final long SMALLEST = 1_000;
    private static final MailTemplate<Object> NOTHING = (recipient, locale) -> "";

    /** What a function makes, which knows no languages. */
    record Made<T>(PerRecipient<? super T, String> function) implements MailTemplate<T> {

        @Override
        public String render(T recipient, Locale locale) throws Exception {
            return function.of(recipient);
        }
    }

    /** Subject, text and HTML, and what moves the styles of the HTML to its elements, if they are to be. */
    record Texts<T>(
            MailTemplate<? super T> subject,
            MailTemplate<? super T> text,
            MailTemplate<? super T> html,
            Optional<CssInliner> css) {}

    /**
     * How large a message may be, and how much of that all files take that are the same for all; in bytes on the wire.
     */
    record Sizes(long most, long ofFiles) {

        private static final Sizes USUAL = new Sizes(25L << 20, 0);

        /** Refuses a message before it is written. */
        void require(long size) {
            if (size > most) {
                throw new InvalidMailException("size", size, "be at most " + most + " bytes");
            }
        }
    }

    static <T> CampaignContent<T> none() {
        return new CampaignContent<>(
                new Texts<>(NOTHING, NOTHING, NOTHING, Optional.empty()), Map.of(), List.of(), Sizes.USUAL);
    }

    CampaignContent<T> subject(MailTemplate<? super T> changed) {
        return with(new Texts<>(changed, texts.text, texts.html, texts.css));
    }

    CampaignContent<T> text(MailTemplate<? super T> changed) {
        return with(new Texts<>(texts.subject, changed, texts.html, texts.css));
    }

    CampaignContent<T> html(MailTemplate<? super T> changed) {
        return with(new Texts<>(texts.subject, texts.text, changed, texts.css));
    }

    CampaignContent<T> inlining(CssInliner css) {
        return with(new Texts<>(texts.subject, texts.text, texts.html, Optional.of(css)));
    }

    private CampaignContent<T> with(Texts<T> changed) {
        return new CampaignContent<>(changed, headers, files, sizes);
    }

    CampaignContent<T> header(String name, MailTemplate<? super T> value) {
        Headers.requireName(name);
        Map<String, MailTemplate<? super T>> more = new LinkedHashMap<>(headers);
        more.keySet().removeIf(name::equalsIgnoreCase);
        more.put(name, value);
        return new CampaignContent<>(texts, more, files, sizes);
    }

    CampaignContent<T> unsubscribe(PerRecipient<? super T, URI> page) {
        return header(BulkHeaders.UNSUBSCRIBE, new Made<>(recipient -> BulkHeaders.unsubscribe(page.of(recipient))))
                .header(BulkHeaders.UNSUBSCRIBE_POST, same(BulkHeaders.ONE_CLICK));
    }

    CampaignContent<T> bulk(List<String> feedbackId) {
        CampaignContent<T> bulk = header("Precedence", same("bulk")).header("Auto-Submitted", same("auto-generated"));
        return feedbackId.isEmpty() ? bulk : bulk.header("Feedback-ID", same(BulkHeaders.feedbackId(feedbackId)));
    }

    private static <T> MailTemplate<T> same(String value) {
        return new Made<>(recipient -> value);
    }

    CampaignContent<T> attach(MailAttachment file) {
        CampaignContent<T> with = attach(recipient -> file);
        return with.with(new Sizes(sizes.most, sizes.ofFiles + file.encodedSize()));
    }

    CampaignContent<T> attach(PerRecipient<? super T, MailAttachment> file) {
        List<PerRecipient<? super T, MailAttachment>> more = new ArrayList<>(files);
        more.add(file);
        return new CampaignContent<>(texts, headers, more, sizes);
    }

    CampaignContent<T> largest(long bytes) {
        if (bytes < SMALLEST) {
            throw new InvalidMailException("largest message", bytes, "be " + SMALLEST + " bytes or more");
        }
        return with(new Sizes(bytes, sizes.ofFiles));
    }

    private CampaignContent<T> with(Sizes changed) {
        return new CampaignContent<>(texts, headers, files, changed);
    }

    void requireComplete() {
        if (NOTHING.equals(texts.subject)) {
            throw new InvalidMailException("subject", "", "be given");
        }
        if (NOTHING.equals(texts.text) && NOTHING.equals(texts.html) && files.isEmpty()) {
            throw new InvalidMailException("content", "", "have a text, HTML or an attachment");
        }
        sizes.require(sizes.ofFiles);
    }

    /** Whether there is a template that may be wrong for everybody. */
    boolean hasTemplates() {
        return Stream.concat(Stream.of(texts.subject, texts.text, texts.html), headers.values().stream())
                .anyMatch(template -> !(template instanceof Made || NOTHING.equals(template)));
    }
}
