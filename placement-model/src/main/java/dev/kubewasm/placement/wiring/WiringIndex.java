package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What wiring needs to know of a snapshot, kept from one to the next: templates, who exports what, what hosts supply, and
 * the wiring of templates that nothing has changed for. It answers as {@link Wirer#wire} does from scratch. One owner;
 * not for several threads.
 */
public final class WiringIndex {
    private final Map<Template.Key, Template> templates = new HashMap<>();
    private final Map<PodKey, Template> templateOf = new HashMap<>();
    private final Map<WorkloadRef, Set<Template>> workloads = new HashMap<>();
    private final Map<String, Set<Template>> importers = new HashMap<>();
    private final Exports exports = new Exports();
    private final Hosts hosts = new Hosts();
    private final Map<Template, PodWiring> wired = new HashMap<>();

    /** The index of a snapshot without nodes and Pods. */
    public WiringIndex() {}

    /** Follows the snapshot. */
    public void apply(Snapshot.Changes changes) {
        boolean otherHosts = false;
        for (Snapshot.Change<NodeFacts> node : changes.nodes()) {
            otherHosts |= hosts.change(node);
        }
        if (otherHosts) {
            wired.clear();
        }
        for (Snapshot.Change<PodFacts> pod : changes.pods()) {
            Optional<Template.Key> now = pod.now()
                    .filter(PodFacts::hasComponents)
                    .map(facts -> pod.before()
                            .filter(before -> Template.alike(before, facts))
                            .map(before -> templateOf.get(before.key()))
                            .map(Template::key)
                            .orElseGet(() -> Template.Key.of(facts)));
            pod.before().ifPresent(before -> leave(before.key(), now));
            now.ifPresent(key -> join(pod.now().orElseThrow(), key));
        }
    }

    private void leave(PodKey pod, Optional<Template.Key> next) {
        @Nullable Template template = templateOf.get(pod);
        if (template == null || next.filter(template.key()::equals).isPresent()) {
            return;
        }
        templateOf.remove(pod);
        if (template.remove(pod)) {
            providersChanged(template);
        }
        if (template.members().isEmpty()) {
            forget(template);
        }
    }

    private void join(PodFacts pod, Template.Key key) {
        Template template = templates.computeIfAbsent(key, k -> {
            Template made = new Template(k, pod);
            workloads
                    .computeIfAbsent(made.workload(), w -> new LinkedHashSet<>())
                    .add(made);
            made.imports().forEach(name -> importers
                    .computeIfAbsent(name, n -> new LinkedHashSet<>())
                    .add(made));
            return made;
        });
        templateOf.put(pod.key(), template);
        if (template.put(pod)) {
            providersChanged(template);
        }
    }

    private void providersChanged(Template template) {
        if (template.providers().isEmpty()) {
            exports.remove(template);
        } else {
            exports.add(template);
        }
        for (String name : template.exports().keySet()) {
            importers.getOrDefault(name, Set.of()).forEach(wired::remove);
        }
    }

    private void forget(Template template) {
        templates.remove(template.key());
        wired.remove(template);
        remove(workloads, template.workload(), template);
        template.imports().forEach(name -> remove(importers, name, template));
    }

    private static <K> void remove(Map<K, Set<Template>> sets, K key, Template template) {
        sets.computeIfPresent(key, (k, set) -> {
            set.remove(template);
            return set.isEmpty() ? null : set;
        });
    }

    /**
     * The wiring of {@code pods}, of everything they may be linked to, and of the Pods that import what they export: all
     * that a decision about them asks for. It is good until the index follows another snapshot.
     */
    public WiringGraph graph(Collection<PodKey> pods) {
        Providers providers = new Providers(exports);
        Map<Template, PodWiring> needed = new HashMap<>();
        Set<WorkloadRef> asked = new LinkedHashSet<>();
        for (PodKey pod : pods) {
            @Nullable Template template = templateOf.get(pod);
            if (template != null) {
                asked.add(template.workload());
            }
        }
        Set<WorkloadRef> seen = new LinkedHashSet<>(asked);
        for (WorkloadRef workload : asked) {
            for (Template template : workloads.getOrDefault(workload, Set.of())) {
                for (String exported : template.exports().keySet()) {
                    importers.getOrDefault(exported, Set.of()).forEach(importer -> seen.add(importer.workload()));
                }
            }
        }
        Deque<WorkloadRef> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (Template template : workloads.getOrDefault(open.remove(), Set.of())) {
                PodWiring wiring = wired.computeIfAbsent(template, t -> Wirer.wire(t, hosts, providers));
                needed.put(template, wiring);
                wiring.forEach((container, imported, import_) -> {
                    if (import_ instanceof ImportWiring.Provider provider && seen.add(provider.workload())) {
                        open.add(provider.workload());
                    }
                });
            }
        }
        return graph(needed);
    }

    /** The wiring of all Pods. */
    WiringGraph graph() {
        return graph(templateOf.keySet());
    }

    /** Cycles are refused in the order of the templates' first Pods, whatever order they came in. */
    private WiringGraph graph(Map<Template, PodWiring> needed) {
        List<Template> ordered = new ArrayList<>(needed.keySet());
        ordered.sort(Comparator.comparing(template -> template.sample().key()));
        Map<Template, PodWiring> wirings = new LinkedHashMap<>();
        ordered.forEach(template -> wirings.put(template, needed.getOrDefault(template, PodWiring.NONE)));
        return new WiringGraph(Revisions.refuse(Cycles.refuse(wirings)), templateOf);
    }
}
