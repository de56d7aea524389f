package dev.errand.spring.autoconfigure;

import dev.errand.InvalidInputException;
import dev.errand.mail.smtp.SmtpServer;
import dev.errand.mail.smtp.SmtpTls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.mail.autoconfigure.MailProperties;
import org.springframework.boot.ssl.SslBundles;

/** The server that {@code spring.mail.*} says, in the words of mailings. */
final class MailServers {

    private static final int PLAIN_PORT = 25;
    private static final int TLS_PORT = 465;

    private MailServers() {}

    static SmtpServer of(MailProperties mail, @Nullable SslBundles bundles) {
        SmtpTls tls = tlsOf(mail);
        int usualPort = tls == SmtpTls.IMPLICIT ? TLS_PORT : PLAIN_PORT;
        SmtpServer server = SmtpServer.at(
                        String.valueOf(mail.getHost()), mail.getPort() == null ? usualPort : mail.getPort())
                .tls(tls)
                .timeouts(timeoutsOf(mail));
        if (mail.getUsername() != null) {
            server = server.login(mail.getUsername(), mail.getPassword() == null ? "" : mail.getPassword());
        }
        String bundle = mail.getSsl().getBundle();
        if (bundle != null && bundles != null) {
            server = server.sockets(bundles.getBundle(bundle).createSslContext().getSocketFactory());
        }
        return server;
    }

    private static SmtpTls tlsOf(MailProperties mail) {
        boolean startTls = isOn(mail, "starttls.enable") || isOn(mail, "starttls.required");
        boolean implicit = mail.getSsl().isEnabled()
                || mail.getProtocol().equals("smtps")
                || isOn(mail, "ssl.enable")
                || (mail.getSsl().getBundle() != null && !startTls);
        return implicit ? SmtpTls.IMPLICIT : startTls ? SmtpTls.STARTTLS : SmtpTls.NONE;
    }

    private static boolean isOn(MailProperties mail, String name) {
        return Boolean.parseBoolean(mail.getProperties().get(property(mail, name)));
    }

    private static String property(MailProperties mail, String name) {
        return "mail." + mail.getProtocol() + "." + name;
    }

    private static SmtpServer.Timeouts timeoutsOf(MailProperties mail) {
        SmtpServer.Timeouts usual = SmtpServer.Timeouts.DEFAULT;
        return new SmtpServer.Timeouts(
                millis(mail, "connectiontimeout", usual.connect()),
                millis(mail, "timeout", usual.reply()),
                millis(mail, "writetimeout", usual.write()),
                usual.end());
    }

    private static Duration millis(MailProperties mail, String name, Duration usual) {
        String value = mail.getProperties().get(property(mail, name));
        if (value == null) {
            return usual;
        }
        try {
            return Duration.ofMillis(Long.parseLong(value.strip()));
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    "spring.mail.properties." + property(mail, name), value, "be a number of milliseconds", e);
        }
    }
}
