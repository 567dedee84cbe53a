package dev.kubewasm.scheduler.app.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** Volumes, claims, classes and CSINodes of a random case. */
final class VolumeGenerator {
    private static final List<String> ZONES = List.of("eu-x-a", "eu-x-b", "eu-x-c");
    private static final List<String> MODES =
            List.of("ReadWriteOnce", "ReadWriteMany", "ReadOnlyMany", "ReadWriteOncePod");

    private final String name;
    private final Random random;
    private final Consumer<String> add;
    private final List<String> sharedClaims = new ArrayList<>();
    private final List<String> ephemeral = new ArrayList<>();
    private int volumes;
    private int claims;

    /** @param add takes an object as YAML */
    VolumeGenerator(String name, Random random, Consumer<String> add) {
        this.name = name;
        this.random = random;
        this.add = add;
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency more
    private void add(String yaml, Object... arguments) {
        add.accept(yaml.formatted(arguments));
    }

    private String driver() {
        return name + ".csi.example";
    }

    private String trackedDriver() {
        return name + ".tracked.example";
    }

    /** Classes of every kind: {@code wait}, {@code now}, {@code manual}, {@code topology}, {@code tracked}, {@code ebs}. */
    void classes() {
        storageClass("wait", driver(), "WaitForFirstConsumer", "");
        storageClass("now", driver(), "Immediate", "");
        storageClass("manual", "kubernetes.io/no-provisioner", "WaitForFirstConsumer", "");
        storageClass("topology", driver(), "WaitForFirstConsumer", """
                , allowedTopologies: [{matchLabelExpressions: [{key: topology.kubernetes.io/zone, values: [%s]}]}]""".formatted(String.join(", ", some(ZONES))));
        storageClass("tracked", trackedDriver(), "WaitForFirstConsumer", "");
        storageClass("ebs", "kubernetes.io/aws-ebs", "WaitForFirstConsumer", "");
        add(
                "{apiVersion: storage.k8s.io/v1, kind: CSIDriver, metadata: {name: %s}, spec: {storageCapacity: %s}}",
                trackedDriver(), chance(0.8));
        int capacities = random.nextInt(4);
        for (int i = 0; i < capacities; i++) {
            add(
                    """
                    {apiVersion: storage.k8s.io/v1, kind: CSIStorageCapacity, metadata: {name: capacity-%d, namespace: %s},
                     storageClassName: %s-tracked, capacity: %dGi%s%s}""",
                    i,
                    name,
                    name,
                    1 + random.nextInt(8),
                    chance(0.3) ? ", maximumVolumeSize: %dGi".formatted(1 + random.nextInt(4)) : "",
                    chance(0.8)
                            ? ", nodeTopology: {matchLabels: {topology.kubernetes.io/zone: %s}}".formatted(oneOf(ZONES))
                            : chance(0.5) ? ", nodeTopology: {}" : "");
        }
    }

    private void storageClass(String kind, String provisioner, String mode, String more) {
        add(
                "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: %s-%s}, provisioner: %s,"
                        + " volumeBindingMode: %s%s}",
                name, kind, provisioner, mode, more);
    }

    private List<String> some(List<String> values) {
        List<String> some = new ArrayList<>(values);
        some.removeIf(value -> chance(0.4));
        return some.isEmpty() ? List.of(values.getFirst()) : some;
    }

    void csiNode(String node) {
        if (chance(0.2)) {
            return;
        }
        List<String> drivers = new ArrayList<>();
        for (String driver : List.of(driver(), trackedDriver(), "ebs.csi.aws.com", "pd.csi.storage.gke.io")) {
            if (chance(0.7)) {
                drivers.add("{name: %s, nodeID: %s%s}"
                        .formatted(
                                driver,
                                node,
                                chance(0.8) ? ", allocatable: {count: %d}".formatted(random.nextInt(4)) : ""));
            }
        }
        add(
                "{apiVersion: storage.k8s.io/v1, kind: CSINode, metadata: {name: %s, annotations:"
                        + " {storage.alpha.kubernetes.io/migrated-plugins: '%s'}}, spec: {drivers: [%s]}}",
                node,
                oneOf(List.of("", "kubernetes.io/aws-ebs", "kubernetes.io/aws-ebs,kubernetes.io/gce-pd")),
                String.join(", ", drivers));
    }

    /** The sources of the volumes of a Pod on a node. */
    List<String> ofPlacedPod(String pod, String node) {
        List<String> sources = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            if (chance(0.35)) {
                sources.add(disk(random));
            } else if (!sharedClaims.isEmpty() && chance(0.2)) {
                sources.add(use(oneOf(sharedClaims)));
            } else {
                String claim = boundClaim();
                sharedClaims.add(claim);
                sources.add(use(claim));
                if (chance(0.2)) {
                    add("""
                            {apiVersion: storage.k8s.io/v1, kind: VolumeAttachment, metadata: {name: %s-%s-%d},
                             spec: {attacher: %s, nodeName: %s, source: {persistentVolumeName: %s-v%d}}}""", name, pod, i, driver(), node, name, random.nextInt(volumes));
                }
            }
        }
        return sources;
    }

    /** The sources of the volumes of a Pod that waits. */
    List<String> ofWaitingPod(String pod) {
        int free = random.nextInt(7);
        for (int i = 0; i < free; i++) {
            volume(oneOf(List.of("wait", "manual", "topology")), chance(0.9) ? "Available" : "Released", "");
        }
        List<String> sources = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            double kind = random.nextDouble();
            if (kind < 0.15) {
                sources.add(disk(random));
            } else if (kind < 0.3 && !sharedClaims.isEmpty()) {
                sources.add(use(oneOf(sharedClaims)));
            } else if (kind < 0.45) {
                sources.add(use(boundClaim()));
            } else if (kind < 0.48) {
                sources.add(use("missing"));
            } else if (kind < 0.53) {
                sources.add(use(claim(oneOf(List.of("now", "nowhere")), "", "")));
            } else if (kind < 0.6) {
                sources.add("ephemeral: {volumeClaimTemplate: {spec: %s}}".formatted(claimSpec("wait", "")));
                if (chance(0.8)) {
                    ephemeral.add(pod + "-v" + i);
                }
            } else {
                sources.add(
                        use(claim(oneOf(List.of("wait", "manual", "manual", "topology", "tracked", "ebs")), "", "")));
            }
        }
        return sources;
    }

    /** The claims that a controller makes for the Pod that waits, once it is there. */
    void ephemeralClaims() {
        for (String claim : ephemeral) {
            add("""
                    {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: %s, namespace: %s, ownerReferences:
                     [{apiVersion: v1, kind: Pod, name: waiting, uid: %s, controller: true}]}, spec: %s}""", claim, name, chance(0.9) ? "OWNER" : "somebody-else", claimSpec("wait", ""));
        }
    }

    private static String use(String claim) {
        return "persistentVolumeClaim: {claimName: %s}".formatted(claim);
    }

    /** A disk without a claim. */
    static String disk(Random random) {
        int id = random.nextInt(3);
        boolean readOnly = random.nextBoolean();
        return switch (random.nextInt(5)) {
            case 0 -> "gcePersistentDisk: {pdName: disk-%d, readOnly: %s}".formatted(id, readOnly);
            case 1 -> "awsElasticBlockStore: {volumeID: 'aws://eu-x-a/vol-%d', readOnly: %s}".formatted(id, readOnly);
            case 2 ->
                "iscsi: {targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:%d', lun: 0, readOnly: %s}"
                        .formatted(id, readOnly);
            case 3 -> "rbd: {monitors: [m%d, m%d], image: i%d, readOnly: %s}".formatted(id, id + 1, id / 2, readOnly);
            default -> "cinder: {volumeID: cinder-%d}".formatted(id);
        };
    }

    private String boundClaim() {
        String volume = volume(oneOf(List.of("now", "wait", "manual")), "Bound", "bound");
        return claim("now", chance(0.95) ? volume : name + "-gone", "pv.kubernetes.io/bind-completed: 'yes'");
    }

    private String claim(String storageClass, String volume, String annotations) {
        String claim = "claim-" + claims++;
        if (volume.isEmpty() && chance(0.1)) {
            volume(storageClass, "Available", claim);
        }
        String selected = volume.isEmpty() && chance(0.07)
                ? "volume.kubernetes.io/selected-node: %s-n%d".formatted(name, random.nextInt(3))
                : annotations;
        add(
                """
                {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: %s, namespace: %s, annotations: {%s}}, spec: %s%s}""",
                claim,
                name,
                selected,
                claimSpec(storageClass, volume),
                volume.isEmpty() ? "" : ", status: {phase: %s}".formatted(chance(0.97) ? "Bound" : "Lost"));
        return claim;
    }

    private String claimSpec(String storageClass, String volume) {
        return "{accessModes: [%s], storageClassName: %s-%s, resources: {requests: {storage: %s}}%s%s%s}"
                .formatted(
                        oneOf(List.of(MODES.get(0), MODES.get(0), MODES.get(1), MODES.get(3))),
                        name,
                        storageClass,
                        size(),
                        chance(0.1) ? ", volumeMode: Block" : "",
                        volume.isEmpty() ? "" : ", volumeName: " + volume,
                        volume.isEmpty() && chance(0.1) ? ", selector: {matchLabels: {tier: fast}}" : "");
    }

    private String size() {
        return random.nextBoolean()
                ? "%dGi".formatted(1 + random.nextInt(4))
                : String.format(Locale.ROOT, "%.1fG", 1 + 3 * random.nextDouble());
    }

    /** @param claim the name of the claim it is for; empty: none */
    private String volume(String storageClass, String phase, String claim) {
        int index = volumes++;
        String volume = name + "-v" + index;
        List<String> labels = new ArrayList<>();
        if (chance(0.2)) {
            labels.add("topology.kubernetes.io/zone: " + String.join("__", some(ZONES)));
        } else if (chance(0.1)) {
            labels.add("failure-domain.beta.kubernetes.io/zone: " + oneOf(ZONES));
        }
        if (chance(0.5)) {
            labels.add("tier: fast");
        }
        String modes = chance(0.2) ? MODES.get(3) : String.join(", ", some(MODES.subList(0, 3)));
        add(
                """
                {apiVersion: v1, kind: PersistentVolume, metadata: {name: %s, labels: {%s}}, spec: {capacity: {storage: %s},
                 accessModes: [%s], storageClassName: %s-%s, persistentVolumeReclaimPolicy: Retain, %s%s%s%s}, status: {phase: %s}}""",
                volume,
                String.join(", ", labels),
                size(),
                modes,
                name,
                storageClass,
                source(index),
                affinity(),
                chance(0.1) ? ", volumeMode: Block" : "",
                claim.isEmpty() ? "" : ", claimRef: {namespace: %s, name: %s}".formatted(name, claim),
                phase);
        return volume;
    }

    private String source(int index) {
        return switch (random.nextInt(6)) {
            case 0 -> "awsElasticBlockStore: {volumeID: 'aws://eu-x-a/vol-%d'}".formatted(random.nextInt(4));
            case 1 -> "gcePersistentDisk: {pdName: disk-%d}".formatted(random.nextInt(4));
            case 2 -> "nfs: {server: 10.0.0.2, path: /v%d}".formatted(index);
            default -> "csi: {driver: %s, volumeHandle: handle-%d}".formatted(driver(), index);
        };
    }

    private String affinity() {
        if (chance(0.5)) {
            return "";
        }
        String requirement = random.nextBoolean()
                ? "{key: topology.kubernetes.io/zone, operator: In, values: [%s]}"
                        .formatted(String.join(", ", some(ZONES)))
                : "{key: kubernetes.io/hostname, operator: In, values: [%s-n%d, %s-n%d]}"
                        .formatted(name, random.nextInt(4), name, random.nextInt(4));
        return ", nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [%s]}]}}".formatted(requirement);
    }
}
