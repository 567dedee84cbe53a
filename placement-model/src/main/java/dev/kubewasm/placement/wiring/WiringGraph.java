package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.PodKey;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The wiring of every Pod of a snapshot; made by {@link Wirer}. */
public final class WiringGraph {
    private final Map<PodKey, PodWiring> pods;

    WiringGraph(Map<PodKey, PodWiring> pods) {
        this.pods = new TreeMap<>(pods);
    }

    /** The Pods whose wiring is known, in the order of their names. */
    public Set<PodKey> pods() {
        return Collections.unmodifiableSet(pods.keySet());
    }

    /** The wiring of a Pod; {@link PodWiring#NONE} for one without components or one not in the snapshot. */
    public PodWiring of(PodKey pod) {
        return pods.getOrDefault(pod, PodWiring.NONE);
    }
}
