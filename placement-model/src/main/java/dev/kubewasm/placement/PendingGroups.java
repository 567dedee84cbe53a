package dev.kubewasm.placement;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.filter.NodeFilter;
import dev.kubewasm.placement.filter.PodNeeds;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The link groups that pending Pods of a snapshot would be on its nodes, room aside. Made by {@link Placer#groups}. */
public final class PendingGroups {
    private final Snapshot snapshot;
    private final WiringGraph wiring;
    private final Set<PodKey> open;
    private final Map<PodKey, PodNeeds> needs = new HashMap<>();

    PendingGroups(Snapshot snapshot, WiringGraph wiring, Collection<PodKey> open) {
        this.snapshot = snapshot;
        this.wiring = wiring;
        this.open = new TreeSet<>(open);
    }

    /** The pending Pods, each before those that it may bring along. */
    public List<PodKey> consumersFirst() {
        Set<PodKey> seen = new LinkedHashSet<>();
        List<PodKey> providersFirst = new ArrayList<>();
        open.forEach(pod -> visit(pod, seen, providersFirst));
        return providersFirst.reversed();
    }

    private void visit(PodKey pod, Set<PodKey> seen, List<PodKey> providersFirst) {
        if (seen.add(pod)) {
            required(pod)
                    .flatMap(provider -> provider.pods().stream())
                    .filter(open::contains)
                    .forEach(provider -> visit(provider, seen, providersFirst));
            providersFirst.add(pod);
        }
    }

    /**
     * The group that {@code consumer} would be on a node of the snapshot; empty if the node doesn't take one of its members
     * whatever leaves it, or lacks a provider of which no pending Pod could come.
     */
    public Optional<LinkGroup> on(NodeName node, PodKey consumer) {
        NodeFacts facts =
                snapshot.node(node).orElseThrow(() -> new IllegalArgumentException("the snapshot has no node " + node));
        if (!mayGo(consumer, facts)) {
            return Optional.empty();
        }
        Set<PodKey> there = new TreeSet<>();
        snapshot.podsOn(node).forEach(pod -> there.add(pod.key()));
        Set<PodKey> members = new LinkedHashSet<>(Set.of(consumer));
        Set<PodKey> hosts = new LinkedHashSet<>();
        Deque<PodKey> follow = new ArrayDeque<>(members);
        while (!follow.isEmpty()) {
            PodKey served = follow.remove();
            for (ImportWiring.Provider provider : required(served).toList()) {
                List<PodKey> serving =
                        provider.pods().stream().filter(there::contains).toList();
                serving.stream().filter(hosts::add).forEach(follow::add);
                boolean comes = provider.pods().stream().anyMatch(members::contains);
                if (serving.isEmpty() && !comes && members.contains(served)) {
                    Optional<PodKey> member = provider.pods().stream()
                            .filter(pod -> open.contains(pod) && mayGo(pod, facts))
                            .findFirst();
                    if (member.isEmpty()) {
                        return Optional.empty();
                    }
                    members.add(member.get());
                    follow.add(member.get());
                }
            }
        }
        return Optional.of(new LinkGroup(node, List.copyOf(members).reversed(), hosts));
    }

    private Stream<ImportWiring.Provider> required(PodKey pod) {
        return wiring.of(pod).links().stream()
                .map(PodWiring.Link::provider)
                .filter(provider -> provider.policy() == LinkPolicy.REQUIRED);
    }

    private boolean mayGo(PodKey key, NodeFacts node) {
        PodFacts pod =
                snapshot.pod(key).orElseThrow(() -> new IllegalArgumentException("the snapshot has no Pod " + key));
        return Placer.obstacle(pod, wiring.of(key)).isEmpty()
                && NodeFilter.reject(needs.computeIfAbsent(key, k -> PodNeeds.of(pod, wiring.of(k))), node)
                        .isEmpty();
    }
}
