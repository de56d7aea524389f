package dev.errand.spring.reactive;

import dev.errand.web.EventStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * What an event stream writes, one buffer for each flush. A writer whose reader takes nothing waits, so that nothing piles up,
 * and can be interrupted.
 */
final class EventBody extends OutputStream {

    /** More than any stream has events; a semaphore cannot count to what a reader may ask for. */
    private static final int PLENTY = 1 << 24;

    private final FluxSink<DataBuffer> reader;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Semaphore asked = new Semaphore(0);

    private EventBody(FluxSink<DataBuffer> reader) {
        this.reader = reader;
    }

    static Flux<DataBuffer> of(EventStream events) {
        return Flux.create(reader -> {
            EventBody body = new EventBody(reader);
            reader.onRequest(body::asks);
            reader.onDispose(() -> {
                events.close();
                body.asks(1);
            });
            events.start(body, reader::complete);
        });
    }

    private void asks(long more) {
        asked.release((int) Math.min(more, PLENTY - Math.min(PLENTY, asked.availablePermits())));
    }

    @Override
    public void write(int octet) {
        written.write(octet);
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        written.write(octets, from, length);
    }

    @Override
    public void flush() throws IOException {
        if (written.size() == 0) {
            return;
        }
        try {
            asked.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the reader takes nothing");
        }
        if (reader.isCancelled()) {
            throw new IOException("the reader is gone");
        }
        reader.next(DefaultDataBufferFactory.sharedInstance.wrap(written.toByteArray()));
        written.reset();
    }
}
