package dev.errand.mail;

import static dev.errand.testkit.ManualTime.NOON;
import static java.time.Duration.ZERO;
import static java.time.Duration.between;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.mail.pace.Pace;
import dev.errand.mail.pace.QuietHours;
import dev.errand.mail.pace.Rate;
import dev.errand.testkit.ManualTime;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How fast a campaign goes, in a time that passes only while it waits. */
class CampaignPaceTest extends CampaignFixture {

    private final ManualTime clock = new ManualTime();
    private final SkippingTime time = new SkippingTime(clock);

    /** When the messages came in. */
    private final List<Instant> arrivals = new CopyOnWriteArrayList<>();

    private final FakeServer server = new FakeServer(1, message -> {
        arrivals.add(clock.instant());
        return new Delivery.Accepted("250 ok");
    });

    @Test
    void sendsNoMoreThanItsRatesAllow() throws Exception {
        Campaign<Member> campaign = paced(Pace.of(Rate.perSecond(10), Rate.perMinute(100)));

        CampaignReport report = resultOf(submit(campaign, members(250), server));

        assertThat(report.sent()).isEqualTo(250);
        for (int i = 10; i < 250; i++) {
            assertThat(between(arrivals.get(i - 10), arrivals.get(i))).isGreaterThanOrEqualTo(ofSeconds(1));
        }
        for (int i = 100; i < 250; i++) {
            assertThat(between(arrivals.get(i - 100), arrivals.get(i))).isGreaterThanOrEqualTo(ofMinutes(1));
        }
        assertThat(time.passed()).isBetween(ofSeconds(124), ofSeconds(125));
        assertThat(server.opened).as("closed for long pauses").hasValueBetween(2, 4);
    }

    @Test
    void goesOnWithOtherDomainsWhileOneHasToWait() throws Exception {
        Campaign<Member> campaign = REMINDER.time(clock).pace(Pace.unlimited().perDomain(Rate.perMinute(5)));
        List<Member> members = new ArrayList<>(at("busy.example", 10));
        members.addAll(members(3));
        members.add(new Member("x@Busy.Example", "M"));

        TaskHandle<CampaignReport> handle = submit(campaign, members, server);
        awaitTaken(8);

        assertThat(server.recipients())
                .filteredOn(to -> to.endsWith("@example.org"))
                .hasSize(3);
        clock.advance(ofMinutes(1));
        awaitTaken(13);
        clock.advance(ofMinutes(1));
        assertThat(resultOf(handle).sent()).isEqualTo(14);
    }

    @Test
    void goesOnWithOtherDomainsWhileThousandsOfOneHaveToWait() throws Exception {
        Campaign<Member> campaign =
                REMINDER.time(clock).pace(Pace.unlimited().domain("busy.example", Rate.perMinute(20)));
        List<Member> members = new ArrayList<>(at("busy.example", 5_200));
        members.addAll(members(500));

        TaskHandle<CampaignReport> handle = submit(campaign, members, server);
        awaitTaken(520);

        assertThat(server.recipients())
                .filteredOn(to -> to.endsWith("@example.org"))
                .hasSize(500);
        clock.advance(ofMinutes(1));
        awaitTaken(540);
        assertThat(server.taken.getLast().envelope().to().email())
                .as("in their order")
                .isEqualTo("m39@busy.example");
        handle.cancel();
        assertThat(((Outcome.Cancelled<CampaignReport>) outcomeOf(handle))
                        .kept()
                        .orElseThrow()
                        .counts())
                .isEqualTo(new CampaignCounts(540, 0, 0, 0, 0, 5_160));
    }

    @Test
    void goesOnWithOthersWhileThousandsAreToBeTriedAgain() throws Exception {
        FakeServer greylisting = new FakeServer(
                1,
                message -> message.envelope().to().email().endsWith("@grey.example")
                        ? new Delivery.Refused("450 4.2.0 greylisted", true)
                        : new Delivery.Accepted("250 ok"));
        Campaign<Member> campaign = REMINDER.time(clock).retrying(Retry.fixed(2, ofMinutes(15)), ofHours(1));
        List<Member> members = new ArrayList<>(at("grey.example", 5_200));
        members.addAll(members(500));

        TaskHandle<CampaignReport> handle = submit(campaign, members, greylisting);
        while (greylisting.taken.size() < 500 || clock.pending() == 0) {
            Thread.onSpinWait();
        }

        clock.advance(ofMinutes(30)); // a delay is not quite the same each time
        assertThat(((Outcome.Partial<CampaignReport>) outcomeOf(handle))
                        .result()
                        .counts())
                .isEqualTo(new CampaignCounts(500, 5_200, 0, 0, 0, 0));
    }

    @Test
    void whoIsSuppressedTakesNoPlaceOfHerDomain() throws Exception {
        Campaign<Member> campaign = paced(Pace.unlimited().perDomain(Rate.perMinute(1)))
                .suppressing(email -> email.startsWith("m9") ? Optional.empty() : Optional.of("has asked for it"));

        CampaignReport report = resultOf(submit(campaign, at("busy.example", 100), server));

        assertThat(report.sent()).isEqualTo(11);
        assertThat(time.passed()).isEqualTo(ofMinutes(10));
    }

    private static List<Member> at(String domain, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Member("m" + i + "@" + domain, "M"))
                .toList();
    }

    private void awaitTaken(int messages) {
        while (server.taken.size() < messages || clock.pending() == 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void sendsNothingInQuietHours() throws Exception {
        QuietHours lunch = new QuietHours(LocalTime.of(11, 30), LocalTime.of(13, 0), ZoneOffset.UTC);

        TaskHandle<CampaignReport> handle = submit(paced(Pace.unlimited().quietHours(lunch)), members(5), server);
        resultOf(handle);

        assertThat(arrivals).containsOnly(NOON.plus(ofHours(1)));
        assertThat(server.opened).as("no connection is kept meanwhile").hasValue(2);
        assertThat(handle.snapshot().progress().message()).as("not any more").isEmpty();
    }

    @Test
    void replacesConnectionsAfterTheirUse() throws Exception {
        resultOf(submit(paced(Pace.unlimited().perConnection(3, ofHours(1))), members(10), server));
        assertThat(server.opened).hasValue(4);

        server.opened.set(0);
        resultOf(submit(
                paced(Pace.of(new Rate(1, ofSeconds(5))).perConnection(100, ofSeconds(11))), members(10), server));
        assertThat(server.opened).as("after the third message each").hasValue(4);
    }

    @Test
    void slowsDownWhenTheServerIsInTrouble() throws Exception {
        AtomicInteger count = new AtomicInteger();
        FakeServer weak = new FakeServer(
                1,
                message -> count.incrementAndGet() == 51
                        ? new Delivery.Refused("451 4.3.2 too fast", true)
                        : new Delivery.Accepted("250 ok"));
        Campaign<Member> campaign = paced(Pace.unlimited()).retrying(Retry.fixed(2, ZERO), ofHours(1));

        assertThat(resultOf(submit(campaign, members(200), weak)).sent()).isEqualTo(200);
        assertThat(time.passed()).as("25 a second, and faster").isBetween(ofSeconds(3), ofSeconds(8));
    }

    @Test
    void doesNotSlowDownForAMailboxThatIsBusy() throws Exception {
        FakeServer busy = new FakeServer(1, message -> new Delivery.Refused("450 4.2.1 mailbox busy", true));

        outcomeOf(submit(paced(Pace.unlimited()), members(200), busy));

        assertThat(time.passed()).isZero();
    }

    /** The first attempt sends three, and five a minute are allowed. */
    @Test
    void remembersAfterARestartWhatHasLeft() throws Exception {
        sendInTwoAttempts(paced(Pace.of(Rate.perMinute(5))));

        assertThat(arrivals).hasSize(10);
        for (int i = 5; i < 10; i++) {
            assertThat(between(arrivals.get(i - 5), arrivals.get(i))).isGreaterThanOrEqualTo(ofMinutes(1));
        }
    }

    @Test
    void goesByTheClockOfTheLedgerWhenItRecallsWhatHasLeft() throws Exception {
        sendInTwoAttempts(paced(Pace.of(Rate.perMinute(5))).time(new Behind(time, ofHours(1))));

        assertThat(arrivals).hasSize(10);
        assertThat(between(arrivals.getFirst(), arrivals.getLast())).isBetween(ofMinutes(1), ofMinutes(3));
    }

    @Test
    void losesNoTimeOnThoseWhoHaveTheirMessage() throws Exception {
        sendInTwoAttempts(paced(Pace.of(Rate.perDay(5))));

        assertThat(arrivals).hasSize(10);
        assertThat(between(arrivals.getFirst(), arrivals.getLast())).isBetween(ofHours(24), ofHours(40));
    }

    /** The engine goes by the same clock, but what it waits for makes no time pass: that is for the campaign alone. */
    private void sendInTwoAttempts(Campaign<Member> campaign) throws Exception {
        TaskType<String, CampaignReport> type =
                TaskType.named("paced", String.class, CampaignReport.class).retrying(Retry.fixed(2, ZERO));
        AtomicInteger attempts = new AtomicInteger();
        try (TaskEngine engine = TaskEngine.builder()
                .time(clock)
                .register(type, (input, context) -> {
                    attempts.set(context.attempt());
                    return campaign.send(breakingOnce(context.attempt()), server, context);
                })
                .build()) {
            TaskHandle<CampaignReport> handle = engine.submit(type, "go");
            while (attempts.get() < 2) {
                clock.advance(ZERO);
            }
            resultOf(handle);
        }
    }

    private Iterator<Member> breakingOnce(int attempt) {
        AtomicInteger read = new AtomicInteger();
        return members(10).stream()
                .peek(member -> {
                    if (read.incrementAndGet() == 6 && attempt == 1) {
                        throw new IllegalStateException("database away");
                    }
                })
                .iterator();
    }

    private Campaign<Member> paced(Pace pace) {
        return REMINDER.time(time).pace(pace);
    }

    /** The same time on a clock that shows too little. */
    private record Behind(TimeSource right, Duration by) implements TimeSource {

        @Override
        public Instant instant() {
            return right.instant().minus(by);
        }

        @Override
        public long nanoTime() {
            return right.nanoTime();
        }

        @Override
        public Alarm after(Duration delay, Runnable action) {
            return right.after(delay, action);
        }
    }
}
