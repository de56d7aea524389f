package dev.errand.web;

/** Everything there is to be had, by its route. */
record Pages(
        StatusPages status,
        ListPages lists,
        CommandPages commands,
        FilePages files,
        EventPages events,
        SubmitPages submitting) {

    HttpReply reply(Visit visit) {
        return switch (visit.route()) {
            case LIST -> lists.list(visit);
            case SUBMIT -> submitting.submit(visit);
            case SUMMARY -> lists.summary(visit);
            case STATUS -> status.status(visit);
            case DELETE -> commands.delete(visit);
            case EVENTS -> events.ofOne(visit);
            case CANCEL -> commands.cancel(visit);
            case PAUSE -> commands.pause(visit);
            case RESUME -> commands.resume(visit);
            case RETRY -> commands.retry(visit);
            case SEEN -> commands.seen(visit);
            case FILE -> files.file(visit);
            case FAILURES -> status.failures(visit);
            case ALL_EVENTS -> events.ofMany(visit);
        };
    }
}
