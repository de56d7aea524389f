package dev.errand.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.mail.Delivery;
import dev.errand.mail.MailServerException;
import dev.errand.mail.MailServerException.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Encryption, and who we are. */
class SmtpLoginTest extends SmtpFixture {

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "IMPLICIT"})
    void logsInOverTls(SmtpTls mode) throws Exception {
        TestCertificate certificate = TestCertificate.forHost("127.0.0.1");
        try (ScriptedSmtpServer secure = ScriptedSmtpServer.secured(certificate, mode)) {
            SmtpServer server = SmtpServer.at("127.0.0.1", secure.port())
                    .tls(mode)
                    .sockets(certificate.sockets())
                    .login("claims", "s3cret");

            assertThat(sendTo(server, message("text", "<p>text</p>"))).isInstanceOf(Delivery.Accepted.class);

            assertThat(secure.commands).contains("AUTH LOGIN");
            assertThat(secure.messages).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "IMPLICIT"})
    void doesNotTrustACertificateOfSomebodyElse(SmtpTls mode) throws Exception {
        TestCertificate foreign = TestCertificate.forHost("192.0.2.1");
        try (ScriptedSmtpServer secure = ScriptedSmtpServer.secured(foreign, mode)) {
            SmtpServer server =
                    SmtpServer.at("127.0.0.1", secure.port()).tls(mode).login("claims", "s3cret");

            for (SmtpServer trusting : List.of(server, server.sockets(foreign.sockets()))) {
                assertThatExceptionOfType(MailServerException.class)
                        .isThrownBy(() -> SmtpTransport.to(trusting).open())
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_SECURE));
            }
            assertThat(secure.commands).noneMatch(command -> command.startsWith("AUTH"));
            assertThat(secure.connections)
                    .as("no second try with another trust")
                    .hasValue(2);
        }
    }

    @Test
    void saysSoWhenThePasswordIsRefused() throws Exception {
        try (Mailbox mailbox = new Mailbox()) {
            mailbox.addUser("claims", "s3cret");

            assertThatExceptionOfType(MailServerException.class)
                    .isThrownBy(() -> SmtpTransport.to(mailbox.server().login("claims", "wr0ng"))
                            .open())
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CREDENTIALS_REFUSED))
                    .withMessageContainingAll("127.0.0.1:" + mailbox.port(), "535")
                    .satisfies(e -> assertThat(e.toString()).doesNotContain("wr0ng"));
        }
    }

    @Test
    void doesNotGoOnWithoutTheLoginThatWasAskedFor() {
        assertThatExceptionOfType(MailServerException.class)
                .isThrownBy(() ->
                        SmtpTransport.to(plain().login("claims", "s3cret")).open())
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CREDENTIALS_REFUSED))
                .withMessageContaining("does not offer to log in");

        assertThat(scripted.commands).noneMatch(command -> command.startsWith("MAIL"));
    }

    @ParameterizedTest
    @CsvSource({"454 4.7.0 later, CONNECTION_LOST", "535 5.7.8 no, CREDENTIALS_REFUSED", "DROP, CONNECTION_LOST"})
    void tellsARefusedLoginFromTemporaryTrouble(String reply, Reason reason) {
        scripted.reply("EHLO", "250-scripted\r\n250 AUTH LOGIN").reply("AUTH", reply);

        assertThatExceptionOfType(MailServerException.class)
                .isThrownBy(() ->
                        SmtpTransport.to(plain().login("claims", "s3cret")).open())
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void doesNotFallBackToPlainTextWhenTlsIsAskedFor() {
        assertThatExceptionOfType(MailServerException.class)
                .isThrownBy(() -> SmtpTransport.to(plain().tls(SmtpTls.STARTTLS).login("claims", "s3cret"))
                        .open())
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_SECURE));

        assertThat(scripted.commands).noneMatch(command -> command.startsWith("AUTH"));
    }
}
