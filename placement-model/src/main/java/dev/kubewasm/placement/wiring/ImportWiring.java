package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who may serve one import of a Pod, before a node is chosen. */
public sealed interface ImportWiring {
    /** The node: one that supplies {@code name}. */
    record Host(InterfaceName name) implements ImportWiring {}

    /** Another container of the same Pod. */
    record Container(String container) implements ImportWiring {}

    /** Nobody needs to: it brings types alone. */
    record Types() implements ImportWiring {}

    /**
     * A workload.
     *
     * @param name the interface imported
     * @param policy required or preferred
     * @param workload the provider
     * @param pods its Pods, bound or pending, that qualify
     */
    record Provider(InterfaceName name, LinkPolicy policy, WorkloadRef workload, Set<PodKey> pods)
            implements ImportWiring {
        public Provider {
            pods = Collections.unmodifiableSet(new TreeSet<>(pods));
        }
    }

    /** Nobody, and that is allowed: by policy {@code none}, or {@code preferred} with the problem that stands against it. */
    record Unlinked(Optional<WiringProblem> problem) implements ImportWiring {}

    /** Nobody can, and the import is required: the Pod can't be placed. */
    record Failed(WiringProblem problem) implements ImportWiring {}
}
