package dev.kubewasm.benchmarks.placement;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Applications of made-up Pods: 3 to 6 workloads, each but the first imported by an earlier one, in one of 20 namespaces.
 * One in ten needs a key-value store of its node, one in ten tolerates batch nodes, one in ten is tied to a zone.
 */
final class GeneratedApplications {
    private static final long[] CPU_MILLI = {20, 50, 100, 100, 250, 250, 500, 1000};
    private static final long[] MEMORY_MIB = {32, 64, 128, 256, 512, 1024, 2048};
    private static final int NAMESPACES = 20;
    private static final InterfaceName ROOT =
            new InterfaceName(new PackageName("root", "component", Optional.empty()), "root");

    private final SplittableRandom random;
    private int number;

    GeneratedApplications(SplittableRandom random) {
        this.random = random;
    }

    /** The Pods of the next application, pending; each workload has {@code replicas}. */
    List<PodFacts> next(int replicas) {
        return next(random.nextInt(3, 7), replicas);
    }

    /** The same with so many workloads. */
    List<PodFacts> next(int workloads, int replicas) {
        int app = number++;
        String namespace = "team-" + app % NAMESPACES;
        NodeRequirement where = random.nextInt(10) == 0
                ? NodeRequirement.selector(Map.of(GeneratedCluster.ZONE, "zone-" + random.nextInt(5)))
                : NodeRequirement.ANY;
        List<Toleration> tolerations = random.nextInt(10) == 0
                ? List.of(new Toleration(
                        GeneratedCluster.BATCH.key(),
                        Toleration.Operator.EQUAL,
                        GeneratedCluster.BATCH.value(),
                        Optional.empty()))
                : List.of();
        List<List<String>> imports = new ArrayList<>();
        for (int w = 0; w < workloads; w++) {
            imports.add(new ArrayList<>(List.of("wasi:cli/environment@0.2.6", "wasi:clocks/monotonic-clock@0.2.6")));
            if (w > 0) {
                imports.get(random.nextInt(w)).add(exported(app, w));
            }
        }
        if (random.nextInt(10) == 0) {
            imports.getLast().add("wasi:keyvalue/store@0.2.0");
        }
        List<PodFacts> pods = new ArrayList<>();
        for (int w = 0; w < workloads; w++) {
            String name = "app-%06d-%d".formatted(app, w);
            ComponentFacts component = new ComponentFacts(
                    new World(ROOT, items(imports.get(w)), items(List.of(exported(app, w))), Attributes.NONE),
                    true,
                    Optional.of("sha256:" + name),
                    Set.of(),
                    "a generator");
            Resources requests = Resources.of(
                    CPU_MILLI[random.nextInt(CPU_MILLI.length)], MEMORY_MIB[random.nextInt(MEMORY_MIB.length)] << 20);
            for (int r = 0; r < replicas; r++) {
                String pod = name + "-" + r;
                pods.add(new PodFacts(
                        new PodKey(namespace, pod),
                        new Uid("uid-" + pod),
                        new WorkloadRef(namespace, "Deployment", name, new Uid("uid-" + name)),
                        new TreeMap<>(Map.of("app", name)),
                        requests,
                        where,
                        tolerations,
                        PodState.PENDING,
                        List.of(new ContainerFacts("main", "registry.example.com/" + name, Optional.of(component))),
                        LinkSettings.DEFAULT,
                        0,
                        app));
            }
        }
        return pods;
    }

    private static String exported(int app, int workload) {
        return "app%d:api/service%d".formatted(app, workload);
    }

    private static SequencedMap<String, WorldItem> items(List<String> names) {
        SequencedMap<String, WorldItem> items = new LinkedHashMap<>();
        for (String name : names) {
            Function call = new Function(
                    "call",
                    new Function.FunctionKind.Freestanding(),
                    false,
                    List.of(),
                    Optional.of(Type.Primitive.U32),
                    Attributes.NONE);
            items.put(
                    name,
                    WorldItem.OfInterface.plain(
                            Interface.of(InterfaceName.parse(name), Map.of(), Map.of("call", call))));
        }
        return items;
    }
}
