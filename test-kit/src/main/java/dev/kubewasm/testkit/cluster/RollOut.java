package dev.kubewasm.testkit.cluster;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** What the controllers of Deployments and ReplicaSets would make: one ReplicaSet, and Pods from the template. */
final class RollOut {
    private static final String HASH = "6d5f7c9b8";

    private RollOut() {}

    static void of(KubernetesClient client, Deployment deployment) {
        String namespace = deployment.getMetadata().getNamespace();
        ReplicaSet set = client.apps()
                .replicaSets()
                .inNamespace(namespace)
                .resource(replicaSet(deployment))
                .create();
        for (int i = 0; i < deployment.getSpec().getReplicas(); i++) {
            client.pods()
                    .inNamespace(namespace)
                    .resource(new PodBuilder()
                            .withNewMetadata()
                            .withGenerateName(set.getMetadata().getName() + "-")
                            .withLabels(
                                    set.getSpec().getTemplate().getMetadata().getLabels())
                            .withAnnotations(
                                    set.getSpec().getTemplate().getMetadata().getAnnotations())
                            .addNewOwnerReference()
                            .withApiVersion("apps/v1")
                            .withKind("ReplicaSet")
                            .withName(set.getMetadata().getName())
                            .withUid(set.getMetadata().getUid())
                            .withController(true)
                            .endOwnerReference()
                            .endMetadata()
                            .withSpec(set.getSpec().getTemplate().getSpec())
                            .build())
                    .create();
        }
    }

    private static ReplicaSet replicaSet(Deployment deployment) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(deployment.getMetadata().getName() + "-" + HASH)
                .withNamespace(deployment.getMetadata().getNamespace())
                .withLabels(deployment.getSpec().getTemplate().getMetadata().getLabels())
                .addToLabels("pod-template-hash", HASH)
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(deployment.getMetadata().getName())
                .withUid(deployment.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withReplicas(deployment.getSpec().getReplicas())
                .withNewSelector()
                .withMatchLabels(deployment.getSpec().getSelector().getMatchLabels())
                .addToMatchLabels("pod-template-hash", HASH)
                .endSelector()
                .withTemplate(deployment.getSpec().getTemplate())
                .editTemplate()
                .editMetadata()
                .addToLabels("pod-template-hash", HASH)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }
}
