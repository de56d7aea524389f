package dev.errand.mail;

import dev.errand.ledger.WhenInDoubt;
import dev.errand.mail.outcome.OutcomeFormat;
import java.util.Optional;

/** Where the ledger of the task has it, what becomes of those in doubt, and the file that lists everybody, if any. */
record CampaignRecording(String section, WhenInDoubt whenInDoubt, Optional<Listing> outcomes) {

    private static final int LONGEST = 200;

    /** A file that lists everybody. */
    record Listing(String fileName, String mediaType, OutcomeFormat format) {}

    CampaignRecording {
        Headers.requireValue("section", section);
        if (section.isEmpty() || section.length() > LONGEST || !section.equals(section.strip())) {
            throw new InvalidMailException(
                    "section", section, "have 1 to " + LONGEST + " characters, without blanks at its ends");
        }
    }
}
