package dev.errand;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a submission says beside its type and its input: for whom, under which title, when.
 *
 * {@snippet :
 * tasks.submit(EXPORT, new ClaimQuery("auto"), by("ana").title("Claims, auto").joinIfRunning());
 * }
 *
 * <p>Immutable; every method returns a changed copy.
 *
 * @param owner on whose behalf the task runs
 * @param title what people see in place of the type's name; one line of up to 200 characters
 * @param key makes a repeated submission harmless: while the registry knows a task of the same type, owner and key,
 *     that task is the answer, if it has the same input; one line of up to 200 characters
 * @param when the earliest time to start
 * @param priority which of the tasks that wait goes first
 * @param sharing when an earlier task stands in for this one
 * @param trace the trace that the submission belongs to
 */
public record SubmitOptions(
        Owner owner,
        Optional<String> title,
        Optional<String> key,
        When when,
        Priority priority,
        Sharing sharing,
        Optional<TraceParent> trace) {

    private static final SubmitOptions DEFAULTS = by(Owner.APPLICATION);

    /**
     * Checks every part.
     *
     * @throws InvalidInputException if the title or the key is blank, too long or has control characters
     */
    public SubmitOptions {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(when, "when");
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(sharing, "sharing");
        title.ifPresent(text -> requireLine("title", text));
        key.ifPresent(text -> requireLine("key", text));
    }

    /**
     * Options of a submission that belongs to no trace.
     *
     * @param owner as above
     * @param title as above
     * @param key as above
     * @param when as above
     * @param priority as above
     * @param sharing as above
     * @throws InvalidInputException if the title or the key is blank, too long or has control characters
     */
    public SubmitOptions(
            Owner owner, Optional<String> title, Optional<String> key, When when, Priority priority, Sharing sharing) {
        this(owner, title, key, when, priority, sharing, Optional.empty());
    }

    /**
     * By the application itself, at once, under the type's name.
     *
     * @return the defaults
     */
    public static SubmitOptions defaults() {
        return DEFAULTS;
    }

    /**
     * By a person, at once, under the type's name.
     *
     * @param owner the person's id
     * @return options with that owner
     * @throws InvalidInputException if the owner is blank, too long or has control characters
     */
    public static SubmitOptions by(String owner) {
        return by(Owner.of(owner));
    }

    /**
     * By an owner, at once, under the type's name.
     *
     * @param owner on whose behalf the task runs
     * @return options with that owner
     */
    public static SubmitOptions by(Owner owner) {
        return new SubmitOptions(owner, Optional.empty(), Optional.empty(), When.NOW, Priority.NORMAL, Sharing.NONE);
    }

    /**
     * With a title for people.
     *
     * @param text one line of 1 to 200 characters
     * @return a changed copy
     * @throws InvalidInputException if the text is blank, too long or has control characters
     */
    public SubmitOptions title(String text) {
        return new SubmitOptions(owner, Optional.of(text), key, when, priority, sharing, trace);
    }

    /**
     * With a key, so that submitting twice makes one task.
     *
     * @param text one line of 1 to 200 characters
     * @return a changed copy
     * @throws InvalidInputException if the text is blank, too long or has control characters
     */
    public SubmitOptions key(String text) {
        return new SubmitOptions(owner, title, Optional.of(text), when, priority, sharing, trace);
    }

    /**
     * Not before some time has passed.
     *
     * @param duration zero to 3,660 days
     * @return a changed copy
     * @throws InvalidInputException if it is out of range
     */
    public SubmitOptions delay(Duration duration) {
        return new SubmitOptions(owner, title, key, new When.After(duration), priority, sharing, trace);
    }

    /**
     * Not before an instant.
     *
     * @param instant in the past for at once
     * @return a changed copy
     * @throws InvalidInputException if it is after the year 9999
     */
    public SubmitOptions at(Instant instant) {
        return new SubmitOptions(owner, title, key, new When.At(instant), priority, sharing, trace);
    }

    /**
     * With a priority.
     *
     * @param other which of the tasks that wait goes first
     * @return a changed copy
     */
    public SubmitOptions priority(Priority other) {
        return new SubmitOptions(owner, title, key, when, other, sharing, trace);
    }

    /**
     * One at a time: while a task of this type and owner has not ended, that one is the answer if it has the same input,
     * and the submission is refused if it has another one.
     *
     * @return a changed copy
     */
    public SubmitOptions joinIfRunning() {
        return with(new Sharing(Sharing.SingleFlight.JOIN, sharing.freshFor()));
    }

    /**
     * One at a time: while a task of this type and owner has not ended, the submission is refused.
     *
     * @return a changed copy
     */
    public SubmitOptions rejectIfRunning() {
        return with(new Sharing(Sharing.SingleFlight.REJECT, sharing.freshFor()));
    }

    /**
     * No second time so soon: a task of this type, owner and input that succeeded in full not longer ago than this is the
     * answer. When it ended, its snapshot says.
     *
     * @param age more than zero
     * @return a changed copy
     * @throws InvalidInputException if it is zero or less
     */
    public SubmitOptions reuseWithin(Duration age) {
        return with(new Sharing(sharing.whileUnended(), Optional.of(age)));
    }

    /**
     * As part of a trace, so that the run can be found from what has asked for it.
     *
     * @param traceparent the header of that name, as in W3C Trace Context; what is none is ignored
     * @return a changed copy, or the same
     */
    public SubmitOptions trace(String traceparent) {
        Optional<TraceParent> given = TraceParent.parse(traceparent);
        return given.isEmpty() ? this : new SubmitOptions(owner, title, key, when, priority, sharing, given);
    }

    private SubmitOptions with(Sharing other) {
        return new SubmitOptions(owner, title, key, when, priority, other, trace);
    }

    private static void requireLine(String field, String text) {
        if (text.isBlank()) {
            throw new InvalidInputException(field, text, "not be blank");
        }
        Texts.requireLine(field, text);
    }
}
