package dev.kubewasm.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.cli.manifest.Kinds;
import dev.kubewasm.cli.manifest.Manifest;
import dev.kubewasm.cli.manifest.ManifestProblem;
import dev.kubewasm.cli.manifest.ManifestReader;
import dev.kubewasm.cli.manifest.ManifestReading;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {
    private static final String CLASS = """
            apiVersion: node.k8s.io/v1
            kind: RuntimeClass
            metadata: {name: linked}
            handler: jvm
            overhead: {podFixed: {memory: 4Mi}}
            scheduling:
              nodeSelector: {kube-wasm/runtime: jvm}
              tolerations: [{key: kube-wasm/runtime, value: jvm}]
            ---
            """;
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: a}
            spec:
              runtimeClassName: linked
              nodeSelector: {disk: ssd}
              tolerations: [{key: own}]
              containers: [{name: c, image: x}]
            """;

    @TempDir
    private Path folder;

    @Test
    void aRuntimeClassGivesSelectorTolerationsAndOverhead() throws IOException {
        List<Manifest> manifests = read(CLASS + POD);

        assertThat(Admission.admit(manifests)).isEmpty();
        PodSpec spec = ((Pod) manifests.get(1).object()).getSpec();
        assertThat(spec.getNodeSelector())
                .containsOnlyKeys("disk", "kube-wasm/runtime")
                .containsEntry("kube-wasm/runtime", "jvm");
        assertThat(spec.getTolerations()).extracting(t -> t.getKey()).containsExactly("own", "kube-wasm/runtime");
        assertThat(spec.getOverhead().get("memory")).hasToString("4Mi");
        assertThat(manifests.get(1).object().getMetadata().getNamespace()).isEqualTo("default");
    }

    @Test
    void whatTheApiServerWouldRefuseIsRefused() throws IOException {
        assertThat(problems(POD)).containsExactly("`spec.runtimeClassName`: no RuntimeClass `linked` in the folder");
        assertThat(problems(CLASS + POD.replace("disk: ssd", "kube-wasm/runtime: wamr")))
                .containsExactly("`spec.nodeSelector` wants kube-wasm/runtime=wamr, but RuntimeClass `linked` wants"
                        + " kube-wasm/runtime=jvm");
        assertThat(problems(CLASS + POD.replace("name: a", "name: a, namespace: shop")))
                .containsExactly("namespace `shop` is not defined in the folder: add a Namespace");
        assertThat(problems(CLASS + POD + "---\n" + POD))
                .singleElement()
                .asString()
                .startsWith("Pod a is already defined at ");
        assertThat(problems(CLASS + POD.replace("image: x", "command: [x]")))
                .containsExactly("container `c` in `spec` has no `image`");
        assertThat(problems("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: d}
                        spec:
                          replicas: 1000000
                          selector: {matchLabels: {app: d}}
                          template:
                            metadata: {labels: {app: other}}
                            spec: {containers: [{name: c, image: x}]}
                        """))
                .containsExactly(
                        "`spec.selector.matchLabels` must select the labels of `spec.template` ({app=other}), found {app=d}",
                        "`spec.replicas` is 1000000; a run takes 0 to " + EmbeddedCluster.MAX_REPLICAS);
    }

    private List<String> problems(String yaml) throws IOException {
        return Admission.admit(read(yaml)).stream()
                .map(ManifestProblem::message)
                .toList();
    }

    private List<Manifest> read(String yaml) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), yaml);
        return ((ManifestReading.Read) ManifestReader.read(folder, Kinds.RUN)).manifests();
    }
}
