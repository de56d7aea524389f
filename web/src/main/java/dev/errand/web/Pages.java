package dev.errand.web;

import java.util.Optional;

/** Everything there is to be had, by its route. */
record Pages(
        StatusPages status,
        ListPages lists,
        CommandPages commands,
        AmendmentPages amendments,
        FilePages files,
        EventPages events,
        SubmitPages submitting,
        Optional<Dashboard> dashboard) {

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
            case KEEP -> amendments.keep(visit);
            case HAND_OVER -> amendments.handOver(visit);
            case FAILURES -> status.failures(visit);
            case ALL_EVENTS -> events.ofMany(visit);
            case OVERVIEW -> ifThereIsOne().overview(visit);
            case TYPES -> ifThereIsOne().types(visit);
            case PAUSE_TYPE -> ifThereIsOne().pauseType(visit);
            case RESUME_TYPE -> ifThereIsOne().resumeType(visit);
            case WORKERS -> ifThereIsOne().workers(visit);
            case DRAIN -> ifThereIsOne().drain(visit);
            case FILES -> ifThereIsOne().files(visit);
            case AUDIT -> ifThereIsOne().audit(visit);
            case HISTORY -> ifThereIsOne().history(visit);
            case FORCE_STOP -> ifThereIsOne().forceStop(visit);
        };
    }

    private Dashboard ifThereIsOne() {
        return dashboard.orElseThrow(() -> Problem.of(ProblemKind.NOT_FOUND).toException());
    }
}
