package dev.errand.mail.smtp;

import dev.errand.Retry;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailServerException;
import dev.errand.mail.MailServerException.Reason;
import dev.errand.mail.MailTransport;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;

/** Sends over SMTP (RFC 5321) by Jakarta Mail and Angus. Holds no connection itself: each belongs to who opened it. */
public final class SmtpTransport implements MailTransport {

    private static final int FIRST_PERMANENT_REFUSAL = 500;

    private final SmtpServer server;
    private final Session session;

    private SmtpTransport(SmtpServer server) {
        this.server = server;
        this.session = Session.getInstance(propertiesOf(server));
    }

    /**
     * A transport to a server. Does not connect yet.
     *
     * @param server where and how
     * @return that transport
     */
    public static SmtpTransport to(SmtpServer server) {
        return new SmtpTransport(server);
    }

    @Override
    public int maxConnections() {
        return server.limits().connections();
    }

    @Override
    public Retry reconnect() {
        return server.reconnect();
    }

    @Override
    public MailConnection open() {
        PhasedTransport transport = new PhasedTransport(session);
        try {
            SmtpServer.Login login = server.security().login().orElse(null);
            transport.connect(
                    server.host(),
                    server.port(),
                    login == null ? null : login.user(),
                    login == null ? null : login.password());
            if (login != null) {
                requireLoggedIn(transport);
            }
            return new SmtpConnection(session, transport, server);
        } catch (MessagingException e) {
            SmtpConnection.closeQuietly(transport);
            throw cannotOpen(transport, e);
        }
    }

    /** Angus goes on without a login when the server does not offer one (RFC 4954, section 3). */
    private void requireLoggedIn(SMTPTransport transport) {
        if (!transport.supportsExtension("AUTH") && !transport.supportsExtension("AUTH=LOGIN")) {
            SmtpConnection.closeQuietly(transport);
            throw new MailServerException(
                    Reason.CREDENTIALS_REFUSED, server.toString(), "does not offer to log in (AUTH)", null);
        }
    }

    private MailServerException cannotOpen(SMTPTransport transport, MessagingException e) {
        Reason reason = reasonOf(e, transport.getLastReturnCode());
        String reply = String.valueOf(transport.getLastServerResponse()).strip();
        String detail = transport.getLastReturnCode() >= 400 ? reply : rootOf(e).toString();
        return new MailServerException(reason, server.toString(), detail, e);
    }

    private static Reason reasonOf(MessagingException e, int lastCode) {
        Throwable root = rootOf(e);
        if (e instanceof AuthenticationFailedException && lastCode >= FIRST_PERMANENT_REFUSAL) {
            return Reason.CREDENTIALS_REFUSED; // a temporary failure, or silence, may pass
        }
        if (e.getNextException() instanceof SSLException
                || String.valueOf(e.getMessage()).contains("STARTTLS")) {
            return Reason.NOT_SECURE;
        }
        boolean unreachable = e instanceof MailConnectException
                || root instanceof ConnectException
                || root instanceof UnknownHostException
                || root instanceof SocketTimeoutException;
        return unreachable ? Reason.UNREACHABLE : Reason.CONNECTION_LOST;
    }

    static Throwable rootOf(Throwable e) {
        @Nullable Throwable cause = e instanceof MessagingException mail ? mail.getNextException() : e.getCause();
        return cause == null ? e : rootOf(cause);
    }

    private static Properties propertiesOf(SmtpServer server) {
        SmtpServer.Timeouts timeouts = server.timeouts();
        SmtpServer.Security security = server.security();
        Properties properties = new Properties();
        put(properties, "connectiontimeout", timeouts.connect().toMillis());
        put(properties, "timeout", timeouts.reply().toMillis());
        put(properties, "writetimeout", timeouts.write().toMillis());
        put(properties, "auth", security.login().isPresent());
        put(properties, "starttls.enable", security.tls() == SmtpTls.STARTTLS);
        put(properties, "starttls.required", security.tls() == SmtpTls.STARTTLS);
        put(properties, "ssl.enable", security.tls() == SmtpTls.IMPLICIT);
        put(properties, "ssl.checkserveridentity", true);
        put(
                properties,
                "socketFactory.fallback",
                false); // else a refused certificate is asked of the platform's factory
        put(properties, "quitwait", false);
        security.sockets().ifPresent(sockets -> properties.put("mail.smtp.ssl.socketFactory", sockets));
        return properties;
    }

    private static void put(Properties properties, String name, Object value) {
        properties.setProperty("mail.smtp." + name, String.valueOf(value));
    }

    @Override
    public String toString() {
        return "SMTP to " + server;
    }
}
