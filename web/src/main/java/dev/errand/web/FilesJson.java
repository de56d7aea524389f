package dev.errand.web;

import dev.errand.Artifact;
import dev.errand.TaskSnapshot;
import dev.errand.web.figures.Sample;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** The files of the latest tasks; where to fetch one, only for those who may. */
record FilesJson(WebParts parts, ActionsJson actions, Sample sample) {

    void write(JsonGenerator out, Caller caller, Links links) {
        List<Artifact> files = sample.recent().stream()
                .flatMap(task -> task.artifacts().stream())
                .toList();
        out.writeStartObject();
        out.writeNumberProperty("sampleSize", Sample.SIZE);
        out.writeBooleanProperty("recentIsFull", sample.full().recent());
        out.writeNumberProperty("count", files.size());
        out.writeNumberProperty(
                "bytes", files.stream().mapToLong(Artifact::size).sum());
        out.writeArrayPropertyStart("items");
        for (TaskSnapshot task : sample.recent()) {
            boolean mayFetch = parts.access().allows(caller, TaskAction.DOWNLOAD, task);
            for (Artifact file : task.artifacts()) {
                out.writeStartObject();
                write(out, file, task);
                Optional<String> href = Optional.of(links.of(task.id(), "files/" + file.id()));
                Json.text(out, "href", href.filter(link -> mayFetch));
                actions.writeKeep(out, task, file, caller, links);
                out.writeEndObject();
            }
        }
        out.writeEndArray();
        Json.time(out, "serverTime", Optional.of(sample.at()));
        out.writeEndObject();
    }

    private void write(JsonGenerator out, Artifact file, TaskSnapshot task) {
        out.writeStringProperty("id", file.id().toString());
        out.writeStringProperty("name", file.fileName());
        out.writeStringProperty("mediaType", file.mediaType());
        out.writeNumberProperty("size", file.size());
        out.writeNumberProperty("downloads", task.downloadsOf(file));
        Json.time(out, "expiresAt", Optional.of(file.expiresAt()));
        out.writeStringProperty("owner", parts.nameOf(task.owner()));
        AuditJson.writeTask(out, task);
    }
}
