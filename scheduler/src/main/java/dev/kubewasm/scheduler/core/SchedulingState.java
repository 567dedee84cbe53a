package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.core.CachedPod.Decision;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.ObservedNode;
import dev.kubewasm.scheduler.port.ObservedPod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All mutable state of the scheduler, cache and queue, behind one lock: the cluster's news come in from one side, the
 * cycle takes Pods out and reports decisions from the other. Nothing that takes time is done in here.
 */
final class SchedulingState implements ClusterListener {
    private final ClusterCache cache = new ClusterCache();
    private final SchedulingQueue queue;
    private final Map<String, QueueingHints> hints;
    private final InstantSource clock;
    private final QueueObserver observer;
    private final QueueOrder order;
    private final Set<PodKey> gated = new HashSet<>();
    private final RejectedPods rejected;
    private final OpenedNamespaces opened = new OpenedNamespaces();
    private boolean synced;
    private Runnable onWork = () -> {};
    /** When there would be something to try, as it was said last. */
    private Optional<Instant> told = Optional.empty();

    SchedulingState(InstantSource clock, SchedulerSettings settings, QueueObserver observer) {
        this.clock = clock;
        this.observer = observer;
        this.order = settings.order();
        this.rejected = new RejectedPods(observer);
        this.queue = new SchedulingQueue(clock, settings.queue(), this::mayHelp, observer);
        this.hints = Profiles.each(
                settings.profiles(), profile -> new QueueingHints(cache::namespaceLabels, profile.rules()));
    }

    private boolean mayHelp(ClusterEvent event, PodKey pod, Set<String> rejectors) {
        return cache.pod(pod)
                .filter(waiting -> !(event instanceof ClusterEvent.ComponentsChanged)
                        || !waiting.observed().components().isEmpty())
                // What a Pod lets go of itself, it could have had.
                .filter(waiting -> !(event instanceof ClusterEvent.PodLeft left
                        && left.pod().uid().equals(waiting.uid())))
                .filter(waiting -> Profiles.of(hints, waiting).mayHelp(event, waiting.info(), rejectors))
                .isPresent();
    }

    /** Calls {@code listener} whenever there may be something to do sooner than was said last; it must return at once. */
    synchronized void onWork(Runnable listener) {
        onWork = listener;
    }

    /** Most news are no reason: a Pod seen bound helps nobody, as a rule. */
    private void wake() {
        Optional<Instant> next = synced ? queue.nextAttempt() : Optional.empty();
        boolean sooner = next.isPresent() && (told.isEmpty() || next.get().isBefore(told.get()));
        if (sooner || (synced && queue.hasArrived())) {
            onWork.run();
        }
    }

    @Override
    public synchronized void podChanged(ObservedPod pod) {
        PodKey key = pod.facts().key();
        Optional<CachedPod> sameName = cache.put(pod);
        Optional<CachedPod> before =
                sameName.filter(b -> b.uid().equals(pod.facts().uid()));
        if (sameName.isPresent() && before.isEmpty()) {
            notWaiting(key);
            left(sameName.get());
        }
        CachedPod now = cache.pod(key).orElseThrow();
        opened.open(key.namespace(), opensTo(now));
        if (!pod.wantsNode() || !pod.gated()) {
            gated.remove(key);
        } else if (gated.add(key)) {
            observer.came("gated", before.isPresent() ? "PodUpdate" : "PodAdd");
        }
        if (!pod.wantsNode() || pod.gated()) {
            notWaiting(key);
        } else if (now.decision().isEmpty()) {
            long rank = order.rank(pod.info());
            boolean grouped = !pod.components().isEmpty();
            if (before.isPresent() && asksTheSame(before.get().observed(), pod)) {
                queue.add(key, rank, grouped);
            } else {
                queue.restart(key, rank, grouped);
            }
            if (grouped && now.componentsKnown()) {
                queue.linked(key, LinkInterfaces.of(now.components().values()));
            }
        }
        moved(before, now);
        if (pod.ours()
                && !pod.components().isEmpty()
                && !before.filter(b -> asksTheSame(b.observed(), pod)).isPresent()) {
            queue.happened(componentsChanged(key));
        }
        // Only now: whom it admits no more is concerned, too.
        before.ifPresent(was -> opened.close(key.namespace(), opensTo(was)));
        wake();
    }

    /** The namespaces, besides its own, whose Pods may be linked to it. */
    private static Set<String> opensTo(CachedPod pod) {
        return pod.observed().facts().links().consumers().namespaces();
    }

    private ClusterEvent componentsChanged(PodKey pod) {
        return new ClusterEvent.ComponentsChanged(opened.connectedWith(pod.namespace()));
    }

    /** What a Pod on a node changes for others. */
    private void moved(Optional<CachedPod> before, CachedPod now) {
        Optional<PodInfo> was = before.flatMap(CachedPod::placed);
        Optional<PodInfo> is = now.placed();
        freed(before, Optional.of(now));
        if (is.isEmpty()) {
            return;
        }
        PodInfo pod = is.get();
        // One that we bound ourselves has been counted there since it was assumed, and yet arrives now for those that
        // wait for it.
        boolean confirmed = before.flatMap(CachedPod::decision).isPresent()
                && now.decision().isEmpty();
        if (was.isEmpty() || confirmed || !was.get().labels().equals(pod.labels())) {
            queue.happened(new ClusterEvent.PodArrived(pod));
        }
        if (was.isPresent()
                && (!was.get().request().equals(pod.request())
                        || !was.get().labels().equals(pod.labels())
                        || was.get().life().terminating() != pod.life().terminating())) {
            queue.happened(new ClusterEvent.PodLeft(was.get()));
        }
    }

    /** The room that a Pod kept from others on a node, and keeps there no more, is for whoever waits for it. */
    private void freed(Optional<CachedPod> before, Optional<CachedPod> now) {
        Optional<String> node = now.flatMap(CachedPod::keepingRoom).flatMap(PodInfo::node);
        before.flatMap(CachedPod::keepingRoom)
                .filter(was -> !was.node().equals(node))
                .ifPresent(was -> queue.happened(new ClusterEvent.PodLeft(was)));
    }

    private void left(CachedPod pod) {
        freed(Optional.of(pod), Optional.empty());
        if (pod.observed().ours() && !pod.observed().components().isEmpty()) {
            queue.happened(componentsChanged(pod.key()));
        }
        opened.close(pod.key().namespace(), opensTo(pod));
    }

    /** Whether nothing has changed that the last attempt depended on; its own status is what we wrote. */
    private static boolean asksTheSame(ObservedPod before, ObservedPod now) {
        return before.facts().equals(now.facts())
                && before.info().nominatedTo(Optional.empty()).equals(now.info().nominatedTo(Optional.empty()))
                && before.gated() == now.gated()
                && before.components().equals(now.components())
                && before.refusals().equals(now.refusals())
                && before.annotationBytes() == now.annotationBytes();
    }

    @Override
    public synchronized void podRemoved(PodKey pod) {
        Optional<CachedPod> gone = cache.remove(pod);
        notWaiting(pod);
        gated.remove(pod);
        gone.ifPresent(this::left);
        wake();
    }

    @Override
    public synchronized void nodeChanged(ObservedNode node) {
        Optional<ObservedNode> before = cache.put(node);
        boolean same = before.filter(
                        b -> b.facts().equals(node.facts()) && b.spec().equals(node.spec()))
                .isPresent();
        if (!same) {
            queue.happened(before.<ClusterEvent>map(b -> new ClusterEvent.NodeChanged(b, node))
                    .orElseGet(() -> new ClusterEvent.NodeAdded(node)));
            wake();
        }
    }

    @Override
    public synchronized void nodeRemoved(NodeName node) {
        cache.remove(node);
        queue.happened(new ClusterEvent.NodeRemoved());
        wake();
    }

    @Override
    public synchronized void objectChanged(ClusterObject object) {
        Optional<ClusterObject> before = cache.put(object);
        if (!before.equals(Optional.of(object))) {
            queue.happened(new ClusterEvent.ObjectChanged(
                    object.id(), before.isPresent() ? ClusterEvent.Change.UPDATED : ClusterEvent.Change.ADDED));
            wake();
        }
    }

    @Override
    public synchronized void objectRemoved(ClusterObject.Id id) {
        if (cache.remove(id).isPresent()) {
            queue.happened(new ClusterEvent.ObjectChanged(id, ClusterEvent.Change.REMOVED));
            wake();
        }
    }

    @Override
    public synchronized void synced() {
        synced = true;
        // All that was there is known: what belongs together has come.
        queue.endGathering();
        onWork.run();
    }

    synchronized boolean isSynced() {
        return synced;
    }

    /** The Pods to try now, in their order; nothing before everything there is has been told. */
    synchronized List<CachedPod> begin() {
        return synced ? tried(queue.pop()) : List.of();
    }

    /** Those that wait and may be linked to Pods of {@code batch} as far as components were read: to be tried with them. */
    synchronized List<CachedPod> joining(List<PodKey> batch) {
        return tried(queue.popTogether(queue.neighbours(batch)));
    }

    /** Those that came just now, with components that aren't known: they may be linked to Pods that are due. */
    synchronized List<CachedPod> gatheringUnread() {
        return cached(queue.unlinked()).stream()
                .filter(pod -> pod.observed().refusals().isEmpty())
                .toList();
    }

    /** Those of them that came since this was asked last; none before everything there is has been told. */
    synchronized List<CachedPod> arrived() {
        return synced
                ? cached(queue.takeArrived()).stream()
                        .filter(pod -> pod.observed().refusals().isEmpty())
                        .toList()
                : List.of();
    }

    /** A Pod that gathers belongs to no others. */
    synchronized void standsAlone(PodKey pod) {
        queue.standsAlone(pod);
    }

    private List<CachedPod> tried(List<PodKey> keys) {
        keys.forEach(rejected::remove);
        return cached(keys);
    }

    private void notWaiting(PodKey pod) {
        queue.remove(pod);
        rejected.remove(pod);
    }

    private List<CachedPod> cached(List<PodKey> keys) {
        return keys.stream().map(cache::pod).flatMap(Optional::stream).toList();
    }

    /** Own Pods on a node whose components were not read yet: they may be providers. */
    synchronized List<CachedPod> boundWithUnknownComponents() {
        return cache.boundWithUnknownComponents();
    }

    /** Whether a Pod that was taken out to be tried may gather on for those that it may belong to. */
    synchronized boolean mayGather(PodKey pod) {
        return queue.mayGather(pod);
    }

    synchronized void components(CachedPod asked, Map<String, ComponentFacts> read) {
        cache.components(asked, read);
        cache.pod(asked.key())
                .filter(now -> now.uid().equals(asked.uid()) && now.componentsKnown())
                .ifPresent(now -> queue.linked(
                        now.key(), LinkInterfaces.of(now.components().values())));
        if (asked.node().isPresent()) {
            // Those that were told that nobody exports what they import may have a provider now.
            queue.happened(componentsChanged(asked.key()));
        }
    }

    synchronized Snapshot snapshot() {
        return cache.snapshot();
    }

    /** Brings the cycle's view up to date. */
    synchronized void refresh(ProfileView view) {
        cache.refresh(view);
    }

    synchronized boolean has(NodeName node) {
        return cache.has(node);
    }

    synchronized Optional<CachedPod> pod(PodKey key) {
        return cache.pod(key);
    }

    /** Whether the Pod of a binding, as far as the cluster has told, is still there and has no node. */
    synchronized boolean isStillUnbound(Binding binding) {
        return cache.pod(binding.pod())
                .filter(pod -> pod.uid().equals(binding.uid()) && pod.observed().wantsNode())
                .isPresent();
    }

    /** What the annotations of a Pod take; 0 if it isn't there. */
    synchronized long annotationBytes(PodKey key) {
        return cache.pod(key).map(pod -> pod.observed().annotationBytes()).orElse(0);
    }

    /** Whether a Pod is bound, or assumed to be. */
    synchronized boolean standsOnNode(PodKey key) {
        return cache.pod(key)
                .filter(pod -> pod.placed().isPresent() && !(pod.decision().orElse(null) instanceof Decision.InDoubt))
                .isPresent();
    }

    /** Counts a decision from now on. Empty: done; else why the Pod can't be bound so any more. */
    synchronized Optional<String> assume(PlannedBinding planned) {
        PodKey pod = planned.binding().pod();
        Optional<CachedPod> before = cache.pod(pod);
        Optional<String> refused = planned.providers().stream()
                .filter(provider -> !standsOnNode(provider))
                .sorted()
                .findFirst()
                .map(provider -> "its provider " + provider + " was not bound")
                .or(() -> cache.assume(planned.binding(), planned.volumes()));
        // It may have gone elsewhere than where others left for it.
        freed(before, cache.pod(pod));
        return refused;
    }

    /** Takes a decision back: the room it took is free. */
    synchronized void forget(Binding binding) {
        Optional<PodInfo> placed = cache.pod(binding.pod())
                .filter(pod -> pod.uid().equals(binding.uid()))
                .flatMap(CachedPod::placed);
        cache.forget(binding.pod(), binding.uid());
        placed.ifPresent(pod -> queue.happened(new ClusterEvent.PodLeft(pod)));
        wake();
    }

    /** The cluster has agreed to a decision that was in doubt, and will tell so. */
    synchronized void confirm(Binding binding) {
        cache.confirm(binding);
    }

    synchronized void doubt(Binding binding) {
        cache.doubt(binding, clock.instant());
    }

    /** Has a Pod wait for a node that others leave; empty: for none. */
    synchronized void nominate(PodKey pod, Uid uid, Optional<NodeName> node) {
        Optional<CachedPod> before = cache.pod(pod);
        cache.nominate(pod, uid, node.map(NodeName::value));
        freed(before, cache.pod(pod));
        wake();
    }

    /** How often the Pod was tried, and how long it took since it came: asked before {@link #answered}. */
    synchronized SchedulerObserver.Way way(PodKey pod) {
        return new SchedulerObserver.Way(queue.attempts(pod), queue.since(pod));
    }

    /** Puts a Pod that was tried where it belongs, unless it is gone or another took its name. */
    synchronized void answered(CachedPod tried, Next next) {
        PodKey key = tried.key();
        if (cache.pod(key).filter(now -> now.uid().equals(tried.uid())).isEmpty()) {
            return;
        }
        switch (next) {
            case Next.Done _ -> notWaiting(key);
            case Next.WaitForHelp(Set<String> rejectors) -> {
                queue.unschedulable(key, rejectors);
                // Unless it has stopped waiting meanwhile.
                if (queue.attempts(key) > 0) {
                    rejected.put(key, tried.profile(), rejectors);
                }
            }
            case Next.Again(Duration notBefore) -> queue.again(key, notBefore);
            case Next.GatherOn _ -> queue.gatherOn(key);
        }
        wake();
    }

    /** What is next for a Pod that was tried. */
    sealed interface Next {
        /** It needs no node any more. */
        record Done() implements Next {}

        /** It is tried again when something happens that may help against what rejected it. */
        record WaitForHelp(Set<String> rejectors) implements Next {}

        /**
         * It is tried again after its backoff.
         *
         * @param notBefore for how long from now on it isn't, however short its backoff
         */
        record Again(Duration notBefore) implements Next {
            static final Again AFTER_BACKOFF = new Again(Duration.ZERO);
        }

        /** It gathers on: it wasn't tried. */
        record GatherOn() implements Next {}
    }

    synchronized QueueSizes queueSizes() {
        return queue.sizes(gated.size());
    }

    synchronized CacheSizes cacheSizes() {
        return cache.sizes();
    }

    synchronized Optional<Instant> nextAttempt() {
        told = synced ? queue.nextAttempt() : Optional.empty();
        return told;
    }

    synchronized boolean hasWork() {
        return nextAttempt().filter(at -> !at.isAfter(clock.instant())).isPresent();
    }
}
