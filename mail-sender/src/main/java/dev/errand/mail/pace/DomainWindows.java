package dev.errand.mail.pace;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The windows of the domains to which messages left lately; those that say nothing any more are forgotten. */
final class DomainWindows {

    private static final int MOST = 50_000;

    private final Pace pace;

    /** In the order in which they were last used. */
    private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true);

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

    /** The longest unused first, as long as they are over; and in any case, so that they do not become too many. */
    private void forget(long now) {
        Iterator<Window> eldest = windows.values().iterator();
        while (eldest.hasNext() && (eldest.next().isOver(now) || windows.size() > MOST)) {
            eldest.remove();
        }
    }
}
