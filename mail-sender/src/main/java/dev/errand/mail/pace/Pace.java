package dev.errand.mail.pace;

import dev.errand.InvalidInputException;
import java.net.IDN;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How fast a campaign may go. All of its limits hold at the same time.
 *
 * <p>Rates hold across a restart, as far as the ledger of the task knows when messages left. When a server says that it is in
 * trouble (421, 450, 451 or 452, but for what is said about one mailbox), a campaign goes half as fast, and then a little faster
 * every second until the server complains again or all is as before (additive increase, multiplicative decrease).
 *
 * <p>Immutable; every method returns a changed copy.
 *
 * @param rates of all messages together
 * @param perDomain of the messages to each domain that has no rate of its own
 * @param domains of the messages to single domains, by their names in lower case
 * @param connection how long a connection is used
 * @param warmUp a rate that grows
 * @param quietHours when nothing is sent
 * @param adaptive whether it slows down when a server is in trouble
 */
public record Pace(
        List<Rate> rates,
        Optional<Rate> perDomain,
        Map<String, Rate> domains,
        ConnectionUse connection,
        Optional<WarmUp> warmUp,
        Optional<QuietHours> quietHours,
        boolean adaptive) {

    private static final Pace UNLIMITED = new Pace(
            List.of(),
            Optional.empty(),
            Map.of(),
            new ConnectionUse(Integer.MAX_VALUE, Duration.ofDays(1)),
            Optional.empty(),
            Optional.empty(),
            true);

    /** Copies the lists. */
    public Pace {
        rates = List.copyOf(rates);
        domains = Map.copyOf(domains);
    }

    /**
     * As fast as the server takes messages, but slower while it is in trouble.
     *
     * @return that pace
     */
    public static Pace unlimited() {
        return UNLIMITED;
    }

    /**
     * At most at such rates.
     *
     * @param rates of all messages together, such as {@code Rate.perSecond(14), Rate.perDay(50_000)}
     * @return that pace
     */
    public static Pace of(Rate... rates) {
        return new Pace(
                List.of(rates),
                Optional.empty(),
                Map.of(),
                UNLIMITED.connection,
                Optional.empty(),
                Optional.empty(),
                true);
    }

    /**
     * With one more rate of all messages together.
     *
     * @param rate the rate
     * @return a changed copy
     */
    public Pace and(Rate rate) {
        List<Rate> more = new ArrayList<>(rates);
        more.add(rate);
        return new Pace(more, perDomain, domains, connection, warmUp, quietHours, adaptive);
    }

    /**
     * With a rate for each domain of recipients, unless it has one of its own. Others go on while one has to wait, until 50,000
     * recipients wait for their domains: then nobody new is sent to. So shuffle a list that is sorted by domain. Of each
     * domain that a message has left to within the time of its rate, some 200 bytes are kept.
     *
     * @param rate of the messages to one domain
     * @return a changed copy
     */
    public Pace perDomain(Rate rate) {
        return new Pace(rates, Optional.of(rate), domains, connection, warmUp, quietHours, adaptive);
    }

    /**
     * With a rate for one domain of recipients. Others go on while it has to wait, as with {@link #perDomain}.
     *
     * @param domain such as {@code example.org}; its subdomains are domains of their own
     * @param rate of the messages to it
     * @return a changed copy
     * @throws InvalidInputException if the domain is empty, contains an {@code @}, or is none
     */
    public Pace domain(String domain, Rate rate) {
        if (domain.isBlank() || domain.indexOf('@') >= 0) {
            throw new InvalidInputException("domain", domain, "be the part of an address behind the @");
        }
        Map<String, Rate> more = new TreeMap<>(domains);
        more.put(asciiOf(domain.strip()), rate);
        return new Pace(rates, perDomain, more, connection, warmUp, quietHours, adaptive);
    }

    /** As domains are compared: in lower case, as A-labels. */
    private static String asciiOf(String domain) {
        try {
            return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("domain", domain, "be one of letters, digits and dashes", e);
        }
    }

    /**
     * With a limit for the use of each connection, after which it is replaced.
     *
     * @param messages how many messages it takes, 1 or more
     * @param age for how long it takes them, a second to a day
     * @return a changed copy
     * @throws InvalidInputException if one is out of its range
     */
    public Pace perConnection(int messages, Duration age) {
        ConnectionUse use = new ConnectionUse(messages, age);
        return new Pace(rates, perDomain, domains, use, warmUp, quietHours, adaptive);
    }

    /**
     * With a rate that grows.
     *
     * @param ramp the rate, and how it grows
     * @return a changed copy
     */
    public Pace warmUp(WarmUp ramp) {
        return new Pace(rates, perDomain, domains, connection, Optional.of(ramp), quietHours, adaptive);
    }

    /**
     * With a time of each day in which nothing is sent. Messages under way go on.
     *
     * @param hours when
     * @return a changed copy
     */
    public Pace quietHours(QuietHours hours) {
        return new Pace(rates, perDomain, domains, connection, warmUp, Optional.of(hours), adaptive);
    }

    /**
     * Without slowing down when a server is in trouble.
     *
     * @return a changed copy
     */
    public Pace notAdaptive() {
        return new Pace(rates, perDomain, domains, connection, warmUp, quietHours, false);
    }

    /**
     * How long a connection is used.
     *
     * @param messages for how many messages, 1 or more
     * @param age for how long, a second to a day
     */
    public record ConnectionUse(int messages, Duration age) {

        /**
         * Checks both.
         *
         * @throws InvalidInputException if one is out of its range
         */
        public ConnectionUse {
            if (messages < 1) {
                throw new InvalidInputException("messages per connection", messages, "be 1 or more");
            }
            if (age.compareTo(Duration.ofSeconds(1)) < 0 || age.compareTo(Duration.ofDays(1)) > 0) {
                throw new InvalidInputException("age of a connection", age, "be a second to a day");
            }
        }
    }
}
