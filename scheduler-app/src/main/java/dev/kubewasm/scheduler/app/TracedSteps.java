package dev.kubewasm.scheduler.app;

import dev.kubewasm.placement.Steps;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.function.Supplier;

/** Makes a span of each step: a cycle is a trace. */
final class TracedSteps implements Steps {
    private final Tracer tracer;
    private final Supplier<Context> parent;

    TracedSteps(Tracer tracer) {
        this(tracer, Context::current);
    }

    private TracedSteps(Tracer tracer, Supplier<Context> parent) {
        this.tracer = tracer;
        this.parent = parent;
    }

    @Override
    @SuppressWarnings("MustBeClosed") // with the step
    public Step begin(String name) {
        Span span = tracer.spanBuilder(name).setParent(parent.get()).startSpan();
        return new SpanStep(span, span.makeCurrent());
    }

    @Override
    public Steps here() {
        Context now = Context.current();
        return new TracedSteps(tracer, () -> now);
    }

    private record SpanStep(Span span, Scope scope) implements Step {
        @Override
        public Step note(String name, Object value) {
            if (value instanceof Number number) {
                span.setAttribute(name, number.longValue());
            } else {
                span.setAttribute(name, value.toString());
            }
            return this;
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }
}
