package dev.errand.engine;

import dev.errand.TaskSnapshot;
import dev.errand.event.TaskEvent;
import dev.errand.event.TaskListener;
import dev.errand.recording.FlightRecording;
import dev.errand.watch.Mailbox;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those who listen what has happened to tasks. */
final class Announcements {

    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    private final List<Mailbox> mailboxes;
    private final FlightRecording recording = new FlightRecording();

    Announcements(List<TaskListener> listeners) {
        this.mailboxes = listeners.stream().map(Mailbox::new).toList();
    }

    /** What has happened has happened, also if there is not even the memory to tell of it. */
    void tell(TaskSnapshot after, Function<TaskSnapshot, TaskEvent> event) {
        try {
            TaskEvent happened = event.apply(after);
            recording.on(happened);
            mailboxes.forEach(mailbox -> mailbox.put(happened));
        } catch (Throwable e) {
            LOG.error("A change of task {} cannot be told to those who listen", after.id(), e);
        }
    }

    /** Waits until every listener has been told everything, or the limit is reached. */
    void awaitTold(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (Mailbox mailbox : mailboxes) {
            mailbox.awaitEmpty(end - System.nanoTime());
        }
    }
}
