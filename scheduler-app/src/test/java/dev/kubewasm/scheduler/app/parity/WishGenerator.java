package dev.kubewasm.scheduler.app.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What the Pods of a random case ask of nodes and of other Pods, and what its nodes have of it: affinity, spread, tolerations,
 * host ports, init and sidecar containers, images and extended resources. All as YAML in one line.
 */
final class WishGenerator {
    private static final List<String> ZONES = List.of("eu-x-a", "eu-x-b", "eu-x-c");
    private static final List<String> IMAGES =
            List.of("registry.example/c:1", "registry.example/large:1", "registry.example/huge:1");
    private static final String EXTENDED = "example.com/device";
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String HOST = "kubernetes.io/hostname";

    private final String name;
    private final Random random;

    /** @param name the case's, with which its nodes' begin */
    WishGenerator(String name, Random random) {
        this.name = name;
        this.random = random;
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private int weight() {
        return 1 + random.nextInt(100);
    }

    /** Labels that node affinity asks for. */
    List<String> nodeLabels() {
        List<String> labels = new ArrayList<>();
        if (chance(0.5)) {
            labels.add("cores: '%d'".formatted(2 << random.nextInt(4)));
        }
        if (chance(0.4)) {
            labels.add("pool: " + oneOf(List.of("red", "blue")));
        }
        return labels;
    }

    String taints() {
        List<String> taints = new ArrayList<>();
        if (chance(0.1)) {
            taints.add("{key: dedicated, value: x, effect: NoSchedule}");
        }
        if (chance(0.3)) {
            taints.add("{key: slow, value: 'yes', effect: PreferNoSchedule}");
        }
        if (chance(0.15)) {
            taints.add("{key: old, effect: PreferNoSchedule}");
        }
        return taints.toString();
    }

    /** More of the amounts that a node has. */
    String extendedResources() {
        return chance(0.4) ? ", %s: '%d'".formatted(EXTENDED, 1 + random.nextInt(3)) : "";
    }

    String images() {
        List<String> images = new ArrayList<>();
        for (String image : IMAGES) {
            if (chance(0.4)) {
                images.add(
                        "{names: ['%s'], sizeBytes: %d}".formatted(image, 20_000_000L + random.nextInt(1_500_000_000)));
            }
        }
        return images.toString();
    }

    /** A container without any wish but CPU. */
    static String plainContainer(String cpu) {
        return "containers: [{name: c, image: 'registry.example/c:1', resources: {requests: {cpu: %s, memory: 64Mi}}}]"
                .formatted(cpu);
    }

    /** The containers of a Pod, the first with this CPU. */
    String container(String cpu) {
        String device = chance(0.08) ? "'%d'".formatted(1 + random.nextInt(2)) : "";
        String ports = chance(0.4)
                ? ", ports: [{containerPort: 80, hostPort: %d, protocol: %s%s}]"
                        .formatted(
                                8080 + random.nextInt(2),
                                oneOf(List.of("TCP", "TCP", "TCP", "UDP")),
                                chance(0.3) ? ", hostIP: 10.0.0.%d".formatted(1 + random.nextInt(2)) : "")
                : "";
        List<String> containers = new ArrayList<>();
        containers.add("{name: c, image: '%s', resources: {requests: {cpu: %s, memory: 64Mi%s}%s}%s}"
                .formatted(
                        oneOf(IMAGES),
                        cpu,
                        device.isEmpty() ? "" : ", %s: %s".formatted(EXTENDED, device),
                        device.isEmpty() ? "" : ", limits: {%s: %s}".formatted(EXTENDED, device),
                        ports));
        if (chance(0.2)) {
            // No request: scores take their defaults for it.
            containers.add("{name: d, image: '%s'}".formatted(oneOf(IMAGES)));
        }
        List<String> init = new ArrayList<>();
        int count = chance(0.3) ? 1 + random.nextInt(3) : 0;
        for (int i = 0; i < count; i++) {
            init.add("{name: i%d, image: '%s', resources: {requests: {cpu: %dm}}%s}"
                    .formatted(
                            i,
                            oneOf(IMAGES),
                            100 * (1 + random.nextInt(10)),
                            chance(0.5) ? ", restartPolicy: Always" : ""));
        }
        return "initContainers: %s, containers: %s".formatted(init, containers);
    }

    /** What one that is on its node asks of those that come. */
    List<String> ofPlacedPod() {
        List<String> anti = new ArrayList<>();
        List<String> affinity = new ArrayList<>();
        if (chance(0.06)) {
            anti.add(required(term(oneOf(List.of("db", "web")), HOST)));
        } else if (chance(0.15)) {
            anti.add(preferred(term("web", topology())));
        }
        if (chance(0.1)) {
            affinity.add(preferred(term("web", topology())));
        } else if (chance(0.05)) {
            // It counts for those that are like what it wants, too.
            affinity.add(required(term("web", topology())));
        }
        return podAffinity(affinity, anti, List.of());
    }

    /** What the one that waits asks. */
    List<String> ofWaitingPod() {
        List<String> wishes = new ArrayList<>(podAffinity(
                chance(0.12)
                        ? List.of(required(term(oneOf(List.of("db", "web")), topology())))
                        : chance(0.3) ? List.of(preferred(term("web", topology()), term("db", topology()))) : List.of(),
                chance(0.15)
                        ? List.of(required(term("web", HOST)))
                        : chance(0.3) ? List.of(preferred(term(oneOf(List.of("db", "web")), topology()))) : List.of(),
                nodeAffinity()));
        if (chance(0.4)) {
            wishes.add("topologySpreadConstraints: " + spread());
        }
        List<String> tolerations = new ArrayList<>();
        if (chance(0.3)) {
            tolerations.add("{key: slow, operator: Equal, value: 'yes', effect: PreferNoSchedule}");
        }
        if (chance(0.2)) {
            tolerations.add(oneOf(List.of("{key: dedicated, operator: Exists}", "{key: old, operator: Exists}")));
        }
        if (!tolerations.isEmpty()) {
            wishes.add("tolerations: " + tolerations);
        }
        return wishes;
    }

    private String topology() {
        return oneOf(List.of(ZONE, HOST));
    }

    private static String term(String app, String topology) {
        return "topologyKey: %s, labelSelector: {matchLabels: {app: %s}}".formatted(topology, app);
    }

    private static String required(String term) {
        return "requiredDuringSchedulingIgnoredDuringExecution: [{%s}]".formatted(term);
    }

    private String preferred(String... terms) {
        List<String> weighted = new ArrayList<>();
        for (String term : terms) {
            weighted.add("{weight: %d, podAffinityTerm: {%s}}".formatted(weight(), term));
        }
        return "preferredDuringSchedulingIgnoredDuringExecution: " + weighted;
    }

    private static List<String> podAffinity(List<String> affinity, List<String> anti, List<String> nodes) {
        List<String> kinds = new ArrayList<>();
        if (!affinity.isEmpty()) {
            kinds.add("podAffinity: {%s}".formatted(String.join(", ", affinity)));
        }
        if (!anti.isEmpty()) {
            kinds.add("podAntiAffinity: {%s}".formatted(String.join(", ", anti)));
        }
        if (!nodes.isEmpty()) {
            kinds.add("nodeAffinity: {%s}".formatted(String.join(", ", nodes)));
        }
        return kinds.isEmpty() ? List.of() : List.of("affinity: {%s}".formatted(String.join(", ", kinds)));
    }

    private List<String> nodeAffinity() {
        List<String> kinds = new ArrayList<>();
        if (chance(0.15)) {
            List<String> terms = new ArrayList<>();
            int count = 1 + random.nextInt(2);
            for (int i = 0; i < count; i++) {
                terms.add(nodeTerm());
            }
            kinds.add("requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: %s}".formatted(terms));
        }
        if (chance(0.35)) {
            kinds.add(
                    "preferredDuringSchedulingIgnoredDuringExecution: [{weight: %d, preference: %s}, {weight: %d, preference: %s}]"
                            .formatted(weight(), nodeTerm(), weight(), nodeTerm()));
        }
        return kinds;
    }

    private String nodeTerm() {
        return switch (random.nextInt(6)) {
            case 0 -> "{matchExpressions: [{key: pool, operator: In, values: [red, green]}]}";
            case 1 -> "{matchExpressions: [{key: pool, operator: NotIn, values: [blue]}]}";
            case 2 ->
                "{matchExpressions: [{key: cores, operator: %s, values: ['4']}]}".formatted(oneOf(List.of("Gt", "Lt")));
            case 3 -> "{matchExpressions: [{key: %s, operator: In, values: [%s]}]}".formatted(ZONE, oneOf(ZONES));
            case 4 ->
                "{matchExpressions: [{key: disk, operator: %s}]}".formatted(oneOf(List.of("Exists", "DoesNotExist")));
            default ->
                "{matchFields: [{key: metadata.name, operator: NotIn, values: [%s-n%d]}]}"
                        .formatted(name, random.nextInt(3));
        };
    }

    private List<String> spread() {
        List<String> constraints = new ArrayList<>();
        boolean both = chance(0.4);
        for (String topology : both ? List.of(ZONE, HOST) : List.of(topology())) {
            boolean hard = chance(0.6);
            constraints.add(
                    "{maxSkew: %d, topologyKey: %s, whenUnsatisfiable: %s, labelSelector: {matchLabels: {app: web}}%s%s%s}"
                            .formatted(
                                    1 + random.nextInt(2),
                                    topology,
                                    hard ? "DoNotSchedule" : "ScheduleAnyway",
                                    hard && chance(0.3) ? ", minDomains: %d".formatted(2 + random.nextInt(2)) : "",
                                    chance(0.2) ? ", nodeTaintsPolicy: Honor" : "",
                                    chance(0.2) ? ", matchLabelKeys: [tier]" : ""));
        }
        return constraints;
    }
}
