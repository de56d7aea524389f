package dev.errand.mail.smtp;

import dev.errand.InvalidInputException;
import dev.errand.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

/**
 * A mail server, and how to use it.
 *
 * {@snippet :
 * return SmtpServer.at("smtp.example.org", 587)
 *         .login("claims", password)
 *         .maxConnections(8)
 *         .timeouts(Timeouts.DEFAULT.reply(ofMinutes(2)));
 * }
 *
 * <p>Immutable; every method returns a changed copy.
 *
 * @param host its name or address
 * @param port 1 to 65535
 * @param security how it is encrypted, and who we are
 * @param timeouts how long each phase may take
 * @param limits how many connections, and how many messages on each
 * @param reconnect how a connection that was lost in the midst of a campaign is opened again
 */
public record SmtpServer(String host, int port, Security security, Timeouts timeouts, Limits limits, Retry reconnect) {

    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{M}\\p{N}._:%\\[\\]-]{1,255}");
    private static final int LAST_PORT = 65_535;

    /**
     * Checks host and port.
     *
     * @throws InvalidInputException if the host is not a name or an address, or the port out of range
     */
    public SmtpServer {
        if (!HOST.matcher(host).matches()) {
            throw new InvalidInputException("mail server host", host, "be a host name or an address");
        }
        if (port < 1 || port > LAST_PORT) {
            throw new InvalidInputException("mail server port", port, "be 1 to " + LAST_PORT);
        }
    }

    /**
     * A server with STARTTLS, without a password, for four connections.
     *
     * @param host its name or address
     * @param port 1 to 65535; usually 587
     * @return that server
     * @throws InvalidInputException if the host is not a name or an address, or the port out of range
     */
    public static SmtpServer at(String host, int port) {
        return new SmtpServer(
                host,
                port,
                new Security(SmtpTls.STARTTLS, Optional.empty(), Optional.empty()),
                Timeouts.DEFAULT,
                Limits.DEFAULT,
                Retry.exponential(5, Duration.ofMillis(500)));
    }

    /**
     * With another encryption.
     *
     * @param mode how
     * @return a changed copy
     */
    public SmtpServer tls(SmtpTls mode) {
        return with(new Security(mode, security.sockets, security.login));
    }

    /**
     * With sockets of your own making, for a private certificate authority. The name in the certificate is checked all
     * the same.
     *
     * @param sockets makes encrypted sockets
     * @return a changed copy
     */
    public SmtpServer sockets(SSLSocketFactory sockets) {
        return with(new Security(security.tls, Optional.of(sockets), security.login));
    }

    /**
     * With a name and a password.
     *
     * @param user the name
     * @param password the password
     * @return a changed copy
     */
    public SmtpServer login(String user, String password) {
        return with(new Security(security.tls, security.sockets, Optional.of(new Login(user, password))));
    }

    /**
     * With other time limits.
     *
     * @param changed the limits
     * @return a changed copy
     */
    public SmtpServer timeouts(Timeouts changed) {
        return new SmtpServer(host, port, security, changed, limits, reconnect);
    }

    /**
     * With another number of connections.
     *
     * @param connections how many at the same time, 1 to 1,000
     * @return a changed copy
     * @throws InvalidInputException if it is out of range
     */
    public SmtpServer maxConnections(int connections) {
        Limits changed = new Limits(connections, limits.messagesPerConnection, limits.without);
        return new SmtpServer(host, port, security, timeouts, changed, reconnect);
    }

    /**
     * With another number of messages after which a connection is replaced.
     *
     * @param messages 1 or more
     * @return a changed copy
     * @throws InvalidInputException if it is zero or less
     */
    public SmtpServer messagesPerConnection(int messages) {
        Limits changed = new Limits(limits.connections, messages, limits.without);
        return new SmtpServer(host, port, security, timeouts, changed, reconnect);
    }

    /**
     * Without something that it offers, since it does not keep what it promises.
     *
     * @param faulty what not to use, such as {@code SmtpExtension.CHUNKING}; in place of what was said before
     * @return a changed copy
     */
    public SmtpServer without(SmtpExtension... faulty) {
        Limits changed = new Limits(limits.connections, limits.messagesPerConnection, Set.copyOf(List.of(faulty)));
        return new SmtpServer(host, port, security, timeouts, changed, reconnect);
    }

    /**
     * With another way to open a lost connection again.
     *
     * @param retry how often to try, and after which delays
     * @return a changed copy
     */
    public SmtpServer reconnect(Retry retry) {
        return new SmtpServer(host, port, security, timeouts, limits, retry);
    }

    private SmtpServer with(Security changed) {
        return new SmtpServer(host, port, changed, timeouts, limits, reconnect);
    }

    /** Host and port. */
    @Override
    public String toString() {
        return host + ":" + port;
    }

    /**
     * How a server is encrypted, and who we are.
     *
     * @param tls the encryption
     * @param sockets makes encrypted sockets; empty for the platform's own
     * @param login name and password; empty to send without
     */
    public record Security(SmtpTls tls, Optional<SSLSocketFactory> sockets, Optional<Login> login) {}

    /**
     * A name and a password.
     *
     * @param user the name
     * @param password the password
     */
    public record Login(String user, String password) {

        /** Takes both: without a password there is no login. */
        public Login {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(password, "password");
        }

        /** The name only. */
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * How long the phases of a connection may take; each more than zero.
     *
     * @param connect until the connection stands
     * @param reply until the server answers a command
     * @param write until the server takes what we send
     * @param end until the server answers to the end of a message, which it may deliver meanwhile: RFC 5321, section 4.5.3.2.6,
     *     grants it ten minutes. Whoever is not answered in time is in doubt
     */
    public record Timeouts(Duration connect, Duration reply, Duration write, Duration end) {

        /** Ten seconds to connect, five minutes for an answer, one minute to take what we send, ten minutes for the end. */
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMinutes(10));

        /**
         * Checks every part.
         *
         * @throws InvalidInputException if one is zero or less, or longer than a day
         */
        public Timeouts {
            require("connect timeout", connect);
            require("reply timeout", reply);
            require("write timeout", write);
            require("end timeout", end);
        }

        /**
         * With another time for answers, but for the one to the end of a message.
         *
         * @param limit more than zero
         * @return a changed copy
         * @throws InvalidInputException if it is zero or less, or longer than a day
         */
        public Timeouts reply(Duration limit) {
            return new Timeouts(connect, limit, write, end);
        }

        /**
         * With another time for the answer to the end of a message.
         *
         * @param limit more than zero; with less than ten minutes, more recipients are in doubt when a server is slow
         * @return a changed copy
         * @throws InvalidInputException if it is zero or less, or longer than a day
         */
        public Timeouts end(Duration limit) {
            return new Timeouts(connect, reply, write, limit);
        }

        /**
         * With another time to connect.
         *
         * @param limit more than zero
         * @return a changed copy
         * @throws InvalidInputException if it is zero or less, or longer than a day
         */
        public Timeouts connect(Duration limit) {
            return new Timeouts(limit, reply, write, end);
        }

        private static void require(String field, Duration limit) {
            if (limit.toMillis() < 1 || limit.compareTo(Duration.ofDays(1)) > 0) {
                throw new InvalidInputException(field, limit, "be a millisecond to a day");
            }
        }
    }

    /**
     * How much of a server may be used.
     *
     * @param connections how many at the same time, 1 to 1,000
     * @param messagesPerConnection after how many messages a connection is replaced, 1 or more
     * @param without what is not used although it is offered
     */
    public record Limits(int connections, int messagesPerConnection, Set<SmtpExtension> without) {

        /** Four connections, each for a thousand messages, with all that is offered. */
        public static final Limits DEFAULT = new Limits(4, 1_000, Set.of());

        /**
         * Checks both numbers, and copies the set.
         *
         * @throws InvalidInputException if one is out of range
         */
        public Limits {
            if (connections < 1 || connections > 1_000) {
                throw new InvalidInputException("max connections", connections, "be 1 to 1000");
            }
            if (messagesPerConnection < 1) {
                throw new InvalidInputException("messages per connection", messagesPerConnection, "be 1 or more");
            }
            without = Set.copyOf(without);
        }
    }
}
