package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.port.Binding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A binding decided, to be made after those of the Pods it is linked to.
 *
 * @param binding what to bind where
 * @param providers the Pods chosen to serve its imports, bound before or decided together with it
 * @param warnings what its owner should know all the same: imports that stay unlinked, and why
 */
record PlannedBinding(Binding binding, Set<PodKey> providers, List<String> warnings) {
    PlannedBinding {
        providers = Set.copyOf(providers);
        warnings = List.copyOf(warnings);
    }

    /** A binding without warnings. */
    PlannedBinding(Binding binding, Set<PodKey> providers) {
        this(binding, providers, List.of());
    }

    /** The same bindings, each after its providers; otherwise in the order given. Links are acyclic. */
    static List<PlannedBinding> providersFirst(List<PlannedBinding> planned) {
        Map<PodKey, PlannedBinding> byPod = new LinkedHashMap<>();
        planned.forEach(p -> byPod.put(p.binding().pod(), p));
        Set<PodKey> seen = new LinkedHashSet<>();
        List<PlannedBinding> ordered = new ArrayList<>();
        planned.forEach(p -> visit(p, byPod, seen, ordered));
        return ordered;
    }

    private static void visit(
            PlannedBinding planned, Map<PodKey, PlannedBinding> byPod, Set<PodKey> seen, List<PlannedBinding> ordered) {
        if (!seen.add(planned.binding().pod())) {
            return;
        }
        planned.providers().stream().sorted().forEach(provider -> {
            PlannedBinding before = byPod.get(provider);
            if (before != null) {
                visit(before, byPod, seen, ordered);
            }
        });
        ordered.add(planned);
    }
}
