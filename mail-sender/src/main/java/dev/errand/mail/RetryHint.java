package dev.errand.mail;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When to come back, in a server's own words. There is no standard for them: greylisting says {@code try again in 300 seconds},
 * {@code Greylisted for 5 minutes} or {@code come back in 00:05:00}.
 */
final class RetryHint {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Pattern CLOCK = Pattern.compile("\\b(?:in|after|for|within) (\\d{1,2}):(\\d{2}):(\\d{2})\\b");
    private static final Pattern AMOUNT = Pattern.compile(
            "\\b(?:in|after|for|within|wait) (?:about |at least )?(\\d{1,5}) ?(s|secs?|seconds?|m|mins?|minutes?|h|hours?)\\b");

    private RetryHint() {}

    static Optional<Duration> in(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Matcher amount = AMOUNT.matcher(lower);
        if (amount.find()) {
            return fit(inUnits(Long.parseLong(amount.group(1)), amount.group(2).charAt(0)));
        }
        Matcher clock = CLOCK.matcher(lower);
        return clock.find()
                ? fit(Duration.ofHours(Long.parseLong(clock.group(1)))
                        .plusMinutes(Long.parseLong(clock.group(2)))
                        .plusSeconds(Long.parseLong(clock.group(3))))
                : Optional.empty();
    }

    private static Duration inUnits(long amount, char unit) {
        return switch (unit) {
            case 'h' -> Duration.ofHours(amount);
            case 'm' -> Duration.ofMinutes(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    private static Optional<Duration> fit(Duration hint) {
        return hint.isZero() || hint.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(hint);
    }
}
