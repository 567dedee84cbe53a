package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ObservedPod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Pod in the cache.
 *
 * @param observed as the cluster told it last
 * @param components by container, as far as they were read
 * @param decision what was decided about it and isn't yet seen in the cluster
 * @param nominated the node that it shall have once others have left it, by what was decided or the cluster told last
 */
record CachedPod(
        ObservedPod observed,
        Map<String, ComponentFacts> components,
        Optional<Decision> decision,
        Optional<String> nominated) {
    CachedPod {
        components = Map.copyOf(components);
    }

    /** A decision that takes room already. */
    sealed interface Decision {
        /** What is or was asked of the cluster. */
        Binding binding();

        /** Assumed: the cluster is being asked, or has agreed and will tell so. */
        record Assumed(Binding binding) implements Decision {}

        /** The cluster was asked and didn't answer at {@code since}: it may be so or not. */
        record InDoubt(Binding binding, Instant since) implements Decision {}
    }

    /** A Pod just told of. */
    static CachedPod of(ObservedPod observed) {
        return new CachedPod(
                observed,
                Map.of(),
                Optional.empty(),
                observed.info().importance().nominatedNode());
    }

    CachedPod with(ObservedPod newer) {
        Optional<String> told = newer.info().importance().nominatedNode();
        boolean news = !told.equals(observed.info().importance().nominatedNode());
        return new CachedPod(newer, components, decision, news ? told : nominated);
    }

    CachedPod withComponents(Map<String, ComponentFacts> read) {
        return new CachedPod(observed, read, decision, nominated);
    }

    CachedPod withDecision(Optional<Decision> made) {
        return new CachedPod(observed, components, made, nominated);
    }

    CachedPod withNominated(Optional<String> node) {
        return new CachedPod(observed, components, decision, node);
    }

    Uid uid() {
        return observed.facts().uid();
    }

    /** Whether every component container's component is known. */
    boolean componentsKnown() {
        return observed.components().stream().allMatch(reference -> components.containsKey(reference.container()));
    }

    /** The components that weren't read yet. */
    List<ComponentReference> unknownComponents() {
        return observed.components().stream()
                .filter(reference -> !components.containsKey(reference.container()))
                .toList();
    }

    /** The node it is on: bound, or decided. */
    Optional<NodeName> node() {
        return observed.facts()
                .state()
                .node()
                .or(() -> decision.map(d -> d.binding().node()));
    }

    PodKey key() {
        return observed.facts().key();
    }

    /** The profile by whose rules it is placed. It must be the scheduler's own. */
    String profile() {
        return observed.profile().orElseThrow();
    }

    /** As the profile's plugins see it. */
    PodInfo info() {
        return observed.info().nominatedTo(nominated);
    }

    /** Whether it wants a node and none was decided. */
    boolean waits() {
        return observed.wantsNode() && decision.isEmpty();
    }

    /** As they see it as long as it waits for the node that it is nominated to. */
    Optional<PodInfo> waitingForNominated() {
        return nominated.isPresent() && waits() ? Optional.of(info()) : Optional.empty();
    }

    /** As the profile's plugins see it on its node, bound or decided; empty if it has none or has come to its end. */
    Optional<PodInfo> placed() {
        return observed.facts().state().finished()
                ? Optional.empty()
                : node().map(name -> observed.info().on(name.value()));
    }

    /** As they see it where it keeps room from others: on its node, or on the one that it is nominated to while it waits. */
    Optional<PodInfo> keepingRoom() {
        return placed().or(() -> waitingForNominated()
                .flatMap(info -> info.importance().nominatedNode().map(info::on)));
    }

    /** Its facts, the components and the decision worked in. */
    PodFacts facts() {
        PodFacts facts = observed.facts();
        PodState state = facts.state();
        return facts.withState(new PodState(node(), state.phase(), state.terminating(), state.ready()))
                .withContainers(facts.containers().stream()
                        .map(c ->
                                new ContainerFacts(c.name(), c.image(), Optional.ofNullable(components.get(c.name()))))
                        .toList());
    }
}
