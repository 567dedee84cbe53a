package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.PodKey;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The wiring of the Pods of a snapshot, or of those that matter to some; made by {@link Wirer} and {@link WiringIndex}. */
public final class WiringGraph {
    private final Map<Template, PodWiring> wirings;
    private final Map<PodKey, Template> templates;

    /**
     * The wiring of the Pods of some templates.
     *
     * @param templates of each Pod; not copied
     */
    WiringGraph(Map<Template, PodWiring> wirings, Map<PodKey, Template> templates) {
        this.wirings = wirings;
        this.templates = templates;
    }

    /**
     * Pods of one workload that are alike in all that wiring looks at, what they say about links included.
     *
     * @param wiring of each of them
     * @param pods in the order of their names, at least one
     */
    public record Alike(PodWiring wiring, Set<PodKey> pods) {
        public Alike {
            pods = Collections.unmodifiableSet(pods);
        }
    }

    /** All the Pods whose wiring is known. */
    public List<Alike> alike() {
        return wirings.entrySet().stream()
                .map(wired ->
                        new Alike(wired.getValue(), wired.getKey().members().keySet()))
                .toList();
    }

    /** The wiring of a Pod; {@link PodWiring#NONE} for one without components or one not in the snapshot. */
    public PodWiring of(PodKey pod) {
        @Nullable Template template = templates.get(pod);
        return template == null ? PodWiring.NONE : wirings.getOrDefault(template, PodWiring.NONE);
    }
}
