package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.component;
import static dev.kubewasm.scheduler.core.Fixtures.key;
import static dev.kubewasm.scheduler.core.Fixtures.node;
import static dev.kubewasm.scheduler.core.Fixtures.withAnnotationBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.port.ObservedPod;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnnotationLimitTest {
    private static final int FULL = (int) AnnotationLimit.MAX_TOTAL;
    private static final String INTERFACE = "package a:b {\n  interface c { f: func(); }\n}\n";

    private final ManualClock clock = new ManualClock();
    private final InMemoryCluster cluster = new InMemoryCluster();

    private Scheduler start() {
        return new Scheduler(
                cluster,
                new ComponentResolver(new SchedulerTest.NoImages(), (_, _, _) -> Optional.empty()),
                SchedulerSettings.DEFAULT,
                clock,
                SchedulerObserver.NONE);
    }

    private static ObservedPod alone() {
        return component("alone", 100, "package a:alone;\nworld w { export run: func(); }\n");
    }

    private String said(String pod) {
        return cluster.pod(key(pod)).orElseThrow().lastMessage().orElse("nothing");
    }

    @Test
    void countsWhatTheWiringTakesBesideWhatIsThere() {
        cluster.put(node("n1", 1000));
        cluster.create(alone());
        start().runCycle();
        Map<String, String> wiring = cluster.bound.getFirst().annotations();
        int taken = WiringAnnotation.KEY.length()
                + wiring.getOrDefault(WiringAnnotation.KEY, "").length();

        cluster.delete(key("alone"));
        cluster.create(withAnnotationBytes(alone(), FULL - taken + 1));
        cluster.deliverAll();
        Scheduler scheduler = start();
        scheduler.runCycle();
        cluster.deliverAll();
        assertThat(said("alone"))
                .isEqualTo(
                        "annotation kube-wasm/wiring: with it the Pod's annotations take 262145 bytes, at most 262144"
                                + " are allowed");

        ObservedPod smaller = withAnnotationBytes(cluster.pod(key("alone")).orElseThrow(), FULL - taken);
        cluster.put(smaller);
        cluster.deliverAll();
        clock.advance(Duration.ofSeconds(10));
        scheduler.runCycle();
        assertThat(cluster.nodeOf(key("alone")))
                .as("tried again when it is smaller")
                .contains(node("n1"));
    }

    @Test
    void takesThoseAlongThatDependOnIt() {
        cluster.put(node("n1", 1000));
        ObservedPod provider =
                component("provider", 100, "package a:provider;\nworld w { export a:b/c; }\n" + INTERFACE);
        cluster.create(withAnnotationBytes(provider, FULL));
        cluster.create(component("consumer", 100, "package a:consumer;\nworld w { import a:b/c; }\n" + INTERFACE));
        Scheduler scheduler = start();
        scheduler.runCycle();
        cluster.deliverAll();

        assertThat(cluster.bindCalls).isZero();
        assertThat(said("provider")).startsWith("annotation kube-wasm/wiring: with it the Pod's annotations take 262");
        assertThat(said("consumer")).isEqualTo("its provider ns/provider can't be bound");
    }
}
