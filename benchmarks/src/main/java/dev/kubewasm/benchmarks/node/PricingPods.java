package dev.kubewasm.benchmarks.node;

import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Pods of the pricing service, bound to a node and wired to each other as the scheduler would. */
final class PricingPods {
    static final String NAMESPACE = "pricing";
    static final NodeName NODE = new NodeName("node");
    /** How the names of their images begin. */
    static final String IMAGES = "registry.example.com/pricing/";

    private PricingPods() {}

    static PodKey key(String name) {
        return new PodKey(NAMESPACE, name);
    }

    /** The calculator, which calls two others. */
    static Pod calculator(String name, Pod catalog, Pod discounts) {
        return pod(
                name, "calculator", Map.of("example:pricing/catalog", catalog, "example:pricing/discounts", discounts));
    }

    /** One that calls nobody. */
    static Pod provider(String image) {
        return pod(image, image, Map.of());
    }

    private static Pod pod(String name, String image, Map<String, Pod> providers) {
        Map<String, WiredImport> imports = new LinkedHashMap<>();
        providers.forEach((imported, provider) -> {
            String called = provider.getMetadata().getName();
            imports.put(
                    imported,
                    new WiredImport.Provider(
                            new WorkloadRef(
                                    NAMESPACE,
                                    "Pod",
                                    called,
                                    new Uid(provider.getMetadata().getUid())),
                            Optional.of(key(called))));
        });
        Parsed<String> wiring = WiringAnnotation.write(
                DecidedWiring.of(Map.of(name, DecidedWiring.ContainerWiring.of(Optional.empty(), imports))));
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .withUid(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                        .toString())
                .addToAnnotations(WiringAnnotation.KEY, ((Parsed.Valid<String>) wiring).value())
                .endMetadata()
                .withNewSpec()
                .withNodeName(NODE.value())
                .withSchedulerName("kube-wasm")
                .addToNodeSelector(NodeFacts.RUNTIME_LABEL, NodeFacts.LINKING_RUNTIME)
                .addNewContainer()
                .withName(name)
                .withImage(IMAGES + image + ":v1.0.0")
                .withImagePullPolicy("IfNotPresent")
                .withNewResources()
                .addToRequests("memory", new Quantity("2Mi"))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }
}
