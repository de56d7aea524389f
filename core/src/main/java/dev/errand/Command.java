package dev.errand;

/**
 * Somebody's wish about a task: who asks, and why. It stands in the task's {@linkplain TaskStatus#timeline() timeline}.
 *
 * {@snippet :
 * handle.cancel(Command.by("olga").because("wrong month"));
 * }
 *
 * @param by who asks: the id of the owner or of an operator; 1 to 200 characters, none of them a control character
 * @param reason why, for people; one line of up to 200 characters, and empty if nothing is said
 */
public record Command(String by, String reason) {

    /**
     * Checks both parts.
     *
     * @throws InvalidInputException if nobody is named, or a part is too long or has control characters
     */
    public Command {
        if (by.isBlank()) {
            throw new InvalidInputException("by", by, "name somebody");
        }
        Texts.requireLine("by", by);
        Texts.requireLine("reason", reason);
    }

    /**
     * Without a reason.
     *
     * @param who the id of the owner or of an operator
     * @return that command
     * @throws InvalidInputException as the constructor
     */
    public static Command by(String who) {
        return new Command(who, "");
    }

    /**
     * With a reason.
     *
     * @param why one line of up to 200 characters
     * @return a changed copy
     * @throws InvalidInputException if it is too long or has control characters
     */
    public Command because(String why) {
        return new Command(by, why);
    }
}
