package dev.errand.mail.smtp;

import static dev.errand.SubmitOptions.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Priority;
import dev.errand.Submission;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import dev.errand.TaskType;
import dev.errand.TimelineEntry;
import dev.errand.engine.TaskEngine;
import dev.errand.mail.MailNotifier;
import dev.errand.notice.TaskNotice;
import dev.errand.notice.UndeliveredException;
import dev.errand.progress.Pace;
import dev.errand.progress.Phase;
import dev.errand.progress.Progress;
import dev.errand.progress.Units;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Sent to a real server. */
class MailNotifierTest extends SmtpFixture {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);

    @Test
    void writesToAnOwnerWhoWasAway() throws Exception {
        try (Mailbox mailbox = new Mailbox()) {
            MailNotifier notifier = notifier(mailbox.server())
                    .linking(task -> Optional.of(URI.create("https://example.org/tasks/" + task.id())));
            TaskNotice notice = notice(new Outcome.Succeeded<>("x"), Duration.ofMinutes(3));
            assertThat(notifier.wants(notice)).isTrue();

            notifier.deliver(List.of(notice));

            MimeMessage mail = mailbox.only();
            assertThat(mail.getSubject()).isEqualTo("Your task is done");
            assertThat(mail.getMessageID()).isEqualTo("<notice-" + notice.id() + "@example.org>");
            assertThat(textOf(mail))
                    .contains("Claims of Ana Novak", "It is done. 4,200 units were done.")
                    .contains("https://example.org/tasks/" + notice.task().id());
        }
    }

    @Test
    void hasWordsOfItsOwnForFailureAndPart() throws Exception {
        try (Mailbox mailbox = new Mailbox()) {
            Failure failure = new Failure("7F3A", "The database was not available.", "x", Optional.empty());
            notifier(mailbox.server())
                    .deliver(List.of(notice(new Outcome.Failed<>(failure, Optional.empty()), Duration.ofHours(1))));

            assertThat(mailbox.only().getSubject()).isEqualTo("Your task could not be finished");
            assertThat(textOf(mailbox.only()))
                    .contains("The database was not available. 4,200 units were done before. Reference 7F3A.");
        }
        try (Mailbox mailbox = new Mailbox()) {
            notifier(mailbox.server()).deliver(List.of(notice(new Outcome.Partial<>("x", 13), Duration.ofHours(1))));

            assertThat(mailbox.only().getSubject()).isEqualTo("Your task is done, but not all of it");
            assertThat(textOf(mailbox.only())).contains("13 units failed");
        }
    }

    @Test
    void writesOneMailForMany() throws Exception {
        try (Mailbox mailbox = new Mailbox()) {
            TaskNotice good = notice(new Outcome.Succeeded<>("x"), Duration.ofHours(1));
            TaskNotice bad = notice(new Outcome.Partial<>("x", 13), Duration.ofHours(1));

            notifier(mailbox.server()).deliver(List.of(good, bad));

            assertThat(mailbox.only().getSubject()).isEqualTo("2 tasks have ended, 1 of them not as they should");
            assertThat(textOf(mailbox.only())).contains("It is done.", "13 units failed");
        }
    }

    @Test
    void leavesThoseAloneWhoKnowAlready() {
        MailNotifier notifier = notifier(plain());
        TaskNotice notice = notice(new Outcome.Succeeded<>("x"), Duration.ofMinutes(3));
        TaskSnapshot task = notice.task();
        TaskSnapshot seen =
                new TaskSnapshot(task.id(), 9, task.submission(), task.status().asSeen(), task.progress(), List.of());

        assertThat(notifier.wants(notice(new Outcome.Succeeded<>("x"), Duration.ofMinutes(2))))
                .as("too quick")
                .isFalse();
        assertThat(notifier.wants(new TaskNotice(notice.id(), task, true)))
                .as("watched")
                .isFalse();
        assertThat(notifier.wants(new TaskNotice(notice.id(), seen, false)))
                .as("seen since")
                .isFalse();
        assertThat(notifier.isRepeatable()).isFalse();
    }

    @Test
    void saysWhetherItIsOfUseToTryAgain() {
        List<TaskNotice> notices = List.of(notice(new Outcome.Succeeded<>("x"), Duration.ofMinutes(3)));
        scripted.reply("RCPT", "451 later");
        assertThatExceptionOfType(UndeliveredException.class)
                .isThrownBy(() -> notifier(plain()).deliver(notices))
                .satisfies(e -> assertThat(e.isLasting()).isFalse());
        scripted.reply("RCPT", "550 unknown");
        assertThatExceptionOfType(UndeliveredException.class)
                .isThrownBy(() -> notifier(plain()).deliver(notices))
                .satisfies(e -> assertThat(e.isLasting()).isTrue());
        MailNotifier crooked = MailNotifier.through(
                SmtpTransport.to(plain()), "claims@example.org", owner -> Optional.of("a@b\r\nBcc: c@d"));
        assertThatExceptionOfType(UndeliveredException.class)
                .isThrownBy(() -> crooked.deliver(notices))
                .satisfies(e -> assertThat(e.isLasting()).isTrue());
    }

    @Test
    void isToldByAnEngine() throws Exception {
        try (Mailbox mailbox = new Mailbox();
                TaskEngine tasks = TaskEngine.builder()
                        .notifier(notifier(mailbox.server()).longerThan(Duration.ZERO))
                        .register(ECHO, (input, context) -> input)
                        .build()) {
            TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));
            assertThat(handle.await(Duration.ofSeconds(20))).isPresent();

            mailbox.awaitOne();

            assertThat(mailbox.only().getSubject()).isEqualTo("Your task is done");
            assertThat(mailbox.only().getMessageID()).startsWith("<notice-" + handle.id() + "-");
        }
    }

    private static MailNotifier notifier(SmtpServer server) {
        return MailNotifier.through(
                SmtpTransport.to(server), "Claims <claims@example.org>", owner -> Optional.of("ana@example.org"));
    }

    private static TaskNotice notice(Outcome<String> outcome, Duration took) {
        TaskId id = new TaskId(UUID.randomUUID());
        TaskState end = outcome.state();
        List<TimelineEntry> timeline = List.of(
                new TimelineEntry(NOON, TaskState.RUNNING, 1, "", ""),
                new TimelineEntry(NOON.plus(took), end, 1, "", ""));
        Progress progress =
                new Progress(new Units(4_200, 0, 0, OptionalLong.empty()), Phase.UNNAMED, "", Pace.UNKNOWN, List.of());
        TaskSnapshot task = new TaskSnapshot(
                id,
                3,
                new Submission(
                        "export",
                        Owner.of("ana"),
                        "Claims of Ana Novak",
                        new Submission.Terms(Optional.empty(), Priority.NORMAL, Optional.empty()),
                        NOON,
                        NOON),
                new TaskStatus(end, 1, 0, 0, false, false, Optional.empty(), Optional.of(outcome), false, timeline),
                progress,
                List.of());
        return new TaskNotice(id + "-3", task, false);
    }
}
