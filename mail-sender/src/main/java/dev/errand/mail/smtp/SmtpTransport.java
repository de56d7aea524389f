package dev.errand.mail.smtp;

import dev.errand.Retry;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailServerException;
import dev.errand.mail.MailServerException.Reason;
import dev.errand.mail.MailTransport;
import dev.errand.mail.dkim.DkimSigner;
import dev.errand.mail.mime.MessageWriter;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Sends over SMTP (RFC 5321). Angus opens the connections, encrypts them and logs in; the messages are written and handed over
 * by our own code, in one or two round trips each where the server allows it (PIPELINING, CHUNKING).
 *
 * <p>Holds no connection itself: each belongs to who opened it.
 */
public final class SmtpTransport implements MailTransport {

    private static final int FIRST_REFUSAL = 400;
    private static final int FIRST_PERMANENT_REFUSAL = 500;

    private final SmtpServer server;
    private final List<DkimSigner> signers;

    private SmtpTransport(SmtpServer server, List<DkimSigner> signers) {
        this.server = server;
        this.signers = List.copyOf(signers);
    }

    /**
     * A transport to a server. Does not connect yet.
     *
     * @param server where and how
     * @return that transport
     */
    public static SmtpTransport to(SmtpServer server) {
        return new SmtpTransport(server, List.of());
    }

    /**
     * Signs each message for the domain of its sender, in place of leaving that to the server. That costs time:
     * {@link DkimSigner}.
     *
     * @param signers who sign; several if receivers do not all know one kind of key
     * @return a changed copy
     */
    public SmtpTransport signing(DkimSigner... signers) {
        return new SmtpTransport(server, List.of(signers));
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
        Sockets sockets = new Sockets(server.timeouts());
        SMTPTransport transport = new SMTPTransport(
                Session.getInstance(propertiesOf(server, sockets)), new URLName("smtp", null, -1, null, null, null));
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
            return new SmtpConnection(transport, sockets, server, new MessageWriter(signers));
        } catch (MessagingException e) {
            SmtpConnection.closeQuietly(transport);
            throw cannotOpen(transport, e);
        } catch (IOException e) {
            SmtpConnection.closeQuietly(transport);
            throw new MailServerException(Reason.CONNECTION_LOST, server.toString(), e.toString(), e);
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
        boolean brokenOff = root instanceof EOFException
                || root instanceof SocketException
                || root instanceof SocketTimeoutException;
        boolean handshake = e.getNextException() instanceof SSLException && !brokenOff;
        boolean later = lastCode >= FIRST_REFUSAL && lastCode < FIRST_PERMANENT_REFUSAL;
        if (handshake || (!later && String.valueOf(e.getMessage()).contains("STARTTLS"))) {
            return Reason.NOT_SECURE;
        }
        if (lastCode >= FIRST_PERMANENT_REFUSAL) {
            return Reason.NOT_ALLOWED; // no service here, or none for us (RFC 5321, section 3.1)
        }
        boolean unreachable = e instanceof MailConnectException
                || root instanceof ConnectException
                || root instanceof UnknownHostException
                || root instanceof SocketTimeoutException;
        return unreachable ? Reason.UNREACHABLE : Reason.CONNECTION_LOST;
    }

    /** What took too long says so itself; its cause is only how it was ended. */
    static Throwable rootOf(Throwable e) {
        if (e instanceof SocketTimeoutException) {
            return e;
        }
        @Nullable Throwable cause = e instanceof MessagingException mail ? mail.getNextException() : e.getCause();
        return cause == null ? e : rootOf(cause);
    }

    private static Properties propertiesOf(SmtpServer server, Sockets sockets) {
        SmtpServer.Timeouts timeouts = server.timeouts();
        SmtpServer.Security security = server.security();
        Properties properties = new Properties();
        put(properties, "connectiontimeout", timeouts.connect().toMillis());
        put(properties, "timeout", timeouts.reply().toMillis());
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
        properties.put("mail.smtp.socketFactory", sockets.plain());
        if (security.tls() != SmtpTls.NONE) {
            SSLSocketFactory by = security.sockets().orElseGet(SmtpTransport::platformSockets);
            properties.put("mail.smtp.ssl.socketFactory", sockets.encrypted(by));
        }
        return properties;
    }

    private static SSLSocketFactory platformSockets() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    private static void put(Properties properties, String name, Object value) {
        properties.setProperty("mail.smtp." + name, String.valueOf(value));
    }

    @Override
    public String toString() {
        return "SMTP to " + server;
    }
}
