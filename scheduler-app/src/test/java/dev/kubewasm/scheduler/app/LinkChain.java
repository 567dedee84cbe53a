package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Linked Pods, each in need of the one before: they belong on one node, and are bound one after the other. */
final class LinkChain {
    /** Label: the chain that a Pod is of. */
    static final String CHAIN = "chain";

    private static final String INDEX = "index";
    private static final String LINK = "link";

    private LinkChain() {}

    /** Pod {@code link-INDEX} with its world in annotation {@code kube-wasm/wit}; the first, 0, needs nobody. */
    static Pod link(int index, String cpu) {
        return link(LINK, index, cpu);
    }

    /** Pod {@code CHAIN-INDEX} of another chain; its name begins with a letter and has no other characters than digits besides. */
    static Pod link(String chain, int index, String cpu) {
        return new PodBuilder(unlinked(chain, index, cpu))
                .editMetadata()
                .addToAnnotations("kube-wasm/wit", world(chain, index))
                .endMetadata()
                .build();
    }

    /** The same as {@link #link(int, String)}, with its world in a ConfigMap, {@code NAME/KEY}. */
    static Pod link(int index, String cpu, String configMap) {
        return new PodBuilder(unlinked(LINK, index, cpu))
                .editMetadata()
                .addToAnnotations("kube-wasm/wit-configmap", configMap)
                .endMetadata()
                .build();
    }

    /** A whole chain, the Pod that needs nobody first. */
    static List<Pod> of(String chain, int length, String cpu) {
        return IntStream.range(0, length)
                .mapToObj(index -> link(chain, index, cpu))
                .toList();
    }

    private static Pod unlinked(String chain, int index, String cpu) {
        return new PodBuilder(TestCluster.podOf(cpu, chain + "-" + index))
                .editMetadata()
                .addToLabels(CHAIN, chain)
                .addToLabels(INDEX, Integer.toString(index))
                .endMetadata()
                .editSpec()
                .editContainer(0)
                .editResources()
                .addToRequests("memory", new Quantity("64Mi"))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    /** What the component of {@link #link(int, String)} imports and exports. */
    static String world(int index) {
        return world(LINK, index);
    }

    private static String world(String chain, int index) {
        String imported = index == 0 ? "" : "import test:%s/link%d;".formatted(chain, index - 1);
        return """
                package root:component;

                world root {
                  %s
                  export test:%s/link%d;
                }
                package test:%s {
                  %s
                  interface link%d { follow: func() -> u32; }
                }
                """.formatted(
                        imported,
                        chain,
                        index,
                        chain,
                        index == 0 ? "" : "interface link%d { follow: func() -> u32; }".formatted(index - 1),
                        index);
    }

    /** The name of the Pod that one of a chain needs; empty for the first, and for Pods of no chain. */
    static Optional<String> provider(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getLabels().get(INDEX))
                .map(Integer::valueOf)
                .filter(index -> index > 0)
                .map(index -> pod.getMetadata().getLabels().get(CHAIN) + "-" + (index - 1));
    }

    /** Whoever is bound, and whose provider is too, is on its provider's node; returns how many that are. */
    static long assertBesideProviders(List<Pod> pods) {
        Map<String, Pod> bound = pods.stream()
                .filter(TestCluster::bound)
                .collect(Collectors.toMap(pod -> pod.getMetadata().getName(), Function.identity()));
        List<Pod> consumers = bound.values().stream()
                .filter(pod -> provider(pod).filter(bound::containsKey).isPresent())
                .toList();
        assertThat(consumers).allSatisfy(consumer -> assertThat(provider(consumer))
                .map(bound::get)
                .map(pod -> pod.getSpec().getNodeName())
                .as("where the provider of %s is", consumer.getMetadata().getName())
                .contains(consumer.getSpec().getNodeName()));
        return consumers.size();
    }
}
