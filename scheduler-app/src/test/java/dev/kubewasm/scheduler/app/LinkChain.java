package dev.kubewasm.scheduler.app;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;

/** Linked Pods, each in need of the one before: they belong on one node, and are bound one after the other. */
final class LinkChain {
    private LinkChain() {}

    /** Pod {@code link-INDEX} with its world in annotation {@code kube-wasm/wit}; the first, 0, needs nobody. */
    static Pod link(int index, String cpu) {
        return new PodBuilder(unlinked(index, cpu))
                .editMetadata()
                .addToAnnotations("kube-wasm/wit", world(index))
                .endMetadata()
                .build();
    }

    /** The same, with its world in a ConfigMap, {@code NAME/KEY}. */
    static Pod link(int index, String cpu, String configMap) {
        return new PodBuilder(unlinked(index, cpu))
                .editMetadata()
                .addToAnnotations("kube-wasm/wit-configmap", configMap)
                .endMetadata()
                .build();
    }

    private static Pod unlinked(int index, String cpu) {
        return new PodBuilder(TestCluster.podOf(cpu, "link-" + index))
                .editSpec()
                .editContainer(0)
                .editResources()
                .addToRequests("memory", new Quantity("64Mi"))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    /** What the Pod's component imports and exports. */
    static String world(int index) {
        String imported = index == 0 ? "" : "import test:chain/link%d;".formatted(index - 1);
        return """
                package root:component;

                world root {
                  %s
                  export test:chain/link%d;
                }
                package test:chain {
                  %s
                  interface link%d { follow: func() -> u32; }
                }
                """.formatted(
                        imported,
                        index,
                        index == 0 ? "" : "interface link%d { follow: func() -> u32; }".formatted(index - 1),
                        index);
    }
}
