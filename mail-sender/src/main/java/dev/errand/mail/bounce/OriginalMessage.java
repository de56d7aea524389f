package dev.errand.mail.bounce;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a returned mail tells of the message that it is about. Ids that are not printable ASCII are left out.
 *
 * @param messageId its id, without the angle brackets
 * @param envelopeId what its sender has called it when it was handed over (RFC 3461, section 4.4)
 * @param to the address in its {@code To}
 * @param feedbackId its {@code Feedback-ID}, which {@link dev.errand.mail.Campaign#bulk} has set
 */
public record OriginalMessage(
        Optional<String> messageId, Optional<String> envelopeId, Optional<String> to, Optional<String> feedbackId) {

    /**
     * Which message of a campaign it was: its ids say so.
     *
     * @return empty if it was none
     */
    public Optional<CampaignMessage> campaign() {
        return Stream.of(envelopeId, messageId)
                .flatMap(Optional::stream)
                .flatMap(id -> CampaignMessage.parse(id).stream())
                .findFirst();
    }
}
