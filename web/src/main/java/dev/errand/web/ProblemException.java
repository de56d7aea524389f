package dev.errand.web;

import dev.errand.ErrandException;

/** A call was refused: carries the problem to the one place where it becomes a reply. */
final class ProblemException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
