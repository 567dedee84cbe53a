package dev.kubewasm.placement.result;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.filter.Rejection;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a Pod has no node. Its text is made by {@link dev.kubewasm.placement.explain.Explanations}. */
public sealed interface UnplacedReason {
    /** Required imports that nobody can serve. */
    record WiringFailed(List<PodWiring.Problem> problems) implements UnplacedReason {
        public WiringFailed {
            problems = List.copyOf(problems);
        }
    }

    /** It needs links, and asks for nodes of a runtime that makes none. */
    record RuntimeCannotLink(String runtime, List<PodWiring.Link> links) implements UnplacedReason {
        public RuntimeCannotLink {
            links = List.copyOf(links);
        }
    }

    /** Its wiring doesn't fit into an annotation. */
    record WiringTooLarge(String problem) implements UnplacedReason {}

    /**
     * No node takes it.
     *
     * @param nodes how many nodes there are
     * @param rejections how many of them don't take it, by reason; a node may count for several resources
     * @param group what it needs on one node together with its providers, where no node has that much
     * @param missing providers of required imports that have no Pod on any node
     * @param inTheWay the fewest reasons that one node has
     * @param closest the nodes that have these reasons and no others
     */
    record NoNode(
            int nodes,
            Map<Rejection, Integer> rejections,
            Optional<GroupDemand> group,
            List<MissingProvider> missing,
            List<Rejection> inTheWay,
            List<NodeName> closest)
            implements UnplacedReason {
        public NoNode {
            rejections = Collections.unmodifiableMap(new LinkedHashMap<>(rejections));
            missing = List.copyOf(missing);
            inTheWay = List.copyOf(inTheWay);
            closest = List.copyOf(closest);
        }
    }

    /**
     * A link group that is too large for every node.
     *
     * @param members the Pod itself and one Pod of each provider, transitively
     * @param resource of which they need too much
     * @param needed how much they need together
     * @param largestFree the most that one node the Pod may run on has for them
     */
    record GroupDemand(List<PodKey> members, ResourceName resource, long needed, long largestFree) {
        public GroupDemand {
            members = List.copyOf(members);
        }
    }

    /**
     * A provider without a Pod on a node.
     *
     * @param imported what it provides
     * @param provider the workload
     * @param unplaced its Pods that aren't placed themselves
     */
    record MissingProvider(InterfaceName imported, WorkloadRef provider, List<PodKey> unplaced) {
        public MissingProvider {
            unplaced = List.copyOf(unplaced);
        }
    }
}
