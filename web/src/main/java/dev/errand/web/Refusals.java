package dev.errand.web;

import dev.errand.ErrandException;
import dev.errand.InvalidInputException;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TraceParent;
import dev.errand.artifact.ArtifactException;
import dev.errand.registry.RegistryUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what was thrown into a reply. What only an operator should read goes to the log, under the reference of the reply. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(15);
    private static final int REFERENCE_BYTES = 4;

    private final SecureRandom random = new SecureRandom();

    HttpReply reply(HttpCall call, Links links, RuntimeException thrown) {
        byte[] reference = new byte[REFERENCE_BYTES];
        random.nextBytes(reference);
        String shown = HexFormat.of().withUpperCase().formatHex(reference);
        Problem problem = problemOf(thrown, links);
        if (problem.kind().status() == 500) {
            LOG.error(
                    "A call of {} {} failed, reference {}",
                    Lines.one(call.method()),
                    Lines.one(call.target().path()),
                    shown,
                    thrown);
        } else {
            LOG.debug(
                    "A call of {} {} was refused, reference {}: {}",
                    Lines.one(call.method()),
                    Lines.one(call.target().path()),
                    shown,
                    Lines.one(String.valueOf(thrown.getMessage())));
        }
        Problem.Origin origin = new Problem.Origin(shown, call.trace().map(TraceParent::traceId));
        return problem.reply(call.target().prefix() + call.target().path(), origin);
    }

    private static Problem problemOf(RuntimeException thrown, Links links) {
        return switch (thrown) {
            case ProblemException known -> known.problem();
            case InvalidInputException invalid -> Problem.invalid(invalid.field(), invalid.value(), invalid.limit());
            case TaskRefusedException refused -> problemOf(refused, links);
            case RegistryUnavailableException away ->
                Problem.of(ProblemKind.UNAVAILABLE).retryAfter(SOON);
            case ArtifactException gone when gone.isGone() -> Problem.of(ProblemKind.FILE_EXPIRED);
            case ArtifactException away ->
                Problem.of(ProblemKind.UNAVAILABLE, "The file is not available right now.")
                        .retryAfter(SOON);
            case ErrandException other -> Problem.of(ProblemKind.INTERNAL_ERROR);
            default -> Problem.of(ProblemKind.INTERNAL_ERROR);
        };
    }

    private static Problem problemOf(TaskRefusedException refused, Links links) {
        return switch (refused.reason()) {
            case QUEUE_FULL -> Problem.of(ProblemKind.QUEUE_FULL).retryAfter(LATER);
            case OWNER_LIMIT -> Problem.of(ProblemKind.TOO_MANY_TASKS).retryAfter(LATER);
            case SHUT_DOWN -> Problem.of(ProblemKind.DRAINING).retryAfter(SOON);
            case KEY_IN_USE -> withTask(Problem.of(ProblemKind.IDEMPOTENCY_KEY_REUSED), refused.conflicting(), links);
            case ALREADY_RUNNING -> withTask(Problem.of(ProblemKind.ALREADY_RUNNING), refused.conflicting(), links);
            case INPUT_GONE -> Problem.of(ProblemKind.INPUTS_EXPIRED);
            case NOT_RETRYABLE -> Problem.of(ProblemKind.NOT_RETRYABLE, String.valueOf(refused.getMessage()));
        };
    }

    private static Problem withTask(Problem problem, Optional<TaskId> task, Links links) {
        return task.map(id -> problem.task(id, links)).orElse(problem);
    }
}
