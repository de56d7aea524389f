package dev.errand.mail.smtp;

import static dev.errand.mail.smtp.ScriptedSmtpServer.DROP;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.engine.TaskEngine;
import dev.errand.mail.Campaign;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.Delivery;
import dev.errand.mail.InvalidMailException;
import dev.errand.mail.MailAddress;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import dev.errand.mail.MailServerException;
import dev.errand.mail.MailServerException.Reason;
import dev.errand.mail.SkippingTime;
import dev.errand.mail.failover.CircuitBreaker;
import dev.errand.mail.failover.FailoverTransport;
import dev.errand.mail.pace.Rate;
import dev.errand.testkit.ManualTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two real servers on two ports, of which one is in trouble. */
class FailoverTest extends SmtpFixture {

    private final ManualTime time = new ManualTime();
    private final Campaign<String> campaign = Campaign.<String>to(name -> name + "@example.org")
            .from("claims@example.org")
            .subject("Please sign")
            .text(name -> "Dear " + name)
            .time(new SkippingTime(time));

    private ScriptedSmtpServer other;

    @BeforeEach
    void startsAnotherServer() throws IOException {
        other = new ScriptedSmtpServer();
    }

    @AfterEach
    void stopsTheOtherServer() throws IOException {
        other.close();
    }

    @Test
    void sharesConnectionsByWeight() {
        FailoverTransport both = FailoverTransport.of(to(scripted, 6), 3).and(to(other, 4), 1);
        List<MailConnection> open = new ArrayList<>();

        assertThat(both.maxConnections()).isEqualTo(8);
        for (int i = 0; i < 8; i++) {
            MailConnection connection = both.open();
            open.add(connection);
            assertThat(connection.send(message("text", ""))).isInstanceOf(Delivery.Accepted.class);
        }

        assertThat(scripted.messages).hasSize(6);
        assertThat(other.messages).hasSize(2);
        assertThat(FailoverTransport.of(to(scripted, 6)).and(to(other, 4)).maxConnections())
                .as("without weights, all")
                .isEqualTo(10);
        open.forEach(MailConnection::close);
    }

    @Test
    void keepsThePaceOfAServer() throws Exception {
        assertThat(resultOf(FailoverTransport.of(to(scripted, 1), 1, Rate.perMinute(10)), 25)
                        .sent())
                .isEqualTo(25);

        assertThat(time.nanoTime()).isEqualTo(ofMinutes(2).toNanos());
    }

    @Test
    void keepsThePaceOfAServerOnAllConnectionsTogether() throws Exception {
        assertThat(resultOf(FailoverTransport.of(to(scripted, 3), 1, Rate.perMinute(10)), 25)
                        .sent())
                .isEqualTo(25);

        assertThat(time.nanoTime()).isGreaterThanOrEqualTo(ofMinutes(2).toNanos());
    }

    @Test
    void goesOnWithTheOtherServerWhileOneHasHadItsShare() throws Exception {
        Campaign<String> onAClockThatStands = campaign.time(time);
        FailoverTransport both = FailoverTransport.of(to(scripted, 2), 2, Rate.perHour(5))
                .and(to(other, 2), 2)
                .time(time);
        try (TaskEngine engine = TaskEngine.inMemory()) {
            Outcome<CampaignReport> outcome = engine.submit(
                            "campaign", context -> onAClockThatStands.send(names(100), both, context))
                    .await(ofSeconds(20))
                    .orElseThrow();
            assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        }

        assertThat(scripted.messages).hasSizeLessThanOrEqualTo(5);
        assertThat(scripted.messages.size() + other.messages.size()).isEqualTo(100);
    }

    @Test
    void connectsToTheServerThatTakesSomethingBeforeLong() {
        FailoverTransport both = FailoverTransport.of(to(scripted, 1), 1, Rate.perHour(2))
                .and(to(other, 1), 1)
                .time(time);
        try (MailConnection first = both.open()) {
            for (int i = 0; i < 2; i++) {
                assertThat(first.keepPlace()).isZero();
                first.send(message("text", ""));
            }
            assertThat(first.keepPlace()).isGreaterThan(ofMinutes(1));
        }

        try (MailConnection second = both.open()) {
            assertThat(second.keepPlace()).isZero();
            second.send(message("text", ""));
        }

        assertThat(scripted.messages).hasSize(2);
        assertThat(other.messages).hasSize(1);
    }

    @Test
    void aPlaceThatIsGivenBackIsForOthers() {
        FailoverTransport transport =
                FailoverTransport.of(to(scripted, 2), 2, Rate.perHour(1)).time(time);
        try (MailConnection idle = transport.open();
                MailConnection busy = transport.open()) {
            assertThat(idle.keepPlace()).isZero();
            assertThat(busy.keepPlace()).isPositive();
            idle.giveBackPlace();
            idle.giveBackPlace();
            assertThat(busy.keepPlace()).isZero();
            assertThat(idle.keepPlace()).isPositive();
        }
    }

    @Test
    void whatCannotBeWrittenDoesNotCount() {
        FailoverTransport transport =
                FailoverTransport.of(to(scripted, 1), 1, Rate.perHour(1)).time(time);
        MailMessage some = message("text", "");
        MailAddress zofie = MailAddress.of("\u017eofie@example.org");
        MailMessage toZofie = new MailMessage(
                new MailMessage.Envelope(some.envelope().from(), zofie, List.of(), "1@example.org"),
                some.subject(),
                some.text(),
                some.html(),
                Map.of(),
                List.of());
        try (MailConnection connection = transport.open()) {
            assertThat(connection.keepPlace()).isZero();
            assertThatExceptionOfType(InvalidMailException.class).isThrownBy(() -> connection.send(toZofie));
            connection.giveBackPlace();
            assertThat(connection.keepPlace()).isZero();
        }
    }

    @Test
    void takesTheOtherServerWhenOneIsAway() throws Exception {
        scripted.close();

        assertThat(resultOf(FailoverTransport.of(to(scripted, 2)).and(to(other, 2)), 50)
                        .sent())
                .isEqualTo(50);

        assertThat(other.messages).hasSize(50);
    }

    @Test
    void goesOnWithTheOtherServerWhenOneBreaksInTheMidstOfIt() throws Exception {
        scripted.inTurn("RCPT", "250 ok", "250 ok").reply("RCPT", DROP);

        CampaignReport report =
                resultOf(FailoverTransport.of(to(scripted, 1), 1).and(to(other, 1), 1), 50);

        assertThat(report.sent()).isEqualTo(50);
        assertThat(scripted.messages.size() + other.messages.size()).isEqualTo(50);
        assertThat(scripted.messages).hasSizeLessThanOrEqualTo(2);
        assertThat(scripted.connections).as("left alone after five failures").hasValueLessThanOrEqualTo(8);
    }

    @Test
    void goesOnWithTheOtherServerWhenOneDoesNotLetUsSend() throws Exception {
        scripted.reply("MAIL", "550 5.7.1 your domain is on a list");

        CampaignReport report =
                resultOf(FailoverTransport.of(to(scripted, 1), 1).and(to(other, 1), 1), 50);

        assertThat(report.sent()).isEqualTo(50);
        assertThat(other.messages).hasSize(50);
        assertThat(scripted.connections).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void saysSoWhenNoServerLetsUsSend() {
        scripted.reply("CONNECT", "554 no service here");
        other.reply("CONNECT", "554 nor here");
        FailoverTransport both = FailoverTransport.of(to(scripted, 1)).and(to(other, 1));

        assertThatExceptionOfType(MailServerException.class)
                .isThrownBy(both::open)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_ALLOWED));
    }

    @Test
    void leavesAServerAloneAndTriesItAgainWithOneConnection() {
        FailoverTransport one = FailoverTransport.of(to(scripted, 4))
                .breaker(new CircuitBreaker(3, ofSeconds(30)))
                .time(time);
        scripted.reply("CONNECT", "421 too busy");
        for (int i = 0; i < 5; i++) {
            assertAway(one);
        }
        assertThat(scripted.connections).as("the circuit is open").hasValue(3);

        time.advance(ofSeconds(30).minus(ofMillis(1)));
        assertAway(one);
        assertThat(scripted.connections).as("still open").hasValue(3);
        time.advance(ofMillis(1));
        assertAway(one);
        assertThat(scripted.connections).as("half-open").hasValue(4);
        assertAway(one);
        assertThat(scripted.connections).as("open again").hasValue(4);

        scripted.reply("CONNECT", "220 well again");
        time.advance(ofSeconds(30));
        try (MailConnection probe = one.open()) {
            assertAway(one);
            assertThat(scripted.connections).as("one at a time").hasValue(5);
            assertThat(probe.send(message("text", ""))).isInstanceOf(Delivery.Accepted.class);
            try (MailConnection second = one.open()) {
                assertThat(second.send(message("text", ""))).isInstanceOf(Delivery.Accepted.class);
            }
        }
    }

    @Test
    void triesItWithOneConnectionAlsoWhileOldOnesAreClosed() {
        FailoverTransport one = FailoverTransport.of(to(scripted, 4))
                .breaker(new CircuitBreaker(1, ofSeconds(30)))
                .time(time);
        MailConnection old = one.open();
        scripted.reply("CONNECT", "421 too busy");
        assertAway(one);
        scripted.reply("CONNECT", "220 well again");
        time.advance(ofSeconds(30));
        try (MailConnection probe = one.open()) {
            old.close();
            assertAway(one);
            assertThat(probe.isUsable()).isTrue();
        }
        try (MailConnection another = one.open()) {
            assertThat(another.isUsable()).as("the first has found out nothing").isTrue();
        }

        assertThat(scripted.connections).hasValue(4);
    }

    @Test
    void goesToACrowdedServerWhenTheOtherOneIsAway() throws Exception {
        FailoverTransport both = FailoverTransport.of(to(scripted, 1)).and(to(other, 1));
        try (MailConnection first = both.open()) {
            both.open().close(); // at the other one
            assertThat(scripted.connections).hasValue(1);
            other.close();

            try (MailConnection third = both.open()) {
                assertThat(third.send(message("text", ""))).isInstanceOf(Delivery.Accepted.class);
            }
            assertThat(first.isUsable()).isTrue();
        }

        assertThat(scripted.connections).hasValue(2);
    }

    @Test
    void opensItsCircuitForConnectionsThatBreakAsWell() {
        FailoverTransport one = FailoverTransport.of(to(scripted, 4))
                .breaker(new CircuitBreaker(2, ofSeconds(30)))
                .time(time);
        scripted.reply("MAIL", DROP);
        for (int i = 0; i < 2; i++) {
            try (MailConnection connection = one.open()) {
                assertThatExceptionOfType(MailServerException.class)
                        .isThrownBy(() -> connection.send(message("text", "")));
            }
        }

        assertAway(one);
        assertThat(scripted.connections).hasValue(2);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> FailoverTransport.of(to(scripted, 1), 0));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new CircuitBreaker(0, ofSeconds(1)));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new CircuitBreaker(1, ZERO));
    }

    private static void assertAway(FailoverTransport transport) {
        assertThatExceptionOfType(MailServerException.class)
                .isThrownBy(transport::open)
                .satisfies(e -> assertThat(e.reason().mayPass()).isTrue());
    }

    private static SmtpTransport to(ScriptedSmtpServer server, int connections) {
        return SmtpTransport.to(SmtpServer.at("127.0.0.1", server.port())
                .tls(SmtpTls.NONE)
                .maxConnections(connections)
                .reconnect(Retry.fixed(3, ZERO)));
    }

    private static List<String> names(int members) {
        return IntStream.range(0, members).mapToObj(i -> "m" + i).toList();
    }

    private CampaignReport resultOf(FailoverTransport transport, int members) throws InterruptedException {
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            Outcome<CampaignReport> outcome = tasks.submit(
                            "campaign", context -> campaign.send(names(members), transport.time(time), context))
                    .await(ofSeconds(20))
                    .orElseThrow();
            assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
            return ((Outcome.Succeeded<CampaignReport>) outcome).result();
        }
    }
}
