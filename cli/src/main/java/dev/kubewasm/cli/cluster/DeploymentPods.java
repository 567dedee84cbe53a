package dev.kubewasm.cli.cluster;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * What the Deployment and ReplicaSet controllers make of a Deployment: one ReplicaSet of its template and the Pods of
 * that. Names end as Kubernetes' do, but are derived from the template and the ordinal: a run's names repeat.
 */
final class DeploymentPods {
    /** The letters Kubernetes ends names with: no vowels, so that no words come out. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX = 5;

    /** A generated name has 63 characters at most, as many as a DNS label. */
    private static final int MAX_NAME_BASE = 63 - SUFFIX;

    private static final String TEMPLATE_HASH = "pod-template-hash";

    private DeploymentPods() {}

    /** The ReplicaSet of {@code deployment}, which is admitted and has a uid. */
    static ReplicaSet replicaSet(Deployment deployment) {
        PodTemplateSpec template = deployment.getSpec().getTemplate();
        String hash = letters(template.toString(), 10);
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(deployment.getMetadata().getName() + "-" + hash)
                .withNamespace(deployment.getMetadata().getNamespace())
                .addToLabels(TEMPLATE_HASH, hash)
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(deployment.getMetadata().getName())
                .withUid(deployment.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withSelector(new LabelSelectorBuilder(deployment.getSpec().getSelector())
                        .addToMatchLabels(TEMPLATE_HASH, hash)
                        .build())
                .withReplicas(Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1))
                .withTemplate(template)
                .endSpec()
                .build();
    }

    /** The Pods of {@code set}, which has a uid. */
    static List<Pod> pods(ReplicaSet set) {
        PodTemplateSpec template = set.getSpec().getTemplate();
        List<Pod> pods = new ArrayList<>();
        for (String name : names(set)) {
            ObjectMeta metadata = new ObjectMetaBuilder(
                            Objects.requireNonNullElseGet(template.getMetadata(), ObjectMeta::new))
                    .withName(name)
                    .withNamespace(set.getMetadata().getNamespace())
                    .addToLabels(TEMPLATE_HASH, set.getMetadata().getLabels().get(TEMPLATE_HASH))
                    .addNewOwnerReference()
                    .withApiVersion("apps/v1")
                    .withKind("ReplicaSet")
                    .withName(set.getMetadata().getName())
                    .withUid(set.getMetadata().getUid())
                    .withController(true)
                    .endOwnerReference()
                    .build();
            pods.add(new PodBuilder()
                    .withMetadata(metadata)
                    .withSpec(template.getSpec())
                    .build());
        }
        return pods;
    }

    /** As the API server makes names of the ReplicaSet's, but never the same twice. */
    private static Set<String> names(ReplicaSet set) {
        String owner = set.getMetadata().getName();
        String base = owner + "-";
        String kept = base.substring(0, Math.min(base.length(), MAX_NAME_BASE));
        Set<String> names = new LinkedHashSet<>();
        for (int attempt = 0; names.size() < set.getSpec().getReplicas(); attempt++) {
            names.add(kept + letters(owner + attempt, SUFFIX));
        }
        return names;
    }

    private static String letters(String text, int length) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        long value = crc.getValue();
        crc.update(1);
        value = value << 32 | crc.getValue();
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append(ALPHABET.charAt((int) Long.remainderUnsigned(value, ALPHABET.length())));
            value = Long.divideUnsigned(value, ALPHABET.length());
        }
        return letters.toString();
    }
}
