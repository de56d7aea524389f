package dev.errand.mail;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Who is involved in a campaign.
 *
 * @param email where a recipient gets her mail
 * @param name what a recipient is called
 * @param locale her language
 * @param ours addresses of those who send it
 */
record CampaignPeople<T>(
        PerRecipient<? super T, String> email,
        PerRecipient<? super T, String> name,
        PerRecipient<? super T, Locale> locale,
        Ours ours) {

    /**
     * Addresses of those who send a campaign.
     *
     * @param from the sender; empty while none is given
     * @param replyTo where answers go; empty for the sender
     * @param bouncesTo where messages come back to that cannot be delivered; empty for the sender
     * @param summaryTo who is told how it went
     */
    record Ours(
            List<MailAddress> from,
            List<MailAddress> replyTo,
            List<MailAddress> bouncesTo,
            List<MailAddress> summaryTo) {}

    /** Recipients without names, in no language. */
    static <T> CampaignPeople<T> at(PerRecipient<? super T, String> email) {
        return new CampaignPeople<>(
                email, who -> "", who -> Locale.ROOT, new Ours(List.of(), List.of(), List.of(), List.of()));
    }

    CampaignPeople<T> named(PerRecipient<? super T, String> changed) {
        return new CampaignPeople<>(email, changed, locale, ours);
    }

    CampaignPeople<T> in(PerRecipient<? super T, Locale> changed) {
        return new CampaignPeople<>(email, name, changed, ours);
    }

    CampaignPeople<T> from(String address) {
        return with(new Ours(parse("from", address), replyTo(), bouncesTo(), summaryTo()));
    }

    CampaignPeople<T> replyTo(String... addresses) {
        return with(new Ours(from(), parse("reply-to", addresses), bouncesTo(), summaryTo()));
    }

    CampaignPeople<T> bouncesTo(String address) {
        return with(new Ours(from(), replyTo(), parse("bounces to", address), summaryTo()));
    }

    CampaignPeople<T> summaryTo(String... addresses) {
        return with(new Ours(from(), replyTo(), bouncesTo(), parse("summary to", addresses)));
    }

    private CampaignPeople<T> with(Ours changed) {
        return new CampaignPeople<>(email, name, locale, changed);
    }

    private static List<MailAddress> parse(String field, String... addresses) {
        return Stream.of(addresses)
                .map(address -> MailAddress.parse(field, address))
                .toList();
    }

    List<MailAddress> from() {
        return ours.from();
    }

    List<MailAddress> replyTo() {
        return ours.replyTo();
    }

    List<MailAddress> bouncesTo() {
        return ours.bouncesTo();
    }

    List<MailAddress> summaryTo() {
        return ours.summaryTo();
    }

    /** Where messages come back to. */
    MailAddress returnPath() {
        return Stream.concat(bouncesTo().stream(), from().stream()).findFirst().orElseThrow();
    }

    void requireComplete() {
        if (from().isEmpty()) {
            throw new InvalidMailException("from", "", "be given");
        }
    }
}
