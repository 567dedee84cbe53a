package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.ObservedNode;
import dev.kubewasm.scheduler.port.ObservedPod;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All mutable state of the scheduler, cache and queue, behind one lock: the cluster's news come in from one side, the
 * cycle takes Pods out and reports decisions from the other. Nothing that takes time is done in here.
 */
final class SchedulingState implements ClusterListener {
    private final ClusterCache cache = new ClusterCache();
    private final SchedulingQueue queue;
    private final InstantSource clock;
    private boolean synced;
    private Runnable onWork = () -> {};

    SchedulingState(InstantSource clock, QueueSettings settings) {
        this.clock = clock;
        this.queue = new SchedulingQueue(clock, settings);
    }

    /** Calls {@code listener} whenever there may be something to try that wasn't there before; it must return at once. */
    synchronized void onWork(Runnable listener) {
        onWork = listener;
    }

    @Override
    public synchronized void podChanged(ObservedPod pod) {
        PodKey key = pod.facts().key();
        Optional<CachedPod> sameName = cache.put(pod);
        Optional<CachedPod> before =
                sameName.filter(b -> b.uid().equals(pod.facts().uid()));
        if (sameName.isPresent() && before.isEmpty()) {
            queue.remove(key);
            help(false);
        }
        boolean undecided = cache.pod(key).flatMap(CachedPod::decision).isEmpty();
        if (!pod.wantsNode() || pod.gated()) {
            queue.remove(key);
        } else if (undecided) {
            if (before.isPresent() && asksTheSame(before.get().observed(), pod)) {
                queue.add(key);
            } else {
                queue.restart(key);
            }
        }
        if (before.isPresent()
                && before.get().facts().occupies()
                && pod.facts().state().finished()) {
            help(false);
        } else if (pod.ours()
                && !pod.components().isEmpty()
                && !before.filter(b -> asksTheSame(b.observed(), pod)).isPresent()) {
            help(true);
        }
        onWork.run();
    }

    /** Whether nothing has changed that the last attempt depended on; its own status is what we wrote. */
    private static boolean asksTheSame(ObservedPod before, ObservedPod now) {
        return before.facts().equals(now.facts())
                && before.gated() == now.gated()
                && before.components().equals(now.components())
                && before.refusals().equals(now.refusals());
    }

    @Override
    public synchronized void podRemoved(PodKey pod) {
        cache.remove(pod);
        queue.remove(pod);
        help(false);
        onWork.run();
    }

    @Override
    public synchronized void nodeChanged(ObservedNode node) {
        if (!cache.put(node).equals(Optional.of(node))) {
            help(false);
            onWork.run();
        }
    }

    @Override
    public synchronized void nodeRemoved(NodeName node) {
        cache.remove(node);
    }

    @Override
    public synchronized void objectChanged(ClusterObject object) {
        if (!cache.put(object).equals(Optional.of(object))) {
            help(false);
            onWork.run();
        }
    }

    @Override
    public synchronized void objectRemoved(ClusterObject.Id id) {
        if (cache.remove(id).isPresent()) {
            help(false);
            onWork.run();
        }
    }

    @Override
    public synchronized void synced() {
        synced = true;
        onWork.run();
    }

    synchronized boolean isSynced() {
        return synced;
    }

    private void help(boolean onlyComponents) {
        queue.help(pod -> !onlyComponents
                || cache.pod(pod)
                        .filter(p -> !p.observed().components().isEmpty())
                        .isPresent());
    }

    /** The Pods to try now; nothing before everything there is has been told. */
    synchronized List<CachedPod> begin() {
        return synced ? cached(queue.pop()) : List.of();
    }

    /** Those that wait and may be linked to Pods of {@code batch} as far as components were read: to be tried with them. */
    synchronized List<CachedPod> joining(List<PodKey> batch) {
        return cached(queue.popTogether(LinkNeighbours.of(cached(batch), cached(queue.waiting()))));
    }

    private List<CachedPod> cached(List<PodKey> keys) {
        return keys.stream().map(cache::pod).flatMap(Optional::stream).toList();
    }

    /** Own Pods on a node whose components were not read yet: they may be providers. */
    synchronized List<CachedPod> boundWithUnknownComponents() {
        return cache.boundWithUnknownComponents();
    }

    synchronized void components(CachedPod asked, Map<String, ComponentFacts> read) {
        cache.components(asked, read);
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

    synchronized Optional<String> assume(Binding binding) {
        return cache.assume(binding);
    }

    synchronized void forget(Binding binding) {
        cache.forget(binding.pod(), binding.uid());
    }

    /** The cluster has agreed to a decision that was in doubt, and will tell so. */
    synchronized void confirm(Binding binding) {
        cache.confirm(binding);
    }

    synchronized void doubt(Binding binding) {
        cache.doubt(binding);
    }

    /** Puts a Pod that was tried where it belongs, unless it is gone or another took its name. */
    synchronized void answered(CachedPod tried, Next next) {
        PodKey key = tried.observed().facts().key();
        if (cache.pod(key).filter(now -> now.uid().equals(tried.uid())).isEmpty()) {
            return;
        }
        switch (next) {
            case DONE -> queue.remove(key);
            case WAIT_FOR_HELP -> queue.unschedulable(key);
            case AGAIN -> queue.again(key);
        }
    }

    /** What is next for a Pod that was tried. */
    enum Next {
        /** It needs no node any more. */
        DONE,
        /** It is tried again when something happens that may help. */
        WAIT_FOR_HELP,
        /** It is tried again after its backoff. */
        AGAIN
    }

    synchronized QueueSizes queueSizes() {
        return queue.sizes();
    }

    synchronized Optional<Instant> nextAttempt() {
        return synced ? queue.nextAttempt() : Optional.empty();
    }

    synchronized boolean hasWork() {
        return nextAttempt().filter(at -> !at.isAfter(clock.instant())).isPresent();
    }
}
