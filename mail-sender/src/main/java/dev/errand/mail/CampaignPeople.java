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
 * @param from the sender; empty while none is given
 * @param replyTo where answers go; empty for the sender
 * @param summaryTo who is told how it went
 */
record CampaignPeople<T>(
        PerRecipient<? super T, String> email,
        PerRecipient<? super T, String> name,
        PerRecipient<? super T, Locale> locale,
        List<MailAddress> from,
        List<MailAddress> replyTo,
        List<MailAddress> summaryTo) {

    /** Recipients without names, in no language. */
    static <T> CampaignPeople<T> at(PerRecipient<? super T, String> email) {
        return new CampaignPeople<>(email, who -> "", who -> Locale.ROOT, List.of(), List.of(), List.of());
    }

    CampaignPeople<T> named(PerRecipient<? super T, String> changed) {
        return new CampaignPeople<>(email, changed, locale, from, replyTo, summaryTo);
    }

    CampaignPeople<T> in(PerRecipient<? super T, Locale> changed) {
        return new CampaignPeople<>(email, name, changed, from, replyTo, summaryTo);
    }

    CampaignPeople<T> from(String address) {
        List<MailAddress> sender = parse("from", address);
        return new CampaignPeople<>(email, name, locale, sender, replyTo, summaryTo);
    }

    CampaignPeople<T> replyTo(String... addresses) {
        return new CampaignPeople<>(email, name, locale, from, parse("reply-to", addresses), summaryTo);
    }

    CampaignPeople<T> summaryTo(String... addresses) {
        return new CampaignPeople<>(email, name, locale, from, replyTo, parse("summary to", addresses));
    }

    private static List<MailAddress> parse(String field, String... addresses) {
        return Stream.of(addresses)
                .map(address -> MailAddress.parse(field, address))
                .toList();
    }

    void requireComplete() {
        if (from.isEmpty()) {
            throw new InvalidMailException("from", "", "be given");
        }
    }
}
