package dev.kubewasm.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Pods of a Deployment, named as Kubernetes names them, but the same in every run. */
class DeploymentPodsTest {
    private static Deployment deployment(String name, String image, int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .withUid("d-" + name)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static ReplicaSet set(Deployment deployment) {
        ReplicaSet set = DeploymentPods.replicaSet(deployment);
        set.getMetadata().setUid("set-uid");
        return set;
    }

    private static List<String> names(Deployment deployment) {
        return DeploymentPods.pods(set(deployment)).stream()
                .map(Pod::getMetadata)
                .map(ObjectMeta::getName)
                .toList();
    }

    @Test
    void namesRepeatAndFollowTheTemplate() {
        List<String> names = names(deployment("catalog", "x:v1", 2));

        assertThat(names(deployment("catalog", "x:v1", 2))).isEqualTo(names);
        assertThat(names(deployment("catalog", "x:v1", 3))).startsWith(names.toArray(String[]::new));
        assertThat(names(deployment("catalog", "x:v2", 2))).doesNotContainAnyElementsOf(names);
    }

    @Test
    void namesAreDnsLabelsAndAllDifferent() {
        List<String> names = names(deployment("catalog", "x:v1", EmbeddedCluster.MAX_REPLICAS));

        assertThat(names)
                .hasSize(EmbeddedCluster.MAX_REPLICAS)
                .doesNotHaveDuplicates()
                .allMatch(name ->
                        name.matches("catalog-[bcdfghjklmnpqrstvwxz2456789]{10}-[bcdfghjklmnpqrstvwxz2456789]{5}"));
    }

    @Test
    void aLongNameIsCutAsTheApiServerDoes() {
        List<String> names = names(deployment("a".repeat(63), "x:v1", 3));

        assertThat(names)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("a{58}[bcdfghjklmnpqrstvwxz2456789]{5}"));
    }

    @Test
    void ownersLeadFromThePodToTheDeployment() {
        ReplicaSet set = set(deployment("catalog", "x:v1", 1));
        Pod pod = DeploymentPods.pods(set).getFirst();

        OwnerReference deployment = set.getMetadata().getOwnerReferences().getFirst();
        assertThat(deployment.getKind()).isEqualTo("Deployment");
        assertThat(deployment.getUid()).isEqualTo("d-catalog");
        assertThat(deployment.getController()).isTrue();
        OwnerReference replicaSet = pod.getMetadata().getOwnerReferences().getFirst();
        assertThat(replicaSet.getKind()).isEqualTo("ReplicaSet");
        assertThat(replicaSet.getName()).isEqualTo(set.getMetadata().getName());
        assertThat(replicaSet.getUid()).isEqualTo("set-uid");
        assertThat(replicaSet.getController()).isTrue();
        assertThat(pod.getMetadata().getLabels())
                .containsEntry("app", "catalog")
                .containsEntry(
                        "pod-template-hash", set.getMetadata().getLabels().get("pod-template-hash"));
        assertThat(pod.getMetadata().getNamespace()).isEqualTo("shop");
    }

    @Test
    void withoutReplicasThereIsOneAndWithNoneThereAreNone() {
        Deployment unsaid = deployment("catalog", "x:v1", 1);
        unsaid.getSpec().setReplicas(null);

        assertThat(names(unsaid)).hasSize(1);
        assertThat(names(deployment("catalog", "x:v1", 0))).isEmpty();
    }
}
