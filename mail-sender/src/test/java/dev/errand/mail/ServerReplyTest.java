package dev.errand.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.mail.Delivery.Phase;
import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.Failed.Why;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerReplyTest {

    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 no such user, 550, 5.1.1, no such user",
        "250 ok, 250, '', ok",
        "250, 250, '', ''",
        "250 2.0.0, 250, 2.0.0, ''",
        "450 4.7.128 later, 450, 4.7.128, later",
        "550 5.1 is not a status, 550, '', 5.1 is not a status",
        "550 5.1.1234 nor is this, 550, '', 5.1.1234 nor is this",
        "550 3.1.1 nor this, 550, '', 3.1.1 nor this",
        "550 5.1.1: nor this, 550, '', 5.1.1: nor this",
        "the connection broke, 0, '', the connection broke",
        "5500 dollars, 0, '', 5500 dollars",
        "999 what, 0, '', 999 what",
        "'', 0, '', ''"
    })
    void isReadAsData(String said, int code, String status, String text) {
        assertThat(ServerReply.parse(said)).isEqualTo(new ServerReply(code, status, text));
    }

    @Test
    void isOneOfSeveralLines() {
        assertThat(ServerReply.parse("550-5.1.1 The address\r\n550-5.1.1 does not exist.\n550 5.1.1 See https://a"))
                .isEqualTo(new ServerReply(550, "5.1.1", "The address does not exist. See https://a"))
                .hasToString("550 5.1.1 The address does not exist. See https://a");
    }

    @Test
    void saysWhetherItMayPass() {
        assertThat(ServerReply.parse("450 x").mayPass()).isTrue();
        assertThat(ServerReply.parse("550 x").mayPass()).isFalse();
        assertThat(ServerReply.parse("552 x").refusesForGood()).isTrue();
        assertThat(ServerReply.parse("x").refusesForGood()).isFalse();
        assertThat(ServerReply.parse("x").mayPass()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "please try again in 5 minutes, PT5M",
        "Greylisted for 300 seconds, PT5M",
        "Greylisting in action please come back in 00:04:59, PT4M59S",
        "try again after 1 hour., PT1H",
        "Wait 90s, PT1M30S",
        "come back in about 2 hrs or so, ",
        "try again in 99999 hours, ",
        "in 0 seconds, ",
        "in 5 minuets, ",
        "retry later, "
    })
    void hintsAtWhenToComeBack(String text, Duration hint) {
        assertThat(new ServerReply(450, "4.7.1", text).retryAfter().orElse(null))
                .isEqualTo(hint);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 199, 600})
    void refusesCodesThatAreNone(int code) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new ServerReply(code, "", ""))
                .satisfies(e -> assertThat(e.field()).isEqualTo("reply code"));
    }

    @Test
    void refusesAStatusThatIsNone() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new ServerReply(550, "5.1", ""));
    }

    @Test
    void isKeptInTheLedgerAsItWas() {
        for (Why why : Why.values()) {
            for (Phase phase : Phase.values()) {
                Failed failed =
                        new Failed("ana@example.org", why, phase, new ServerReply(550, "5.1.1", "no: such user"));

                assertThat(FailureNote.read("ana@example.org", FailureNote.of(failed)))
                        .isEqualTo(failed);
            }
        }
        assertThat(FailureNote.read("a", "by olga: she has moved"))
                .isEqualTo(new Failed(
                        "a", Why.PERMANENT, Phase.END_OF_DATA, new ServerReply(0, "", "by olga: she has moved")));
    }
}
