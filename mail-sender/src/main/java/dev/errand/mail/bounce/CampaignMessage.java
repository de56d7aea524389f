package dev.errand.mail.bounce;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.TaskId;
import dev.errand.mail.MailAddress;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which message of which campaign, as the ids of its messages say: that of the task, and one made of the section of the
 * campaign and the address of the recipient.
 *
 * @param task which task has sent it
 * @param recipient the name of her address
 */
public record CampaignMessage(TaskId task, UUID recipient) {

    private static final String UUID_FORM = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";
    private static final Pattern FORM = Pattern.compile(UUID_FORM + "\\." + UUID_FORM + "(?:@.*)?");

    /**
     * Reads an id.
     *
     * @param id a message id without its angle brackets, or what is before its {@code @}
     * @return empty if it is not one of a campaign
     */
    public static Optional<CampaignMessage> parse(String id) {
        Matcher parts = FORM.matcher(id);
        return parts.matches()
                ? Optional.of(new CampaignMessage(TaskId.parse(parts.group(1)), UUID.fromString(parts.group(2))))
                : Optional.empty();
    }

    /**
     * Whether it was sent to an address; not said of those that have got more than one message of a campaign.
     *
     * @param email the address, as the campaign had it
     * @param section the {@linkplain dev.errand.mail.Campaign#section section} of the campaign, {@code campaign} by default
     * @return true if the ids fit
     */
    public boolean isTo(String email, String section) {
        String name = section + "\n" + MailAddress.normalized(email);
        return recipient.equals(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)));
    }
}
