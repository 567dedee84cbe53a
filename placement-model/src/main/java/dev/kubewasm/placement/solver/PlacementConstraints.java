package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintCollectors;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import ai.timefold.solver.core.api.score.stream.Joiners;
import ai.timefold.solver.core.api.score.stream.uni.UniConstraintStream;
import java.util.function.Function;

/**
 * The constraints. Where a Pod may go at all is not among them: its value range has allowed nodes alone. An unplaced Pod
 * meets every hard constraint, so that nothing that doesn't fit spoils what does. The weights of the soft constraints come
 * with the solution ({@link ConstraintWeights}).
 */
public final class PlacementConstraints implements ConstraintProvider {
    /** Name of the hard constraint on what nodes have room for. */
    public static final String NODE_CAPACITY = "nodeCapacity";

    /** Name of the hard constraint on who must share a node. */
    public static final String REQUIRED_LINK = "requiredLink";

    // One object for all constraints that use it: Timefold then computes it once.
    private static final DemandCollector DEMAND = new DemandCollector();
    private static final Function<PodPlacement, NodeSlot> NODE = PodPlacement::placedOn;

    /** For Timefold. */
    public PlacementConstraints() {}

    @Override
    public Constraint[] defineConstraints(ConstraintFactory factory) {
        return new Constraint[] {
            nodeCapacity(factory),
            requiredLink(factory),
            unplacedPod(factory),
            preferredLink(factory),
            gainedAffinity(factory),
            strandedConsumer(factory),
            preferredNodeAffinity(factory),
            discouragingTaint(factory),
            imageLocality(factory),
            workloadSpread(factory),
            zoneSpread(factory),
            balance(factory),
            nodeInUse(factory),
            nodeCost(factory),
            disruption(factory)
        };
    }

    /** Hard: what the Pods of a node take is free, in every resource and in the number of Pods. */
    Constraint nodeCapacity(ConstraintFactory factory) {
        return factory.forEach(PodPlacement.class)
                .groupBy(NODE, DEMAND)
                .filter((node, demand) -> !node.fits(demand))
                .penalize(HardMediumSoftScore.ONE_HARD, (node, demand) -> node.overflow(demand))
                .asConstraint(NODE_CAPACITY);
    }

    /** Hard: the node of a consumer hosts a provider of each required import. */
    Constraint requiredLink(ConstraintFactory factory) {
        return factory.forEach(Link.Required.class)
                .join(PodPlacement.class, Joiners.equal(Link.Required::consumer, PodPlacement::getIndex))
                .filter((link, pod) -> !link.provider().boundOn(pod.placedOn()))
                .ifNotExists(
                        hostings(factory),
                        Joiners.equal(
                                (link, pod) -> new Hosting(link.provider().id(), pod.placedOn()), hosting -> hosting))
                .penalize(HardMediumSoftScore.ONE_HARD, (link, pod) -> link.imports())
                .asConstraint(REQUIRED_LINK);
    }

    /** Medium: a Pod stays unplaced. Of two priorities, any number of the lower one weighs less. */
    Constraint unplacedPod(ConstraintFactory factory) {
        return factory.forEachIncludingUnassigned(PodPlacement.class)
                .filter(pod -> pod.getNode() == null)
                .penalize(HardMediumSoftScore.ONE_MEDIUM, pod -> pod.pod().unplacedWeight())
                .asConstraint("unplacedPod");
    }

    /** Soft: see {@link SoftConstraint#PREFERRED_LINK}. */
    Constraint preferredLink(ConstraintFactory factory) {
        return factory.forEach(Link.Preferred.class)
                .join(PodPlacement.class, Joiners.equal(Link.Preferred::consumer, PodPlacement::getIndex))
                .filter((link, pod) -> !link.provider().boundOn(pod.placedOn()))
                .ifNotExists(
                        hostings(factory),
                        Joiners.equal(
                                (link, pod) -> new Hosting(link.provider().id(), pod.placedOn()), hosting -> hosting))
                .penalize(HardMediumSoftScore.ONE_SOFT, (link, pod) -> link.traffic())
                .asConstraint(SoftConstraint.PREFERRED_LINK.id());
    }

    /** Soft: see {@link SoftConstraint#GAINED_AFFINITY}. */
    Constraint gainedAffinity(ConstraintFactory factory) {
        return factory.forEach(PodPlacement.class)
                .join(AffinityEdge.End.class, Joiners.equal(pod -> pod.pod().workload(), AffinityEdge.End::workload))
                .groupBy(
                        (pod, end) -> end.edge(),
                        (pod, end) -> pod.placedOn(),
                        ConstraintCollectors.sum((pod, end) -> end.consumes() ? 1 : 0),
                        ConstraintCollectors.sum((pod, end) -> end.consumes() ? 0 : 1))
                .groupBy((edge, node, consumers, providers) -> edge, ConstraintCollectors.sum(AffinityEdge::added))
                .complement(AffinityEdge.class, edge -> 0L)
                .penalize(HardMediumSoftScore.ONE_SOFT, AffinityEdge::lost)
                .asConstraint(SoftConstraint.GAINED_AFFINITY.id());
    }

    /** Soft: see {@link SoftConstraint#STRANDED_CONSUMER}. */
    Constraint strandedConsumer(ConstraintFactory factory) {
        return factory.forEach(Stranded.class)
                .ifNotExists(
                        hostings(factory),
                        Joiners.equal(
                                stranded -> new Hosting(stranded.provider(), stranded.node()), hosting -> hosting))
                .penalize(HardMediumSoftScore.ONE_SOFT, Stranded::consumers)
                .asConstraint(SoftConstraint.STRANDED_CONSUMER.id());
    }

    /** Soft: see {@link SoftConstraint#PREFERRED_NODE_AFFINITY}. */
    Constraint preferredNodeAffinity(ConstraintFactory factory) {
        return factory.forEach(PodPlacement.class)
                .filter(pod -> pod.pod().preferences().unmetAffinity(pod.placedOn()) > 0)
                .penalize(
                        HardMediumSoftScore.ONE_SOFT,
                        pod -> pod.pod().preferences().unmetAffinity(pod.placedOn()))
                .asConstraint(SoftConstraint.PREFERRED_NODE_AFFINITY.id());
    }

    /** Soft: see {@link SoftConstraint#DISCOURAGING_TAINT}. */
    Constraint discouragingTaint(ConstraintFactory factory) {
        return factory.forEach(PodPlacement.class)
                .filter(pod -> pod.pod().preferences().discouragingTaints(pod.placedOn()) > 0)
                .penalize(
                        HardMediumSoftScore.ONE_SOFT,
                        pod -> pod.pod().preferences().discouragingTaints(pod.placedOn()))
                .asConstraint(SoftConstraint.DISCOURAGING_TAINT.id());
    }

    /** Soft: see {@link SoftConstraint#IMAGE_LOCALITY}. */
    Constraint imageLocality(ConstraintFactory factory) {
        return factory.forEach(PodPlacement.class)
                .filter(pod -> pod.pod().preferences().missingImages(pod.placedOn()) > 0)
                .penalize(
                        HardMediumSoftScore.ONE_SOFT,
                        pod -> pod.pod().preferences().missingImages(pod.placedOn()))
                .asConstraint(SoftConstraint.IMAGE_LOCALITY.id());
    }

    /** Soft: see {@link SoftConstraint#WORKLOAD_SPREAD}. */
    Constraint workloadSpread(ConstraintFactory factory) {
        return factory.forEach(PodPlacement.class)
                .groupBy(NODE, pod -> pod.pod().workload(), ConstraintCollectors.count())
                .filter((node, workload, count) -> count + node.replicas(workload) > 1)
                .penalize(
                        HardMediumSoftScore.ONE_SOFT, (node, workload, count) -> pairs(count, node.replicas(workload)))
                .asConstraint(SoftConstraint.WORKLOAD_SPREAD.id());
    }

    /** Soft: see {@link SoftConstraint#ZONE_SPREAD}. */
    Constraint zoneSpread(ConstraintFactory factory) {
        return factory.forEach(PodPlacement.class)
                .filter(pod -> pod.placedOn().zoned())
                .groupBy(pod -> pod.placedOn().zone(), pod -> pod.pod().workload(), ConstraintCollectors.count())
                .filter((zone, workload, count) -> count + zone.replicas(workload) > 1)
                .penalize(
                        HardMediumSoftScore.ONE_SOFT, (zone, workload, count) -> pairs(count, zone.replicas(workload)))
                .asConstraint(SoftConstraint.ZONE_SPREAD.id());
    }

    /** Soft: see {@link SoftConstraint#BALANCE}. */
    Constraint balance(ConstraintFactory factory) {
        return factory.forEach(PodPlacement.class)
                .groupBy(NODE, DEMAND)
                .penalize(HardMediumSoftScore.ONE_SOFT, (node, demand) -> node.imbalance(demand))
                .asConstraint(SoftConstraint.BALANCE.id());
    }

    /** Soft: see {@link SoftConstraint#NODE_IN_USE}. */
    Constraint nodeInUse(ConstraintFactory factory) {
        return factory.forEach(PodPlacement.class)
                .groupBy(NODE)
                .filter(NodeSlot::vacant)
                .penalize(HardMediumSoftScore.ONE_SOFT)
                .asConstraint(SoftConstraint.NODE_IN_USE.id());
    }

    /** Soft: see {@link SoftConstraint#NODE_COST}. */
    Constraint nodeCost(ConstraintFactory factory) {
        return factory.forEach(PodPlacement.class)
                .groupBy(NODE)
                .filter(node -> node.vacant() && node.cost() > 0)
                .penalize(HardMediumSoftScore.ONE_SOFT, NodeSlot::cost)
                .asConstraint(SoftConstraint.NODE_COST.id());
    }

    /** Soft: see {@link SoftConstraint#DISRUPTION}. */
    Constraint disruption(ConstraintFactory factory) {
        return factory.forEach(PodPlacement.class)
                .filter(pod -> pod.pod().isAwayOn(pod.placedOn()))
                .penalize(HardMediumSoftScore.ONE_SOFT)
                .asConstraint(SoftConstraint.DISRUPTION.id());
    }

    /** That a node hosts a Pod, placed just now, of a provider set. */
    private record Hosting(int provider, NodeSlot node) {}

    private static UniConstraintStream<Hosting> hostings(ConstraintFactory factory) {
        return factory.forEach(Provision.class)
                .join(PodPlacement.class, Joiners.equal(Provision::member, PodPlacement::getIndex))
                .map((provision, pod) -> new Hosting(provision.provider(), pod.placedOn()));
    }

    /** Pairs among {@code placed} Pods, and of these with {@code bound} ones. */
    private static long pairs(long placed, long bound) {
        return placed * (placed - 1) / 2 + placed * bound;
    }
}
