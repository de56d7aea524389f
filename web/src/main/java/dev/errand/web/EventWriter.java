package dev.errand.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Writes events as in the HTML standard, section 9.2. */
record EventWriter(OutputStream out) {

    void retry(Duration delay) throws IOException {
        write("retry: " + delay.toMillis() + "\n\n");
    }

    /** A comment: nothing happens, but it tells the reader from one who is gone. */
    void heartbeat() throws IOException {
        write(": hb\n\n");
    }

    /** The data is JSON, and so has no line breaks. */
    void event(String name, String id, String data) throws IOException {
        write("id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n");
    }

    void flush() throws IOException {
        out.flush();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
