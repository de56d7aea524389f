package dev.errand.mail.smtp;

import static dev.errand.mail.smtp.ScriptedSmtpServer.DROP;
import static dev.errand.mail.smtp.ScriptedSmtpServer.ENDLESS;
import static dev.errand.mail.smtp.ScriptedSmtpServer.HALF;
import static dev.errand.mail.smtp.ScriptedSmtpServer.HANG;
import static dev.errand.mail.smtp.ScriptedSmtpServer.RESET;
import static dev.errand.mail.smtp.ScriptedSmtpServer.THEN_CLOSE;
import static dev.errand.mail.smtp.ScriptedSmtpServer.TRICKLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.mail.Delivery;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailServerException;
import dev.errand.mail.smtp.Exchange.Way;
import dev.errand.mail.smtp.SmtpServer.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server does, in whatever phase, and however fast we speak: each message has one outcome, and the true one. */
class SmtpFaultsTest extends SmtpFixture {

    private enum Outcome {
        SENT,
        REFUSED_FOR_NOW,
        REFUSED,
        NOT_SENT,
        IN_DOUBT
    }

    /** What a server has that says nothing to the end, and those commands before to which it answers. */
    private static final Duration LITTLE = Duration.ofMillis(700);

    private static final Duration LONG = Duration.ofSeconds(60);

    private static final List<String> BEHAVIOURS = List.of(
            DROP,
            RESET,
            HANG,
            HALF,
            ENDLESS,
            TRICKLE,
            "421 4.3.2 closing",
            "450 4.2.1 later",
            "550 5.1.1 no",
            "554 5.7.1 no" + THEN_CLOSE,
            "hello",
            "999 what");

    static Stream<Arguments> faults() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of("CONNECT", "EHLO", "MAIL", "RCPT", way == Way.CHUNKED ? "BDAT" : "DATA", ".")
                        .flatMap(phase -> BEHAVIOURS.stream().map(behaviour -> Arguments.of(way, phase, behaviour))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void hasTheTrueOutcome(Way way, String phase, String behaviour) {
        offer(way);
        scripted.reply(phase, behaviour);

        Outcome outcome = outcome(behaviour.equals(HANG) || behaviour.equals(TRICKLE) ? LITTLE : LONG);

        assertThat(outcome).isEqualTo(expected(way, phase, behaviour));
        assertThat(scripted.messages)
                .as("taken by the server")
                .hasSize(outcome == Outcome.SENT || phase.equals(".") ? 1 : 0);
        assertThat(scripted.bareLineBreaks).hasValue(0);
    }

    private Outcome outcome(Duration limit) {
        SmtpServer impatient =
                plain().timeouts(Timeouts.DEFAULT.reply(limit).connect(limit).end(limit));
        try (MailConnection connection = SmtpTransport.to(impatient).open()) {
            Delivery delivery = connection.send(message("text", "<p>žluťoučký</p>"));
            assertThat(connection.isUsable() && delivery instanceof Delivery.InDoubt)
                    .isFalse();
            return switch (delivery) {
                case Delivery.Accepted accepted -> Outcome.SENT;
                case Delivery.Refused refused -> refused.temporary() ? Outcome.REFUSED_FOR_NOW : Outcome.REFUSED;
                case Delivery.InDoubt inDoubt -> Outcome.IN_DOUBT;
            };
        } catch (MailServerException lost) {
            return Outcome.NOT_SENT;
        }
    }

    private static Outcome expected(Way way, String phase, String behaviour) {
        boolean opening = phase.equals("CONNECT") || phase.equals("EHLO");
        if (opening) {
            // HELO is said then, and offers nothing
            boolean speaksHelo = phase.equals("EHLO")
                    && List.of("450 4.2.1 later", "550 5.1.1 no", "hello", "999 what")
                            .contains(behaviour);
            return speaksHelo ? Outcome.SENT : Outcome.NOT_SENT;
        }
        boolean againstUs = phase.equals("MAIL") && behaviour.startsWith("554 5.7.");
        if (behaviour.startsWith("421") || againstUs) {
            return Outcome.NOT_SENT;
        }
        if (isAnswer(behaviour)) {
            return behaviour.startsWith("4") ? Outcome.REFUSED_FOR_NOW : Outcome.REFUSED;
        }
        boolean endHadLeft = phase.equals(".") || way == Way.CHUNKED;
        return endHadLeft ? Outcome.IN_DOUBT : Outcome.NOT_SENT;
    }

    private static boolean isAnswer(String behaviour) {
        return behaviour.startsWith("4") || behaviour.startsWith("5");
    }
}
