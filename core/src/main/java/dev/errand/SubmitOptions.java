package dev.errand;

import java.time.Duration;
import java.util.Optional;

/**
 * What a submission says beside its type and its input: for whom, under which title, when.
 *
 * {@snippet :
 * tasks.submit(EXPORT, new ClaimQuery("auto"), by("ana").title("Claims, auto").delay(ofMinutes(5)));
 * }
 *
 * <p>Immutable; every method returns a changed copy.
 *
 * @param owner on whose behalf the task runs
 * @param title what people see in place of the type's name; one line of up to 200 characters
 * @param key makes a repeated submission harmless: while the registry knows a task of the same type, owner and key,
 *     that task is the answer; one line of up to 200 characters
 * @param delay how long to wait before the task may start; zero to 3,660 days
 */
public record SubmitOptions(Owner owner, Optional<String> title, Optional<String> key, Duration delay) {

    private static final Duration LONGEST_DELAY = Duration.ofDays(3_660);
    private static final SubmitOptions DEFAULTS =
            new SubmitOptions(Owner.APPLICATION, Optional.empty(), Optional.empty(), Duration.ZERO);

    /**
     * Checks every part.
     *
     * @throws InvalidInputException if the title or the key is blank, too long or has control characters, or the delay
     *     is negative
     */
    public SubmitOptions {
        title.ifPresent(text -> requireLine("title", text));
        key.ifPresent(text -> requireLine("key", text));
        if (delay.isNegative()) {
            throw new InvalidInputException("delay", delay, "be zero or more");
        }
        if (delay.compareTo(LONGEST_DELAY) > 0) {
            throw new InvalidInputException("delay", delay, "be at most " + LONGEST_DELAY.toDays() + " days");
        }
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
        return new SubmitOptions(owner, Optional.empty(), Optional.empty(), Duration.ZERO);
    }

    /**
     * With a title for people.
     *
     * @param text one line of 1 to 200 characters
     * @return a changed copy
     * @throws InvalidInputException if the text is blank, too long or has control characters
     */
    public SubmitOptions title(String text) {
        return new SubmitOptions(owner, Optional.of(text), key, delay);
    }

    /**
     * With a key, so that submitting twice makes one task.
     *
     * @param text one line of 1 to 200 characters
     * @return a changed copy
     * @throws InvalidInputException if the text is blank, too long or has control characters
     */
    public SubmitOptions key(String text) {
        return new SubmitOptions(owner, title, Optional.of(text), delay);
    }

    /**
     * Not before some time has passed.
     *
     * @param duration zero to 3,660 days
     * @return a changed copy
     * @throws InvalidInputException if it is out of range
     */
    public SubmitOptions delay(Duration duration) {
        return new SubmitOptions(owner, title, key, duration);
    }

    private static void requireLine(String field, String text) {
        if (text.isBlank()) {
            throw new InvalidInputException(field, text, "not be blank");
        }
        Texts.requireLine(field, text);
    }
}
