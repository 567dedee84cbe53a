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

    /** It has none. */
    record Unplaced(UnplacedReason reason) implements PodOutcome {}
}
