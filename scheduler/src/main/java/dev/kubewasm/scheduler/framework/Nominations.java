package dev.kubewasm.scheduler.framework;

import dev.kubewasm.placement.facts.Uid;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pods that wait for a node on which others make room for them. */
final class Nominations {
    private final Map<Uid, PodInfo> pods = new HashMap<>();
    private final Map<String, Map<Uid, PodInfo>> byNode = new HashMap<>();

    /** Those of a node. */
    Collection<PodInfo> on(String node) {
        @Nullable Map<Uid, PodInfo> nominated = byNode.get(node);
        return nominated == null ? List.of() : Collections.unmodifiableCollection(nominated.values());
    }

    /** A Pod that is new or changed: without a nominated node it isn't here. */
    void put(PodInfo pod) {
        Optional<PodInfo> _ = remove(pod.uid());
        pod.importance().nominatedNode().ifPresent(node -> {
            pods.put(pod.uid(), pod);
            byNode.computeIfAbsent(node, n -> new LinkedHashMap<>()).put(pod.uid(), pod);
        });
    }

    /** The Pod of this uid has no nominated node any more; what it was, if it had one. */
    Optional<PodInfo> remove(Uid uid) {
        @Nullable PodInfo pod = pods.remove(uid);
        if (pod != null) {
            byNode.computeIfPresent(pod.importance().nominatedNode().orElseThrow(), (n, nominated) -> {
                nominated.remove(uid);
                return nominated.isEmpty() ? null : nominated;
            });
        }
        return Optional.ofNullable(pod);
    }
}
