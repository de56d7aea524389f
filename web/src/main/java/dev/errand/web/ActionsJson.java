package dev.errand.web;

import dev.errand.Artifact;
import dev.errand.RetryScope;
import dev.errand.TaskSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/** What one caller may do to a task now, and what to ask her before. Those who show it need to know no roles. */
final class ActionsJson {

    private static final String POST = "POST";

    private final WebParts parts;

    ActionsJson(WebParts parts) {
        this.parts = parts;
    }

    void write(JsonGenerator json, TaskSnapshot task, Caller caller, Links links) {
        boolean ended = task.state().isFinal();
        json.writeStartObject();
        if (TaskAssessment.mayBeCancelled(task) && allows(caller, TaskAction.CANCEL, task)) {
            write(json, "cancel", POST, links.of(task.id(), "cancel"), questionBeforeCancel(task));
        }
        if (TaskAssessment.mayBePaused(task) && allows(caller, TaskAction.PAUSE, task)) {
            write(json, "pause", POST, links.of(task.id(), "pause"), Optional.empty());
        }
        if (TaskAssessment.mayBeResumed(task) && allows(caller, TaskAction.RESUME, task)) {
            write(json, "resume", POST, links.of(task.id(), "resume"), Optional.empty());
        }
        List<RetryScope> scopes = TaskAssessment.retryScopes(task, parts.time().instant());
        if (!scopes.isEmpty() && parts.isRegistered(task) && allows(caller, TaskAction.RETRY, task)) {
            writeRetry(json, task, scopes, links);
        }
        if (ended && !task.status().seen() && allows(caller, TaskAction.MARK_SEEN, task)) {
            write(json, "seen", POST, links.of(task.id(), "seen"), Optional.empty());
        }
        if (ended && allows(caller, TaskAction.HAND_OVER, task)) {
            write(
                    json,
                    "handOver",
                    POST,
                    links.of(task.id(), "hand-over"),
                    Optional.of(questionBeforeHandingOver(task)));
        }
        if (ended && allows(caller, TaskAction.DELETE, task)) {
            write(json, "delete", "DELETE", links.task(task.id()), Optional.of(questionBeforeDelete(task)));
        }
        json.writeEndObject();
    }

    /** By which a file is kept for longer: only where it is still there, and nothing is done to its task any more. */
    void writeKeep(JsonGenerator json, TaskSnapshot task, Artifact file, Caller caller, Links links) {
        if (task.state().isFinal()
                && file.expiresAt().isAfter(parts.time().instant())
                && allows(caller, TaskAction.KEEP, task)) {
            json.writeObjectPropertyStart("keep");
            json.writeStringProperty("method", POST);
            json.writeStringProperty("href", links.of(task.id(), "files/" + file.id() + "/keep"));
            json.writeEndObject();
        }
    }

    private boolean allows(Caller caller, TaskAction action, TaskSnapshot task) {
        return parts.access().allows(caller, action, task);
    }

    private static void write(JsonGenerator json, String name, String method, String href, Optional<String> question) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("method", method);
        json.writeStringProperty("href", href);
        Json.text(json, "confirm", question);
        json.writeEndObject();
    }

    private static void writeRetry(JsonGenerator json, TaskSnapshot task, List<RetryScope> scopes, Links links) {
        json.writeObjectPropertyStart("retry");
        json.writeStringProperty("method", POST);
        json.writeStringProperty("href", links.of(task.id(), "retry"));
        json.writeNullProperty("confirm");
        json.writeArrayPropertyStart("scopes");
        scopes.forEach(scope -> json.writeString(TaskAssessment.nameOf(scope)));
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Only what cannot be taken back is asked about. */
    private Optional<String> questionBeforeCancel(TaskSnapshot task) {
        long done = task.progress().done();
        TypeWords words = parts.words().of(task.submission().type());
        return done == 0 ? Optional.empty() : words.effect().map(effect -> question(task, words.unit(), effect));
    }

    private static String question(TaskSnapshot task, String unit, TypeWords.Effect effect) {
        OptionalLong total = task.progress().total();
        String already =
                " " + unit + " are already " + effect.done() + " and cannot be recalled. Stop " + effect.doing();
        String done = grouped(task.progress().done());
        return total.isEmpty()
                ? done + already + "?"
                : done + " of " + grouped(total.getAsLong()) + already + " the other "
                        + grouped(total.getAsLong() - task.progress().processed()) + "?";
    }

    private static String questionBeforeDelete(TaskSnapshot task) {
        return task.artifacts().isEmpty()
                ? "Remove this task from the list? This cannot be undone."
                : "Remove this task and its files? This cannot be undone.";
    }

    private String questionBeforeHandingOver(TaskSnapshot task) {
        String what = task.artifacts().isEmpty() ? "this task" : "this task with its files";
        return "Give " + what + " to somebody else? It leaves the list of " + parts.nameOf(task.owner()) + ".";
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
