package dev.kubewasm.benchmarks.node;

import dev.kubewasm.node.ContainerCall;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pods of {@code benchmarks/faulty}: each does what nobody wants beside his own, and goes. */
final class FaultyPods {
    /** How the names of their images begin. */
    static final String IMAGES = "registry.example.com/kube/";

    private static final String FAULTS = "kube:faulty/faults#";
    private static final int MEMORY_MIB = 64;

    private final BenchmarkNode node;
    private int made;

    FaultyPods(BenchmarkNode node) {
        this.node = node;
    }

    /**
     * A Pod comes, its function is called, and it goes.
     *
     * @param call the function and its arguments
     * @param timeout after which the call is ended, and the container with it
     * @param ends how the call may end
     */
    void each(List<String> call, Duration timeout, Set<ContainerCall.Ending> ends) {
        String name = "faulty-" + made++;
        node.bind(pod(name));
        node.agent().reconcile();
        ContainerCall.Answer answer = ContainerCall.make(
                node.agent(),
                PricingPods.key(name),
                name,
                List.of(FAULTS + call.getFirst(), String.join(", ", call.subList(1, call.size()))),
                timeout);
        if (!ends.contains(answer.ending())) {
            throw new IllegalStateException(call + " ended otherwise: " + answer);
        }
        // What trapped starts again, and is stopped.
        node.agent().reconcile();
        node.delete(name);
        node.agent().reconcile();
    }

    private static Pod pod(String name) {
        Map<String, WiredImport> imports = Map.of(
                "wasi:cli/stdout@0.2.12",
                new WiredImport.Host(),
                "wasi:io/streams@0.2.12",
                new WiredImport.Host(),
                "wasi:io/error@0.2.12",
                new WiredImport.Host());
        Parsed<String> wiring = WiringAnnotation.write(
                DecidedWiring.of(Map.of(name, DecidedWiring.ContainerWiring.of(Optional.empty(), imports))));
        return new PodBuilder(PricingPods.provider("catalog"))
                .editMetadata()
                .withName(name)
                .withUid(name)
                .addToAnnotations(WiringAnnotation.KEY, ((Parsed.Valid<String>) wiring).value())
                .endMetadata()
                .editSpec()
                .editFirstContainer()
                .withName(name)
                .withImage(IMAGES + "faulty:v1")
                .editResources()
                .addToLimits("memory", new Quantity(MEMORY_MIB + "Mi"))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }
}
