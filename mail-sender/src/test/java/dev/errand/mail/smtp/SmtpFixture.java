package dev.errand.mail.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.mail.Delivery;
import dev.errand.mail.MailAddress;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import jakarta.mail.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A server that follows a script, for every test a new one. */
@Timeout(30)
abstract class SmtpFixture {

    ScriptedSmtpServer scripted;

    @BeforeEach
    void startsAServer() throws IOException {
        scripted = new ScriptedSmtpServer();
    }

    @AfterEach
    void stopsTheServer() throws IOException {
        scripted.close();
    }

    SmtpServer plain() {
        return SmtpServer.at("127.0.0.1", scripted.port()).tls(SmtpTls.NONE);
    }

    void offer(Exchange.Way way) {
        switch (way) {
            case LOCK_STEP -> {
                // nothing
            }
            case PIPELINED -> scripted.offering("PIPELINING");
            case CHUNKED -> scripted.offering("PIPELINING", "CHUNKING");
        }
    }

    static Delivery sendTo(SmtpServer server, MailMessage message) {
        try (MailConnection connection = SmtpTransport.to(server).open()) {
            return connection.send(message);
        }
    }

    static MailMessage message(String text, String html) {
        return new MailMessage(
                new MailMessage.Envelope(
                        MailAddress.of("claims@example.org"),
                        MailAddress.of("ana@example.org"),
                        List.of(),
                        "id@example.org"),
                "Subject",
                text,
                html,
                Map.of(),
                List.of());
    }

    static String textOf(Part part) throws Exception {
        try (InputStream in = part.getInputStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
