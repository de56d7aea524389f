package dev.errand.mail.pace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The windows of the domains to which messages left lately; those that say nothing any more are forgotten. */
final class DomainWindows {

    private static final int LOOKS = 2;

    private final Pace pace;

    private final SequencedMap<String, Window> windows = new LinkedHashMap<>();

    DomainWindows(Pace pace) {
        this.pace = pace;
    }

    long nanosUntilFree(String domain, long now) {
        Window known = windows.get(domain);
        return known == null ? 0 : known.nanosUntilFree(now);
    }

    void add(String domain, long now) {
        Optional<Rate> rate = Optional.ofNullable(pace.domains().get(domain)).or(pace::perDomain);
        rate.ifPresent(limit -> {
            windows.computeIfAbsent(domain, name -> new Window(limit)).add(now);
            forget(now);
        });
    }

    void removeLatest(String domain) {
        Window known = windows.get(domain);
        if (known != null) {
            known.removeLatest();
        }
    }

    /** Of those that were looked at the longest ago: twice as many as are added, so that none that is over stays for long. */
    private void forget(long now) {
        for (int looks = 0; looks < LOOKS && !windows.isEmpty(); looks++) {
            Map.Entry<String, Window> eldest = windows.pollFirstEntry();
            if (!eldest.getValue().isOver(now)) {
                windows.put(eldest.getKey(), eldest.getValue());
            }
        }
    }
}
