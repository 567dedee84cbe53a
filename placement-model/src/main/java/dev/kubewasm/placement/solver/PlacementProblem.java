package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.ResourceName;
import java.util.ArrayList;
import java.util.List;

/**
 * The facts of a placement problem. Made by {@link ProblemBuilder}.
 *
 * @param resources what the vectors are indexed by
 * @param nodes all nodes, by index
 * @param pods the Pods to place, by index
 * @param providers the provider sets of the links, by id
 * @param required required links
 * @param preferred preferred links
 */
public record PlacementProblem(
        List<ResourceName> resources,
        List<NodeSlot> nodes,
        List<PendingPod> pods,
        List<ProviderSet> providers,
        List<Link.Required> required,
        List<Link.Preferred> preferred) {
    public PlacementProblem {
        resources = List.copyOf(resources);
        nodes = List.copyOf(nodes);
        pods = List.copyOf(pods);
        providers = List.copyOf(providers);
        required = List.copyOf(required);
        preferred = List.copyOf(preferred);
    }

    /** Which pending Pod is in which provider set. */
    List<Provision> provisions() {
        List<Provision> provisions = new ArrayList<>();
        for (ProviderSet provider : providers) {
            provider.pending().forEach(member -> provisions.add(new Provision(member, provider.id())));
        }
        return provisions;
    }
}
