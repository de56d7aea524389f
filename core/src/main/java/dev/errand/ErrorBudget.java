package dev.errand;

import dev.errand.progress.Progress;

/**
 * How many of a task's items may fail before the task is stopped and has failed as a whole.
 *
 * <p>A percentage is one of the total. While that is unknown it is one of the items processed so far, and counts from
 * the hundredth on: the first of three items is not a third of a task.
 *
 * @param items how many may fail, zero or more
 * @param percent which share of them may fail, 0 to 100
 */
public record ErrorBudget(long items, double percent) {

    private static final int LEAST_SAMPLE = 100;
    private static final ErrorBudget UNLIMITED = new ErrorBudget(Long.MAX_VALUE, 100);

    /**
     * Checks both limits.
     *
     * @throws InvalidInputException if one is out of its range
     */
    public ErrorBudget {
        if (items < 0) {
            throw new InvalidInputException("items", items, "be zero or more");
        }
        if (!(percent >= 0 && percent <= 100)) {
            throw new InvalidInputException("percent", percent, "be 0 to 100");
        }
    }

    /**
     * Any number of items may fail.
     *
     * @return no limit
     */
    public static ErrorBudget unlimited() {
        return UNLIMITED;
    }

    /**
     * So many items may fail.
     *
     * @param items zero or more; one more stops the task
     * @return that limit
     * @throws InvalidInputException if it is negative
     */
    public static ErrorBudget items(long items) {
        return new ErrorBudget(items, 100);
    }

    /**
     * Such a share of the items may fail.
     *
     * @param percent 0 to 100
     * @return that limit
     * @throws InvalidInputException if it is out of range
     */
    public static ErrorBudget percent(double percent) {
        return new ErrorBudget(Long.MAX_VALUE, percent);
    }

    /**
     * Whether more items have failed than may.
     *
     * @param progress how far the task is
     * @param forgiven how many of the failed items do not count
     * @param ended whether it has come to its end, so that what is processed is all there is
     * @return true if the task is to be stopped
     */
    public boolean isExceededBy(Progress progress, long forgiven, boolean ended) {
        long failed = progress.failed() - forgiven;
        if (failed > items) {
            return true;
        }
        if (percent == 100) {
            return false;
        }
        boolean known = !ended && progress.total().isPresent();
        long of = known ? progress.total().getAsLong() : progress.processed();
        boolean enough = ended || known || of >= LEAST_SAMPLE;
        return enough && failed * 100.0 > percent * of;
    }
}
