package dev.kubewasm.scheduler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.scheduler.port.ObservedNode;
import dev.kubewasm.wit.model.InterfaceName;
import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeFactsFactoryTest {
    @Test
    void readsARuntimeNode() {
        ObservedNode node = observe("""
                metadata:
                  name: wasm-1
                  labels: {kube-wasm/runtime: jvm}
                  annotations: {kube-wasm/host-interfaces: "wasi:io@0.2.12"}
                spec:
                  unschedulable: true
                  taints: [{key: kube-wasm/runtime, value: jvm, effect: NoSchedule}, {key: gone, effect: NoExecute}]
                status:
                  capacity: {cpu: "8", memory: 16Gi, pods: "200"}
                  allocatable: {cpu: "4", memory: 8Gi, pods: "110"}
                """);

        NodeFacts facts = node.facts();
        assertThat(node.problems()).isEmpty();
        assertThat(facts.runtime()).contains("jvm");
        assertThat(facts.unschedulable()).isTrue();
        assertThat(facts.taints())
                .containsExactly(
                        new Taint("kube-wasm/runtime", "jvm", Taint.Effect.NO_SCHEDULE),
                        new Taint("gone", "", Taint.Effect.NO_EXECUTE));
        assertThat(facts.allocatable().get(ResourceName.CPU)).isEqualTo(4000);
        assertThat(facts.allocatable().get(ResourceName.PODS)).isEqualTo(110);
        InterfaceName wanted = InterfaceName.parse("wasi:io/streams@0.2.3").orElseThrow();
        assertThat(facts.host().interfaces().orElseThrow()).singleElement().matches(i -> i.serves(wanted));
    }

    @Test
    void takesTheCapacityWhereNothingIsSaidToBeAllocatable() {
        assertThat(observe("{metadata: {name: n}, status: {capacity: {cpu: 2}}}")
                        .facts()
                        .allocatable()
                        .get(ResourceName.CPU))
                .isEqualTo(2000);
        assertThat(observe("{metadata: {name: n}}").facts().allocatable().amounts())
                .isEmpty();
    }

    @Test
    void suppliesNothingWhereItsAnnotationsCantBeRead() {
        ObservedNode node = observe("""
                metadata: {name: n, annotations: {kube-wasm/host-interfaces: 'wasi/io'}}
                status: {capacity: {cpu: x}}
                """);

        assertThat(node.problems()).hasSize(2);
        assertThat(node.problems().getFirst()).contains("annotation kube-wasm/host-interfaces");
        assertThat(node.problems().getLast()).contains("allocatable.cpu");
        assertThat(node.facts().host().interfaces()).isEqualTo(Optional.of(List.of()));
    }

    @Test
    void knowsWhatANodeCostsAndWhichImagesItHas() {
        NodeFacts facts = observe("""
                metadata: {name: n, annotations: {kube-wasm/cost: '96'}}
                status: {images: [{names: [registry.example.com/web:1, registry.example.com/web@sha256:ab]}]}
                """).facts();

        assertThat(facts.cost()).isEqualTo(96);
        assertThat(facts.images()).containsExactly("registry.example.com/web:1", "registry.example.com/web@sha256:ab");
        assertThat(observe("{metadata: {name: n, annotations: {kube-wasm/cost: cheap}}}")
                        .problems())
                .singleElement()
                .asString()
                .contains("annotation kube-wasm/cost: 'cheap' is no cost");
    }

    private static ObservedNode observe(String yaml) {
        return NodeFactsFactory.observe(Yaml.read(Node.class, yaml));
    }
}
