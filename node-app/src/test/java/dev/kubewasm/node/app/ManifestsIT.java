package dev.kubewasm.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.controlplane.ControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code kubectl apply -k manifests/} would apply, asked of a real API server strictly, and the overlays' patches. */
class ManifestsIT {
    private static final Path MANIFESTS = ProjectRoot.path().resolve("manifests");
    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void theApiServerTakesAllOfThem() throws IOException {
        try (ControlPlane controlPlane = ControlPlane.start();
                KubernetesClient client = client(controlPlane)) {
            client.namespaces()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName("kube-wasm")
                            .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                            .endMetadata()
                            .build())
                    .create();

            List<Path> files = resources(MANIFESTS.resolve("base"));
            assertThat(files).hasSizeGreaterThanOrEqualTo(5);
            for (Path file : files) {
                for (GenericKubernetesResource object : objects(file)) {
                    if (!object.getKind().equals("Namespace")) {
                        client.resource(object)
                                .dryRun()
                                .fieldValidation(Validation.STRICT)
                                .create();
                    }
                    podOf(object).ifPresent(pod -> client.resource(pod).dryRun().create());
                }
            }
            for (Path file : files) {
                for (GenericKubernetesResource object : objects(file)) {
                    if (List.of("RuntimeClass", "DaemonSet").contains(object.getKind())) {
                        client.resource(object).create();
                    }
                }
            }
            for (String overlay : List.of("untainted", "wamr", "wasmedge")) {
                patch(client, MANIFESTS.resolve("overlays").resolve(overlay));
            }
        }
    }

    /** The Pod that a Deployment or DaemonSet makes: the namespace takes none that isn't restricted. */
    private static Optional<Pod> podOf(GenericKubernetesResource workload) {
        if (!List.of("Deployment", "DaemonSet").contains(workload.getKind())) {
            return Optional.empty();
        }
        PodTemplateSpec template = YAML.convertValue(workload.get("spec", "template"), PodTemplateSpec.class);
        return Optional.of(new PodBuilder()
                .withMetadata(template.getMetadata())
                .editMetadata()
                .withName(workload.getMetadata().getName())
                .withNamespace(workload.getMetadata().getNamespace())
                .endMetadata()
                .withSpec(template.getSpec())
                .build());
    }

    /** An overlay is the base and patches, each of an object in the base. */
    private static void patch(KubernetesClient client, Path overlay) throws IOException {
        JsonNode kustomization =
                YAML.readTree(overlay.resolve("kustomization.yaml").toFile());
        assertThat(kustomization.path("resources").get(0).asText()).isEqualTo("../../base");
        assertThat(kustomization.path("patches")).as(overlay.toString()).isNotEmpty();
        for (JsonNode patch : kustomization.path("patches")) {
            for (GenericKubernetesResource object :
                    objects(overlay.resolve(patch.path("path").asText()))) {
                PatchContext strictly = new PatchContext.Builder()
                        .withPatchType(PatchType.STRATEGIC_MERGE)
                        .withDryRun(List.of("All"))
                        .withFieldValidation("Strict")
                        .build();
                if (object.getKind().equals("RuntimeClass")) {
                    // The API server lets nobody change a handler; kustomize does so before anything is applied.
                    client.resource(object).delete();
                    client.resource(object).dryRun().create();
                } else {
                    assertThat(client.resource(object).patch(strictly, object)).isNotNull();
                }
            }
        }
    }

    private static List<Path> resources(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        YAML.readTree(folder.resolve("kustomization.yaml").toFile())
                .path("resources")
                .forEach(name -> files.add(folder.resolve(name.asText())));
        return files;
    }

    private static List<GenericKubernetesResource> objects(Path file) throws IOException {
        return YAML.readerFor(GenericKubernetesResource.class)
                .<GenericKubernetesResource>readValues(file.toFile())
                .readAll();
    }

    private static KubernetesClient client(ControlPlane controlPlane) throws IOException {
        Config config = Config.fromKubeconfig(Files.readString(controlPlane.kubeconfig()));
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
