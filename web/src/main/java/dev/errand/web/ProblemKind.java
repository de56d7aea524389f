package dev.errand.web;

import java.util.Locale;

/** What may be wrong with a call: the status, and one sentence for people. Its name in small letters is its code. */
enum ProblemKind {
    INVALID_PARAMETERS(400, "The request is not in order."),
    BAD_CURSOR(400, "This place in the list is not known."),
    UNAUTHENTICATED(401, "Please sign in."),
    CROSS_SITE(403, "This request did not come from this site."),
    FORBIDDEN(403, "You may see this, but not do that."),
    NOT_FOUND(404, "There is nothing here."),
    TASK_NOT_FOUND(404, "This task does not exist or is not yours."),
    FILE_NOT_FOUND(404, "The task has no such file."),
    UNKNOWN_TYPE(404, "There is no such type of task."),
    METHOD_NOT_ALLOWED(405, "This cannot be done here."),
    ALREADY_FINISHED(409, "The task has ended already."),
    STILL_ACTIVE(409, "The task has not ended."),
    NOT_CANCELLABLE(409, "The task has come too far to be stopped."),
    NOT_PAUSABLE(409, "The task cannot be paused, since it could not go on where it stopped."),
    NOT_NOW(409, "This is not possible in the state that the task is in."),
    NOT_RETRYABLE(409, "The task cannot be done again in this way."),
    KEY_IN_USE(409, "The new owner has a task of this type under the same key."),
    CONFLICTING_TASK(409, "Another task is in the way."),
    ALREADY_RUNNING(409, "A task of this kind has not ended yet."),
    NOT_READY(409, "The file is not ready yet."),
    INPUTS_EXPIRED(410, "What the task was to be done again with is not kept any more."),
    PURGED(410, "The task was removed."),
    FILE_EXPIRED(410, "The file was deleted. Run the task again to get a new one."),
    STALE(412, "The task has changed meanwhile."),
    BODY_TOO_LARGE(413, "The request is too large."),
    TARGET_TOO_LONG(414, "The address is too long."),
    NOT_JSON(415, "The request has to be JSON."),
    RANGE_NOT_SATISFIABLE(416, "The file has no such part."),
    IDEMPOTENCY_KEY_REUSED(422, "This key belongs to another request."),
    TOO_MANY_TASKS(429, "You have too many tasks that wait. Try again when some of them have ended."),
    TOO_MANY_STREAMS(429, "You watch too much at the same time."),
    HEADERS_TOO_LARGE(431, "The header fields of the request are too long."),
    INTERNAL_ERROR(500, "Something went wrong."),
    DRAINING(503, "The server is being restarted. Try again in a moment."),
    QUEUE_FULL(503, "Too many tasks wait at the moment. Try again later."),
    STREAMS_FULL(503, "Too many people watch at the moment. Try again later."),
    UNAVAILABLE(503, "The status is not available right now.");

    private final int status;
    private final String title;

    ProblemKind(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
