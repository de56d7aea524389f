package dev.errand.web;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The page of operators: one page under several addresses, and its files. They say nothing of any task, so that they are the
 * same for everybody; who may not see tasks reads on the page that she may not.
 *
 * <p>All addresses in it are relative, so that neither a context path nor the prefix of a proxy needs to be known. Those in the
 * JSON of tasks, by which it gives commands and fetches files, are not: a proxy that strips a prefix has to send
 * {@code X-Forwarded-Prefix}, to a host that honours it.
 */
final class DashboardFiles {

    private static final Set<String> VIEWS =
            Set.of("", "overview", "tasks", "task", "types", "workers", "files", "audit");
    private static final String SETTINGS = "settings.json";

    private final String path;
    private final String settings;
    private final Assets files;

    DashboardFiles(String path, String basePath) {
        this.path = path;
        this.files = new Assets(path, Assets.load("assets", "dashboard"));
        String up = "../".repeat(path.split("/", -1).length - 1);
        this.settings = Json.text(json -> {
            json.writeStartObject();
            json.writeStringProperty("api", up + basePath.substring(1));
            json.writeEndObject();
        });
    }

    boolean isFor(String asked) {
        return asked.equals(path) || files.isFor(asked);
    }

    HttpReply reply(HttpCall call) {
        Optional<String> name = Optional.of(call.target().path())
                .filter(asked -> !asked.equals(path))
                .map(asked -> asked.substring(path.length() + 1));
        if (name.isEmpty()) {
            String last = path.substring(path.lastIndexOf('/') + 1);
            return new HttpReply(308, Map.of("Location", last + "/"), new HttpReply.Nothing());
        }
        if (name.get().equals(SETTINGS)) {
            return new HttpReply(
                    200,
                    Map.of("Content-Type", "application/json", "Cache-Control", "no-cache"),
                    new HttpReply.Text(settings));
        }
        return VIEWS.contains(name.get()) ? files.reply(call, "index.html") : files.reply(call);
    }
}
