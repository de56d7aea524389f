package dev.errand;

/** The answer to a {@link Command}, given at once. */
public enum Reply {
    /** It is done, or under way. */
    ACCEPTED("Accepted."),
    /** Somebody asked for the same before. */
    ALREADY_ASKED("This was asked for already."),
    /** Too late: the task has ended. */
    ENDED("The task has ended already."),
    /** Too early: the task has not ended. */
    NOT_ENDED("The task has not ended yet."),
    /** The task has passed its {@linkplain TaskContext#pointOfNoReturn() point of no return}. */
    PAST_NO_RETURN("The task has come too far to be stopped."),
    /** The task saves no checkpoints, so it would have to begin again: it can be cancelled, but not paused. */
    NOT_PAUSABLE("The task cannot be paused, since it could not go on where it stopped."),
    /** It makes no sense in the state that the task is in. */
    NOT_NOW("This is not possible in the state that the task is in."),
    /** Too late: the task was handed over to somebody else since the handle was made. */
    HANDED_OVER("The task is somebody else's by now."),
    /** Somebody else cannot have the task, since she has one of that type under the same {@linkplain SubmitOptions#key(String) key}. */
    KEY_TAKEN("The new owner has a task of the same key already.");

    private final String sentence;

    Reply(String sentence) {
        this.sentence = sentence;
    }

    /**
     * Whether the command was taken.
     *
     * @return true for {@link #ACCEPTED} only
     */
    public boolean isAccepted() {
        return this == ACCEPTED;
    }

    /**
     * The answer for people.
     *
     * @return one sentence
     */
    public String sentence() {
        return sentence;
    }
}
