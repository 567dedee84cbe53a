package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.Consumers;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadPin;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.WiringProblem.Incompatible.Candidate;
import dev.kubewasm.wit.compat.Compatibility;
import dev.kubewasm.wit.compat.Mismatch;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the workload of another Pod that serves an import. */
final class Providers {
    private final Exports exports;
    private final Map<Identity, List<Mismatch>> checked = new HashMap<>();

    Providers(Exports exports) {
        this.exports = exports;
    }

    /** The one workload that qualifies, or why there is none; {@code incompatible} are candidates found before. */
    ImportWiring find(Wirer.Import imported, InterfaceName name, Interface type, List<Candidate> incompatible) {
        PodFacts consumer = imported.template().sample();
        Optional<WorkloadPin> pin = consumer.links().pins().of(name);
        String namespace = consumer.key().namespace();
        Search search = new Search(imported, name, type);
        search.incompatible.addAll(incompatible);
        exports.reachable(name.unversioned(), namespace).forEach(export -> search.consider(export, pin));
        if (!search.foundNobody()) {
            return search.outcome(pin);
        }
        // Who exports it elsewhere is looked at only to tell of it.
        Search everywhere = new Search(imported, name, type);
        exports.all(name.unversioned()).forEach(export -> everywhere.consider(export, pin));
        return everywhere.outcome(pin);
    }

    /** What {@code export} lacks for {@code imported}; nothing is known to lack where types are unknown. */
    static List<Mismatch> mismatches(Wirer.Import imported, Interface type, Export export) {
        return imported.component().typesKnown() && export.component().typesKnown()
                ? Compatibility.check(type, export.type()).mismatches()
                : List.of();
    }

    /** The search for one import. */
    private final class Search {
        private final Wirer.Import imported;
        private final InterfaceName name;
        private final Interface type;
        private final SortedMap<WorkloadRef, Set<PodKey>> qualified = new TreeMap<>();
        private final List<Candidate> incompatible = new ArrayList<>();
        private final Set<WorkloadRef> unwilling = new TreeSet<>();
        private final List<NearMiss> nearMisses = new ArrayList<>();

        Search(Wirer.Import imported, InterfaceName name, Interface type) {
            this.imported = imported;
            this.name = name;
            this.type = type;
        }

        boolean foundNobody() {
            return qualified.isEmpty() && incompatible.isEmpty() && unwilling.isEmpty();
        }

        void consider(Export export, Optional<WorkloadPin> pin) {
            WorkloadRef workload = export.template().workload();
            PodFacts consumer = imported.template().sample();
            if (pin.isPresent() && !pin.get().names(workload, consumer.key().namespace())) {
                return;
            }
            PodFacts provider = export.template().sample();
            Consumers consumers = provider.links().consumers();
            String from = consumer.key().namespace();
            if (workload.equals(consumer.workload())) {
                nearMisses.add(new NearMiss.Itself(workload, export.name()));
            } else if (!from.equals(workload.namespace())
                    && !consumers.namespaces().contains(from)) {
                nearMisses.add(new NearMiss.OtherNamespace(workload, export.name()));
            } else if (export.component().isCommand()) {
                nearMisses.add(new NearMiss.Command(workload, export.name()));
            } else if (!export.name().satisfies(name)) {
                nearMisses.add(new NearMiss.OtherVersion(workload, export.name()));
            } else if (!consumers.admit(consumer, workload.namespace())) {
                unwilling.add(workload);
            } else {
                compare(export, workload);
            }
        }

        private void compare(Export export, WorkloadRef workload) {
            List<Mismatch> mismatches = checked.computeIfAbsent(
                    new Identity(imported.component(), export.component(), type, export.type()),
                    pair -> mismatches(imported, type, export));
            if (mismatches.isEmpty()) {
                Set<PodKey> pods = qualified.computeIfAbsent(workload, w -> new TreeSet<>());
                pods.addAll(export.template().providers());
            } else {
                incompatible.add(new Candidate(workload.shortName(), export.name(), mismatches));
            }
        }

        ImportWiring outcome(Optional<WorkloadPin> pin) {
            String own = imported.template().workload().namespace();
            // A workload of another namespace counts only where the consumer's own has none: nobody outside can make
            // an import of it ambiguous.
            List<WorkloadRef> candidates = qualified.keySet().stream()
                    .filter(workload -> workload.namespace().equals(own))
                    .toList();
            if (candidates.isEmpty()) {
                candidates = List.copyOf(qualified.keySet());
            }
            if (candidates.size() == 1) {
                WorkloadRef workload = candidates.getFirst();
                return new ImportWiring.Provider(
                        name, imported.policy(), workload, qualified.getOrDefault(workload, Set.of()));
            }
            return new ImportWiring.Failed(problem(candidates, pin));
        }

        private WiringProblem problem(List<WorkloadRef> candidates, Optional<WorkloadPin> pin) {
            if (candidates.size() > 1) {
                return new WiringProblem.Ambiguous(candidates);
            }
            if (!incompatible.isEmpty()) {
                return new WiringProblem.Incompatible(incompatible);
            }
            if (!unwilling.isEmpty()) {
                return new WiringProblem.NotConsented(List.copyOf(unwilling));
            }
            return pin.isPresent()
                    ? new WiringProblem.PinUnmatched(pin.get(), nearMisses)
                    : new WiringProblem.NobodyExports(nearMisses);
        }
    }
}
