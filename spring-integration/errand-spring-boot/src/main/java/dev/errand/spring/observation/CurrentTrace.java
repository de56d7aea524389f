package dev.errand.spring.observation;

import dev.errand.InvalidInputException;
import dev.errand.TraceParent;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.Optional;
import java.util.function.Supplier;

/** The trace that the calling thread is in, for tasks to remember. */
public final class CurrentTrace implements Supplier<Optional<TraceParent>> {

    private final Tracer tracer;

    /**
     * Asks a tracer.
     *
     * @param tracer the application's
     */
    public CurrentTrace(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public Optional<TraceParent> get() {
        Span span = tracer.currentSpan();
        return span == null ? Optional.empty() : of(span.context());
    }

    /** Some tracers have ids of half the length, which W3C Trace Context fills up with zeros. */
    private static Optional<TraceParent> of(TraceContext context) {
        try {
            String traceId = "0".repeat(Math.max(0, 32 - context.traceId().length())) + context.traceId();
            return Optional.of(new TraceParent(traceId, context.spanId(), Boolean.TRUE.equals(context.sampled())));
        } catch (InvalidInputException none) {
            return Optional.empty();
        }
    }
}
