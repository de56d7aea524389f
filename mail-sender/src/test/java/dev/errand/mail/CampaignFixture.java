package dev.errand.mail;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Campaigns as tasks, over a transport without a network. */
@Timeout(20)
abstract class CampaignFixture {

    record Member(String email, String name) {}

    static final Campaign<Member> REMINDER = Campaign.<Member>to(Member::email)
            .name(Member::name)
            .from("Claims <claims@example.org>")
            .subject(member -> "Please sign, " + member.name())
            .html(member -> "<p>Dear " + member.name() + "</p>")
            .retrying(Retry.never(), Duration.ZERO);

    final CountDownLatch gate = new CountDownLatch(1);
    final TaskEngine tasks = TaskEngine.inMemory();

    @AfterEach
    void stopsTheEngine() {
        gate.countDown();
        tasks.close();
    }

    static List<Member> members(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Member("m" + i + "@example.org", "Member " + i))
                .toList();
    }

    TaskHandle<CampaignReport> submit(Campaign<Member> campaign, List<Member> members, MailTransport server) {
        return tasks.submit("campaign", context -> campaign.send(members, server, context));
    }

    static Outcome<CampaignReport> outcomeOf(TaskHandle<CampaignReport> handle) throws InterruptedException {
        return handle.await(ofSeconds(15)).orElseThrow();
    }

    static CampaignReport resultOf(TaskHandle<CampaignReport> handle) throws InterruptedException {
        Outcome<CampaignReport> outcome = outcomeOf(handle);
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<CampaignReport>) outcome).result();
    }

    static Failure failureOf(TaskHandle<CampaignReport> handle) throws InterruptedException {
        Outcome<CampaignReport> outcome = outcomeOf(handle);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed<CampaignReport>) outcome).failure();
    }

    static Set<String> messageIds(FakeServer server) {
        return new HashSet<>(server.taken.stream()
                .map(message -> message.envelope().messageId())
                .toList());
    }

    static void assertRefused(String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(InvalidMailException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    void awaitGate() {
        awaitQuietly(gate);
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw FakeServer.lost();
        }
    }

    void ignoreInterruptsUntilTheGateOpens() {
        boolean open = false;
        while (!open) {
            try {
                gate.await();
                open = true;
            } catch (InterruptedException ignored) {
                // as a server that does not answer, on a socket that cannot be interrupted
            }
        }
    }
}
