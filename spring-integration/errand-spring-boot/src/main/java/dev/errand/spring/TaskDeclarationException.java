package dev.errand.spring;

import dev.errand.ErrandException;

/** A task is declared in a way that it cannot be registered, or an injected submitter fits none. The application does not start. */
public final class TaskDeclarationException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * Refuses a declaration.
     *
     * @param message where it is, and what is wrong with it
     * @param remedy what to do about it
     */
    public TaskDeclarationException(String message, String remedy) {
        super(message, null);
        this.remedy = remedy;
    }

    /**
     * What to do about it.
     *
     * @return one sentence or more
     */
    public String remedy() {
        return remedy;
    }
}
