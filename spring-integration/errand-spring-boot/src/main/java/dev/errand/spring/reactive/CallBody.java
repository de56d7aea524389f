package dev.errand.spring.reactive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;

/** What a call brings, asked for piece by piece when somebody reads it, and not at all if nobody does. */
final class CallBody extends InputStream {

    /** As long as Tomcat waits for the next piece. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Flux<byte[]> pieces;
    private InputStream piece = nullInputStream();
    private @Nullable Stream<byte[]> opened;
    private @Nullable Iterator<byte[]> following;

    CallBody(Flux<DataBuffer> body) {
        this.pieces = body.timeout(PATIENCE).map(CallBody::bytesOf);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int read = piece.read(into, from, length);
        while (read < 0 && openNext()) {
            read = piece.read(into, from, length);
        }
        return read;
    }

    private boolean openNext() throws IOException {
        try {
            Iterator<byte[]> next = following == null ? following() : following;
            boolean more = next.hasNext();
            if (more) {
                piece = new ByteArrayInputStream(next.next());
            }
            return more;
        } catch (RuntimeException e) {
            throw new IOException("the rest of what a call brings does not come", e);
        }
    }

    private Iterator<byte[]> following() {
        Stream<byte[]> all = pieces.toStream(1);
        opened = all;
        Iterator<byte[]> iterator = all.iterator();
        following = iterator;
        return iterator;
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private static byte[] bytesOf(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
