package dev.kubewasm.placement.solver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prunes candidates by required links: a consumer may only go where a provider is bound or may go itself. Providers
 * first, so that it holds along whole chains.
 */
final class Reach {
    private final List<BitSet> roomy;
    private final List<Optional<NodeSlot>> homes;
    private final Map<Integer, Set<ProviderSet>> required = new HashMap<>();
    private final Map<Integer, BitSet> reached = new HashMap<>();
    private final BitSet[] result;

    /**
     * A pruning.
     *
     * @param roomy the nodes each Pod may go to, links aside; by index
     * @param homes where Pods are already, by index: there they may stay, whatever is missing
     * @param links required links, without cycles
     */
    Reach(List<BitSet> roomy, List<Optional<NodeSlot>> homes, List<Link.Required> links) {
        this.roomy = roomy;
        this.homes = homes;
        this.result = new BitSet[roomy.size()];
        links.forEach(link -> required.computeIfAbsent(link.consumer(), c -> new LinkedHashSet<>())
                .add(link.provider()));
    }

    /** The candidates of each Pod, by index. */
    List<Candidates> restrict(List<NodeSlot> slots) {
        for (int pod = 0; pod < result.length; pod++) {
            resolve(pod);
        }
        Map<BitSet, Candidates> shared = new HashMap<>();
        List<Candidates> candidates = new ArrayList<>();
        for (BitSet nodes : result) {
            candidates.add(shared.computeIfAbsent(nodes, n -> Candidates.of(n, slots)));
        }
        return candidates;
    }

    /** Works off {@code first} and the providers it needs, depth first without recursion: chains may be long. */
    private void resolve(int first) {
        Deque<Integer> stack = new ArrayDeque<>(List.of(first));
        while (!stack.isEmpty()) {
            int pod = stack.element();
            boolean ready = true;
            for (ProviderSet provider : required.getOrDefault(pod, Set.of())) {
                ready &= result[pod] != null || known(provider, stack);
            }
            if (ready) {
                stack.pop();
                if (result[pod] == null) {
                    result[pod] = restricted(pod);
                }
            }
        }
    }

    /** Whether all members of {@code provider} are worked off; those that are not go on the stack. */
    private boolean known(ProviderSet provider, Deque<Integer> stack) {
        if (reached.containsKey(provider.id())) {
            return true;
        }
        boolean known = true;
        for (int member : provider.pending()) {
            if (result[member] == null) {
                stack.push(member);
                known = false;
            }
        }
        if (known) {
            BitSet nodes = provider.boundNodes();
            provider.pending().forEach(member -> nodes.or(result[member]));
            reached.put(provider.id(), nodes);
        }
        return known;
    }

    private BitSet restricted(int pod) {
        Set<ProviderSet> providers = required.getOrDefault(pod, Set.of());
        Optional<NodeSlot> home = homes.get(pod);
        if (providers.isEmpty() && home.isEmpty()) {
            return roomy.get(pod);
        }
        BitSet nodes = (BitSet) roomy.get(pod).clone();
        providers.forEach(provider -> nodes.and(reached.getOrDefault(provider.id(), new BitSet())));
        home.ifPresent(node -> nodes.set(node.index()));
        return nodes;
    }
}
