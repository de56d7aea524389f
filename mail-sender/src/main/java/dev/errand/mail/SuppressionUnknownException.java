package dev.errand.mail;

import dev.errand.ErrandException;

/** It cannot be found out who must not be written to. */
final class SuppressionUnknownException extends ErrandException {

    private static final long serialVersionUID = 1L;

    SuppressionUnknownException(Throwable cause) {
        super("the suppression list does not answer: " + cause, cause);
    }
}
