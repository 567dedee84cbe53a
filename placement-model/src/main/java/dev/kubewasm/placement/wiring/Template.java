package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Pods of one workload that are alike in all that wiring looks at; wired once, however many they are. */
final class Template {
    private final TreeMap<PodKey, PodFacts> members = new TreeMap<>();
    private final TreeSet<PodKey> providers = new TreeSet<>();
    private final Key key;
    private final WorkloadRef workload;
    private final Map<String, List<Export>> exports = new LinkedHashMap<>();
    private final Set<String> imports = new LinkedHashSet<>();
    private final Set<String> openTo;

    /** The template of {@code sample}, which has components and this key. It isn't a member yet. */
    Template(Key key, PodFacts sample) {
        this.key = key;
        this.workload = sample.workload();
        this.openTo = sample.links().consumers().namespaces();
        for (ContainerFacts container : sample.containers()) {
            container.component().ifPresent(component -> {
                for (Export export : Export.of(this, container.name(), component)) {
                    exports.computeIfAbsent(export.name().unversioned(), name -> new ArrayList<>())
                            .add(export);
                }
                component.world().imports().forEach((name, item) -> Wirer.Import.name(name, item)
                        .ifPresent(imported -> imports.add(imported.unversioned())));
            });
        }
    }

    /** A Pod that stands for all: the first. */
    PodFacts sample() {
        return members.firstEntry().getValue();
    }

    /** What its Pods have in common. */
    Key key() {
        return key;
    }

    WorkloadRef workload() {
        return workload;
    }

    /** All its Pods. */
    Map<PodKey, PodFacts> members() {
        return Collections.unmodifiableMap(members);
    }

    /** Those of its Pods that can provide: neither finished nor being deleted. */
    SortedSet<PodKey> providers() {
        return providers;
    }

    /** Its exports by interface, without versions. */
    Map<String, List<Export>> exports() {
        return exports;
    }

    /** The interfaces it imports, without versions. */
    Set<String> imports() {
        return imports;
    }

    /** The namespaces, besides its own, that its Pods admit consumers from. */
    Set<String> openTo() {
        return openTo;
    }

    /** Takes a Pod in, in the place of one of its name; whether the Pods that can provide are others now. */
    boolean put(PodFacts pod) {
        members.put(pod.key(), pod);
        boolean over = pod.state().finished() || pod.state().terminating();
        return over ? providers.remove(pod.key()) : providers.add(pod.key());
    }

    /** Lets a Pod go; whether the Pods that can provide are others now. */
    boolean remove(PodKey pod) {
        members.remove(pod);
        return providers.remove(pod);
    }

    /** Whether two versions of a Pod are surely of one template: most changes of a Pod are of its state alone. */
    static boolean alike(PodFacts before, PodFacts now) {
        return sameComponents(before.containers(), now.containers())
                && before.links().equals(now.links())
                && before.workload().equals(now.workload())
                && before.labels().equals(now.labels());
    }

    private static boolean sameComponents(List<ContainerFacts> before, List<ContainerFacts> now) {
        boolean same = before.size() == now.size();
        for (int i = 0; same && i < now.size(); i++) {
            ContainerFacts a = before.get(i);
            ContainerFacts b = now.get(i);
            same = a.name().equals(b.name())
                    && a.component().map(Identity::new).equals(b.component().map(Identity::new));
        }
        return same;
    }

    /** What makes Pods alike. Components are compared by identity: a cache hands out one instance a digest. */
    record Key(
            WorkloadRef workload,
            SortedMap<String, String> labels,
            LinkSettings links,
            SortedMap<String, Identity> components) {
        static Key of(PodFacts pod) {
            SortedMap<String, Identity> components = new TreeMap<>();
            for (ContainerFacts container : pod.containers()) {
                container.component().ifPresent(facts -> components.put(container.name(), new Identity(facts)));
            }
            return new Key(pod.workload(), pod.labels(), pod.links(), components);
        }
    }
}
