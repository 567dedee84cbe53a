package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.Steps;
import dev.kubewasm.placement.Steps.Step;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

class TracedStepsTest {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final Steps steps = new TracedSteps(SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()
            .get("test"));

    private SpanData span(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneStepIsWithinTheOtherAlsoWhenAnotherThreadGoesOn() throws InterruptedException {
        Steps ofCycle;
        try (Step _ = steps.begin("cycle").note("pods", 2)) {
            steps.within("snapshot", () -> 0);
            ofCycle = steps.here();
        }
        Thread binding = Thread.ofVirtual()
                .start(() -> ofCycle.begin("bind").note("pod", "ns/a").close());
        binding.join();
        steps.begin("next cycle").close();

        SpanData cycle = span("cycle");
        assertThat(cycle.getAttributes().get(AttributeKey.longKey("pods"))).isEqualTo(2);
        assertThat(cycle.getParentSpanContext().isValid()).isFalse();
        assertThat(span("snapshot").getParentSpanId()).isEqualTo(cycle.getSpanId());
        assertThat(span("bind").getParentSpanId()).isEqualTo(cycle.getSpanId());
        assertThat(span("bind").getAttributes().get(AttributeKey.stringKey("pod")))
                .isEqualTo("ns/a");
        assertThat(span("next cycle").getTraceId()).isNotEqualTo(cycle.getTraceId());
    }
}
