package dev.kubewasm.placement.result;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import java.util.List;

/** What became of a pending Pod. */
public sealed interface PodOutcome {
    /**
     * It has a node.
     *
     * @param node where it goes
     * @param wiring who serves its imports there
     * @param warnings why preferred links stay unlinked
     */
    record Placed(NodeName node, DecidedWiring wiring, List<PodWiring.Problem> warnings) implements PodOutcome {
        public Placed {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * It has none.
     *
     * @param reason why
     * @param remedies what would make it fit as things stand, each by itself; empty where nothing is known to
     */
    record Unplaced(UnplacedReason reason, List<Remedy> remedies) implements PodOutcome {
        public Unplaced {
            remedies = List.copyOf(remedies);
        }
    }
}
