package dev.errand.web;

import dev.errand.InvalidInputException;
import dev.errand.Owner;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** New tasks, of types that are open to everybody who has signed in, or from endpoints of the host's own. */
final class SubmitPages {

    private static final Logger LOG = LoggerFactory.getLogger(SubmitPages.class);

    /** Names of preferences have no case (RFC 7240, section 2). */
    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,6})\"?(?:$|[,;\\s])", Pattern.CASE_INSENSITIVE);

    /** What is in quotes and no number belongs to another preference. */
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*[^\"\\d][^\"]*\"");

    private final WebParts parts;
    private final Map<String, Intake<?>> intakes;
    private final Bodies bodies;
    private final Replies replies;
    private final EventHub hub;
    private final AtomicBoolean warned = new AtomicBoolean();
    private final Seats waiting = new Seats(HttpLimits.WAITING_PER_CALLER, HttpLimits.WAITING_IN_ALL);

    SubmitPages(WebParts parts, Map<String, Intake<?>> intakes, Bodies bodies, Replies replies, EventHub hub) {
        this.parts = parts;
        this.intakes = Map.copyOf(intakes);
        this.bodies = bodies;
        this.replies = replies;
        this.hub = hub;
    }

    HttpReply submit(Visit visit) {
        JsonFields fields = bodies.read(visit.call());
        String type = fields.text("type").orElseThrow(() -> new InvalidInputException("type", "", "name a type"));
        Intake<?> intake = intakes.get(type);
        if (intake == null || !parts.access().allowsSubmitting(visit.caller(), type)) {
            throw Problem.of(ProblemKind.UNKNOWN_TYPE).toException();
        }
        SubmitOptions options = options(visit, fields, intake.keyRequired());
        TaskHandle<?> handle =
                intake.submit(parts.engine(), fields.json("input").orElse("null"), options);
        return accepted(visit.call(), new TaskAccepted(handle, handle.isStandIn()), visit.links());
    }

    private static SubmitOptions options(Visit visit, JsonFields fields, boolean keyRequired) {
        SubmitOptions options = SubmitOptions.by(visit.caller().owner());
        Optional<String> title = fields.text("title");
        options = title.isPresent() ? options.title(title.get()) : options;
        Optional<String> key = IdempotencyKey.of(visit.call());
        if (key.isEmpty() && keyRequired) {
            throw new InvalidInputException(IdempotencyKey.HEADER, "", "be given for this type");
        }
        options =
                visit.call().headers().first("traceparent").map(options::trace).orElse(options);
        return key.isPresent() ? options.key(key.get()) : options;
    }

    HttpReply accepted(HttpCall call, TaskAccepted accepted, Links links) {
        TaskHandle<?> handle = accepted.handle();
        TaskSnapshot first = handle.lastKnown();
        hub.submittedBy(first.owner());
        call.caller().ifPresent(one -> warnIfHidden(first, one));
        Optional<Duration> wait = call.headers().joined("Prefer").flatMap(this::waitIn);
        Caller caller = call.caller()
                .orElseGet(() -> new Caller(first.owner(), first.owner().id(), Set.of()));
        boolean waited = wait.isPresent() && await(handle, caller.owner(), wait.get());
        TaskSnapshot task = waited ? latest(first, handle, call.caller()) : first;
        int status = waited && task.state().isFinal() ? 200 : 202;
        HttpReply reply = replies.newcomer(status, task, caller, links)
                .with("Location", links.task(task.id()))
                .with("Link", "<" + links.of(task.id(), "events") + ">; rel=\"monitor\"");
        if (waited) {
            reply = reply.with("Preference-Applied", "wait=" + wait.get().toSeconds());
        }
        return IdempotencyKey.marked(reply, accepted.replayed());
    }

    /** Who is told where her task is, and does not find it there, has nobody to ask. */
    private void warnIfHidden(TaskSnapshot task, Caller caller) {
        if (!parts.access().allows(caller, TaskAction.VIEW, task) && warned.compareAndSet(false, true)) {
            LOG.warn(
                    "A task of {} was accepted in the name of {}, so that who called finds nothing at the Location of the"
                            + " answer. Where it was submitted, nobody was known, as on another thread than that of the call:"
                            + " name the owner with SubmitOptions.by. This is said once",
                    task.submission().type(),
                    Lines.one(task.owner().id()));
        }
    }

    /** As it is after the wait; as it came, if it has become somebody else's meanwhile, or nobody can say. */
    private TaskSnapshot latest(TaskSnapshot first, TaskHandle<?> handle, Optional<Caller> caller) {
        try {
            TaskSnapshot now = handle.snapshot();
            boolean visible = caller.map(one -> parts.access().allows(one, TaskAction.VIEW, now))
                    .orElseGet(() -> now.owner().equals(first.owner()));
            return visible ? now : first;
        } catch (RegistryUnavailableException away) {
            return first;
        }
    }

    private Optional<Duration> waitIn(String preferences) {
        Matcher matcher = WAIT.matcher(TEXT.matcher(preferences).replaceAll(""));
        if (!matcher.find()) {
            return Optional.empty();
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(matcher.group(1)));
        Duration most = parts.limits().longestWait();
        Duration granted = asked.compareTo(most) > 0 ? most : asked;
        return granted.isPositive() ? Optional.of(granted) : Optional.empty();
    }

    /** False if too many wait already: each of them keeps a thread. */
    private boolean await(TaskHandle<?> handle, Owner caller, Duration longest) {
        if (waiting.take(caller) != Seats.Taking.TAKEN) {
            return false;
        }
        try {
            handle.await(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.giveBack(caller);
        }
        return true;
    }
}
