package dev.errand.mail.pace;

import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A {@link Pace} that is kept: says when the next message may leave, and is told when one does. Used by a campaign; not for
 * several threads at once. Times are those of {@code nanoTime()}.
 */
public final class Throttle {

    private final Pace pace;
    private final TimeSource time;
    private final List<Window> windows;
    private final DomainWindows domains;
    private final Optional<Window> warmUp;
    private final Adaptation adaptation;
    private final boolean limited;

    /**
     * At that pace from now on.
     *
     * @param pace what to keep
     * @param time the clock to go by
     */
    public Throttle(Pace pace, TimeSource time) {
        this.pace = pace;
        this.time = time;
        this.windows = pace.rates().stream().map(Window::new).toList();
        this.domains = new DomainWindows(pace);
        this.warmUp = pace.warmUp()
                .map(ramp -> new Window(new Rate(1_000_000, ramp.first().per())));
        this.adaptation = new Adaptation(time.nanoTime());
        this.limited =
                !windows.isEmpty() || warmUp.isPresent() || pace.quietHours().isPresent();
    }

    /**
     * How long until any message may leave.
     *
     * @param now the time
     * @return nanoseconds; zero or less if one may leave now
     */
    public long nanosUntilFree(long now) {
        long wait = adaptation.nanosUntilFree(now);
        return limited ? Math.max(wait, nanosOfLimits(now)) : wait;
    }

    private long nanosOfLimits(long now) {
        long wait = 0;
        for (Window window : windows) {
            wait = Math.max(wait, window.nanosUntilFree(now));
        }
        if (warmUp.isPresent() || pace.quietHours().isPresent()) {
            Instant instant = time.instant();
            long ramp = warmUp.map(window -> nanosOf(window, instant, now)).orElse(0L);
            long quiet = pace.quietHours()
                    .map(hours -> hours.leftAt(instant).toNanos())
                    .orElse(0L);
            wait = Math.max(wait, Math.max(ramp, quiet));
        }
        return wait;
    }

    private long nanosOf(Window window, Instant instant, long now) {
        WarmUp ramp = pace.warmUp().orElseThrow();
        return Math.min(window.nanosUntilFree(now, ramp.messagesAt(instant)), ramp.nanosUntilFaster(instant));
    }

    /**
     * How long until a message to a domain may leave, as far as the domain is concerned.
     *
     * @param domain in lower case
     * @param now the time
     * @return nanoseconds; zero or less if one may leave now
     */
    public long nanosUntilFree(String domain, long now) {
        return domains.nanosUntilFree(domain, now);
    }

    /**
     * Whether domains have limits, so that there is a reason to find out which one a message goes to.
     *
     * @return true if there is a rate for some of them, or for each
     */
    public boolean knowsDomains() {
        return pace.perDomain().isPresent() || !pace.domains().isEmpty();
    }

    /**
     * A message leaves.
     *
     * @param domain where to, in lower case; empty if domains have no limits
     * @param now the time
     */
    public void left(String domain, long now) {
        adaptation.left(now);
        count(domain, now);
    }

    /**
     * The latest message has not left after all.
     *
     * @param domain where to, as it was told
     */
    public void notLeft(String domain) {
        adaptation.notLeft();
        windows.forEach(Window::removeLatest);
        warmUp.ifPresent(Window::removeLatest);
        if (!domain.isEmpty()) {
            domains.removeLatest(domain);
        }
    }

    /**
     * A message has left before this throttle began. Messages are told in the order in which they left.
     *
     * @param domain where to, in lower case; empty if domains have no limits
     * @param ago how long ago
     */
    public void leftBefore(String domain, Duration ago) {
        count(domain, time.nanoTime() - ago.toNanos());
    }

    private void count(String domain, long then) {
        windows.forEach(window -> window.add(then));
        warmUp.ifPresent(window -> window.add(then));
        if (!domain.isEmpty()) {
            domains.add(domain, then);
        }
    }

    /**
     * How far back messages count that have left before.
     *
     * @return zero if none do
     */
    public Duration memory() {
        Duration longest = Duration.ZERO;
        for (Rate rate : pace.rates()) {
            longest = longer(longest, rate.per());
        }
        for (Rate rate : pace.domains().values()) {
            longest = longer(longest, rate.per());
        }
        longest = longer(longest, pace.perDomain().map(Rate::per).orElse(longest));
        return longer(longest, pace.warmUp().map(ramp -> ramp.first().per()).orElse(longest));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /**
     * The server is in trouble.
     *
     * @param now the time
     */
    public void slowDown(long now) {
        if (pace.adaptive()) {
            adaptation.slowDown(now);
        }
    }
}
