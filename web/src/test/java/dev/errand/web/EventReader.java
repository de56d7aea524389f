package dev.errand.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads an event stream, as a browser does. */
final class EventReader implements AutoCloseable {

    /** One event; a comment and a hint to come again have a name only. */
    record Event(String name, String id, JsonNode data) {}

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    private EventReader(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    static EventReader open(Site site, String path, String user, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request = site.request("GET", path, user, headers).build();
        return new EventReader(site.client.send(request, HttpResponse.BodyHandlers.ofInputStream()));
    }

    int status() {
        return response.statusCode();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** The next event; empty at the end of the stream. */
    Optional<Event> next() throws IOException {
        String name = "";
        String id = "";
        String data = "null";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                return Optional.of(new Event(name, id, Site.MAPPER.readTree(data)));
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.startsWith("retry: ") || line.startsWith(":")) {
                name = line;
            }
        }
        return Optional.empty();
    }

    /** Skips to an event. */
    Event next(String name) throws IOException {
        for (Optional<Event> event = next(); event.isPresent(); event = next()) {
            if (event.get().name().equals(name)) {
                return event.get();
            }
        }
        throw new AssertionError("the stream has ended, and there was no " + name);
    }

    List<String> namesToTheEnd() throws IOException {
        List<String> names = new ArrayList<>();
        for (Optional<Event> event = next(); event.isPresent(); event = next()) {
            names.add(event.get().name());
        }
        return names;
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
