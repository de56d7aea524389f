package dev.errand.spring.observation;

import dev.errand.TraceParent;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import java.util.Optional;

/**
 * Makes a span of each attempt. One that was submitted in this process is a child of what submitted it. One that comes from the
 * registry, perhaps days later and on another machine, begins a trace of its own that is linked to that of its submission: as a
 * child, it would keep a trace open that was over long ago.
 */
public final class LinkedAttempts extends DefaultTracingObservationHandler {

    private final Tracer tracer;

    /**
     * Makes spans.
     *
     * @param tracer the application's
     */
    public LinkedAttempts(Tracer tracer) {
        super(tracer);
        this.tracer = tracer;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof AttemptObservationContext;
    }

    @Override
    public void onStart(Observation.Context context) {
        Optional<TraceParent> submission = context instanceof AttemptObservationContext attempt
                ? attempt.attempt().trace()
                : Optional.empty();
        if (submission.isEmpty() || getParentSpan(context) != null) {
            super.onStart(context);
            return;
        }
        Span span = tracer.spanBuilder()
                .setNoParent()
                .addLink(new Link(contextOf(submission.get())))
                .start();
        getTracingContext(context).setSpan(span);
    }

    private TraceContext contextOf(TraceParent submission) {
        return tracer.traceContextBuilder()
                .traceId(submission.traceId())
                .spanId(submission.parentId())
                .sampled(submission.sampled())
                .build();
    }
}
