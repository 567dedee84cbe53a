package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Pods of one workload that are alike in all that wiring looks at; wired once, however many they are. */
final class Template {
    private final PodFacts sample;
    private final List<PodFacts> providers = new ArrayList<>();
    private final List<PodFacts> members = new ArrayList<>();

    private Template(PodFacts sample) {
        this.sample = sample;
    }

    /** A Pod that stands for all. */
    PodFacts sample() {
        return sample;
    }

    WorkloadRef workload() {
        return sample.workload();
    }

    /** All its Pods. */
    List<PodFacts> members() {
        return members;
    }

    /** Those of its Pods that can provide: neither finished nor being deleted. */
    List<PodFacts> providers() {
        return providers;
    }

    /** The Pods with components, by template. */
    static List<Template> of(Iterable<PodFacts> pods) {
        Map<Key, Template> templates = new LinkedHashMap<>();
        for (PodFacts pod : pods) {
            if (!pod.hasComponents()) {
                continue;
            }
            Template template = templates.computeIfAbsent(Key.of(pod), key -> new Template(pod));
            template.members.add(pod);
            if (!pod.state().finished() && !pod.state().terminating()) {
                template.providers.add(pod);
            }
        }
        return List.copyOf(templates.values());
    }

    /** What makes Pods alike. Components are compared by identity: a cache hands out one instance a digest. */
    private record Key(
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
