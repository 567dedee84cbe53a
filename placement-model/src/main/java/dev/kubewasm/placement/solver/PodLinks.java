package dev.kubewasm.placement.solver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The links of a problem as seen from each Pod: whom it needs, and who needs it. */
final class PodLinks {
    private final List<List<ProviderSet>> required;
    private final List<List<Link.Preferred>> preferred;
    private final List<List<Integer>> consumers;
    private final List<List<ProviderSet>> memberOf;
    private final List<Replicas> replicas = new ArrayList<>();
    private final Map<Integer, Integer> depths = new HashMap<>();

    /**
     * What the Pods of a provider set that wait for a node have in common.
     *
     * @param least what any of them takes at least
     * @param alike whether all of them need the same providers
     */
    record Replicas(Demand least, boolean alike) {}

    PodLinks(PlacementProblem problem) {
        required = lists(problem.pods().size());
        preferred = lists(problem.pods().size());
        memberOf = lists(problem.pods().size());
        consumers = lists(problem.providers().size());
        problem.required().forEach(link -> {
            required.get(link.consumer()).add(link.provider());
            consumers.get(link.provider().id()).add(link.consumer());
        });
        problem.preferred().forEach(link -> preferred.get(link.consumer()).add(link));
        for (ProviderSet provider : problem.providers()) {
            provider.pending().forEach(member -> memberOf.get(member).add(provider));
            replicas.add(replicas(provider, problem));
        }
    }

    private static <T> List<List<T>> lists(int size) {
        List<List<T>> lists = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            lists.add(new ArrayList<>(1));
        }
        return lists;
    }

    private Replicas replicas(ProviderSet provider, PlacementProblem problem) {
        long[] least = new long[problem.resources().size()];
        Set<List<ProviderSet>> needs = new HashSet<>();
        boolean first = true;
        for (int member : provider.pending()) {
            Demand demand = problem.pods().get(member).demand();
            for (int r = 0; r < least.length; r++) {
                least[r] = first ? demand.of(r) : Math.min(least[r], demand.of(r));
            }
            needs.add(required.get(member));
            first = false;
        }
        return new Replicas(new Demand(least), needs.size() <= 1);
    }

    /** Who must be where {@code pod} is. */
    List<ProviderSet> required(int pod) {
        return required.get(pod);
    }

    /** Who had better be where {@code pod} is. */
    List<Link.Preferred> preferred(int pod) {
        return preferred.get(pod);
    }

    /** The sets that {@code pod} belongs to. */
    List<ProviderSet> memberOf(int pod) {
        return memberOf.get(pod);
    }

    /** Indices of the Pods that require one of {@code provider}. */
    List<Integer> consumers(ProviderSet provider) {
        return consumers.get(provider.id());
    }

    /** What those of {@code provider} that are to be placed have in common. */
    Replicas replicas(ProviderSet provider) {
        return replicas.get(provider.id());
    }

    /** Who must or had better be where {@code pod} is. */
    List<ProviderSet> providers(int pod) {
        List<ProviderSet> providers = new ArrayList<>(required.get(pod));
        preferred.get(pod).forEach(link -> providers.add(link.provider()));
        return providers;
    }

    /**
     * How long the longest chain of links below {@code pod} is: less for a provider than for its consumers. Recursive: not
     * for problems whose chains may be of thousands of Pods.
     */
    int depth(int pod) {
        Integer known = depths.get(pod);
        if (known != null) {
            return known;
        }
        int depth = 0;
        for (ProviderSet provider : providers(pod)) {
            for (int member : provider.pending()) {
                depth = Math.max(depth, 1 + depth(member));
            }
        }
        depths.put(pod, depth);
        return depth;
    }
}
