package dev.errand.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.internet.MimeMessage;

/** GreenMail: a server that really takes mail, and shows what it took. */
final class Mailbox implements AutoCloseable {

    private final GreenMail greenMail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());

    Mailbox() {
        greenMail.start();
    }

    int port() {
        return greenMail.getSmtp().getPort();
    }

    SmtpServer server() {
        return SmtpServer.at("127.0.0.1", port()).tls(SmtpTls.NONE);
    }

    void addUser(String login, String password) {
        greenMail.setUser(login + "@example.org", login, password);
    }

    void awaitOne() {
        assertThat(greenMail.waitForIncomingEmail(20_000, 1)).isTrue();
    }

    MimeMessage only() {
        assertThat(greenMail.getReceivedMessages()).hasSize(1);
        return greenMail.getReceivedMessages()[0];
    }

    @Override
    public void close() {
        greenMail.stop();
    }
}
