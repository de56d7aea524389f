package dev.errand.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to a call, for whichever server received it.
 *
 * @param status the status code
 * @param headers the header fields in the order to send them; {@code Content-Length} is among them only where the body
 *     does not say it
 * @param body what to send
 */
public record HttpReply(int status, Map<String, String> headers, Body body) {

    private static final Logger LOG = LoggerFactory.getLogger(HttpReply.class);

    /** Copies the headers, and keeps their order. */
    public HttpReply {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** What is sent after the headers. */
    public sealed interface Body {}

    /** Nothing. */
    public record Nothing() implements Body {}

    /**
     * A text, in UTF-8.
     *
     * @param text the whole
     */
    public record Text(String text) implements Body {

        /**
         * The text as it is sent.
         *
         * @return its bytes in UTF-8
         */
        public byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * The content of a file, or a part of it.
     *
     * @param bytes where to read it; to be closed by the adapter, also if it is not sent
     * @param length how many bytes there are to send
     */
    public record Content(InputStream bytes, long length) implements Body {}

    /**
     * Events, for as long as there are any.
     *
     * @param stream where they come from; to be started or closed by the adapter
     */
    public record Events(EventStream stream) implements Body {}

    /**
     * Closes what it holds, whether or not that was sent. Harmless for what is closed already, and what cannot be closed is
     * only logged.
     */
    public void discard() {
        switch (body) {
            case Nothing nothing -> {}
            case Text text -> {}
            case Content content -> {
                try {
                    content.bytes().close();
                } catch (IOException e) {
                    LOG.debug("A file cannot be closed: {}", e.toString());
                }
            }
            case Events events -> events.stream().close();
        }
    }

    HttpReply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpReply(status, more, body);
    }
}
