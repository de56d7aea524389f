package dev.errand.engine;

import dev.errand.Artifact;
import dev.errand.Command;
import dev.errand.InvalidInputException;
import dev.errand.Owner;
import dev.errand.Reply;
import dev.errand.Submission;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.artifact.ArtifactException;
import dev.errand.artifact.ArtifactStore;
import dev.errand.registry.Amendment;
import dev.errand.registry.Checkpoint;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.TaskSummary;
import dev.errand.registry.Transition;
import dev.errand.time.TimeSource;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people do with tasks that have ended: look at how they did, keep their files, hand them over, and throw them away. */
final class Archive {

    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);

    private final TaskRegistry registry;
    private final ArtifactStore artifacts;
    private final TimeSource time;

    Archive(EngineParts parts) {
        this.registry = parts.registry();
        this.artifacts = parts.artifacts();
        this.time = parts.time();
    }

    TaskSummary summary(Owner owner) {
        return registry.summary(owner);
    }

    Optional<Instant> forgottenAt(TaskId id, Owner owner) {
        return registry.forgottenAt(id, owner);
    }

    boolean markSeen(TaskId id, Owner owner) {
        return registry.markSeen(id, owner);
    }

    boolean countDownload(TaskId id, Artifact file) {
        return registry.countDownload(id, file.id());
    }

    /** Asks the store first: if the task has changed meanwhile, the file is kept all the same, and it is asked again. */
    Reply keep(TaskId id, Artifact file, Command command) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(command, "command");
        while (true) {
            Optional<TaskSnapshot> known = registry.find(id).map(TaskEntry::snapshot);
            Optional<Artifact> described = known.stream()
                    .flatMap(task -> task.artifacts().stream())
                    .filter(each -> each.id().equals(file.id()))
                    .findFirst();
            if (known.isPresent() && !known.get().state().isFinal()) {
                return Reply.NOT_ENDED;
            }
            if (described.isEmpty()) {
                return Reply.NOT_NOW;
            }
            Artifact renewed = artifacts.renew(described.get());
            Amendment kept = new Amendment.Kept(described.get(), renewed, causeOf(command));
            if (registry.amend(id, kept).isPresent()) {
                log(id, command, "A file of a task is kept for longer");
                return Reply.ACCEPTED;
            }
        }
    }

    Reply handOver(TaskId id, Owner to, Command command) {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(command, "command");
        while (true) {
            Optional<TaskSnapshot> known = registry.find(id).map(TaskEntry::snapshot);
            Optional<Reply> refusal = known.isEmpty() ? Optional.of(Reply.NOT_NOW) : refusalOf(known.get(), to);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            if (registry.amend(id, new Amendment.HandedOver(to, causeOf(command)))
                    .isPresent()) {
                log(id, command, "A task was handed over");
                return Reply.ACCEPTED;
            }
        }
    }

    private Optional<Reply> refusalOf(TaskSnapshot task, Owner to) {
        if (!task.owner().tenant().equals(to.tenant())) {
            throw new InvalidInputException("owner", to, "be of the same tenant as the task");
        }
        if (!task.state().isFinal()) {
            return Optional.of(Reply.NOT_ENDED);
        }
        if (task.owner().equals(to)) {
            return Optional.of(Reply.ALREADY_ASKED);
        }
        Submission submission = task.submission();
        return submission
                .key()
                .flatMap(key -> registry.find(submission.type(), to, key))
                .map(hers -> Reply.KEY_TAKEN);
    }

    private Transition.Cause causeOf(Command command) {
        return Transition.Cause.of(command, time.instant());
    }

    private static void log(TaskId id, Command command, String what) {
        LOG.atInfo()
                .addKeyValue(TaskMdc.TASK_ID, id)
                .addKeyValue("by", command.by())
                .addKeyValue("reason", command.reason())
                .log(what);
    }

    /** Forgets the task before its files are deleted: whoever retries it at the same time would miss them. */
    Reply delete(TaskId id, Owner owner, Command command) {
        Objects.requireNonNull(command, "command");
        while (true) {
            Optional<TaskSnapshot> known = registry.find(id).map(TaskEntry::snapshot);
            if (known.isEmpty()) {
                return Reply.ALREADY_ASKED;
            }
            if (!known.get().owner().equals(owner)) {
                return Reply.HANDED_OVER;
            }
            if (!known.get().state().isFinal()) {
                return Reply.NOT_ENDED;
            }
            Optional<TaskEntry> forgotten = registry.forget(id, owner, time.instant());
            if (forgotten.isPresent()) {
                log(id, command, "A task was deleted");
                filesOf(forgotten.get()).forEach(this::delete);
                return Reply.ACCEPTED;
            }
        }
    }

    /** Also those that an attempt to come would have begun with. */
    private static List<Artifact> filesOf(TaskEntry task) {
        return Stream.of(
                        task.snapshot().artifacts(),
                        task.startingPoint().artifacts(),
                        task.startingPoint()
                                .checkpoint()
                                .map(Checkpoint::artifacts)
                                .orElse(List.of()))
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private void delete(Artifact file) {
        try {
            artifacts.delete(file);
        } catch (ArtifactException e) {
            LOG.warn(
                    "File {} of a task that was deleted cannot be deleted now, but will be when it expires",
                    file.id(),
                    e);
        }
    }
}
