package dev.errand.mail;

import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.NotTried;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of the recipients of a campaign, of whom there may be a million: how many had which outcome, and those that are
 * listed in its report. Recipients have numbers, from zero on, and their outcomes come in any order.
 *
 * <p>Not for several threads at once.
 */
final class Books {

    /** Who was not tried: her key, and why. */
    record Untried(String key, String reason) {}

    private final NavigableMap<Integer, RecipientOutcome> sent = new TreeMap<>();
    private final NavigableMap<Integer, RecipientOutcome> inDoubt = new TreeMap<>();
    private final NavigableMap<Integer, RecipientOutcome> others = new TreeMap<>();
    private final List<Untried> notTried = new ArrayList<>();
    private CampaignCounts counts = CampaignCounts.NONE;
    private @Nullable OutcomeFile file;

    /** Writes each outcome to a file as well, from now on. */
    void copyTo(OutcomeFile everybody) {
        file = everybody;
    }

    /** Notes what became of somebody. */
    void enter(int number, String key, RecipientOutcome outcome) {
        counts = counts.plus(outcome);
        if (file != null) {
            file.add(number, outcome);
        }
        keep(outcome instanceof Sent ? sent : outcome instanceof InDoubt ? inDoubt : others, number, outcome);
        if (outcome instanceof NotTried(String recipient, String reason)
                && notTried.size() < Progress.MAX_FAILED_ITEMS) {
            notTried.add(new Untried(key, reason));
        }
    }

    /** The first ones only. */
    private static void keep(NavigableMap<Integer, RecipientOutcome> some, int number, RecipientOutcome outcome) {
        some.put(number, outcome);
        if (some.size() > CampaignReport.MOST_LISTED) {
            some.pollLastEntry();
        }
    }

    CampaignCounts counts() {
        return counts;
    }

    /** Who was not tried, as far as a task knows its failed items by name. */
    List<Untried> notTried() {
        return List.copyOf(notTried);
    }

    List<RecipientOutcome> listed() {
        NavigableMap<Integer, RecipientOutcome> listed = new TreeMap<>(inDoubt);
        others.forEach((number, outcome) -> addIfThereIsRoom(listed, number, outcome));
        if (counts.total() <= CampaignReport.MOST_LISTED) {
            listed.putAll(sent);
        }
        return List.copyOf(listed.values());
    }

    private static void addIfThereIsRoom(
            NavigableMap<Integer, RecipientOutcome> listed, int number, RecipientOutcome outcome) {
        if (listed.size() < CampaignReport.MOST_LISTED) {
            listed.put(number, outcome);
        }
    }
}
