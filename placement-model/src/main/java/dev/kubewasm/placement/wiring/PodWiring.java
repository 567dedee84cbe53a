package dev.kubewasm.placement.wiring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The wiring of a Pod's component containers, before a node is chosen. Pods of one template share it.
 *
 * @param containers component containers alone, in the Pod's order
 * @param refusals what stands against the Pod beside its own imports: exports on which others depend
 */
public record PodWiring(List<WiredContainer> containers, List<Problem> refusals) {
    /** A Pod without components. */
    public static final PodWiring NONE = new PodWiring(List.of());

    public PodWiring {
        containers = List.copyOf(containers);
        refusals = List.copyOf(refusals);
    }

    /** A Pod that nothing stands against but its imports. */
    PodWiring(List<WiredContainer> containers) {
        this(containers, List.of());
    }

    /** The same with these refusals. */
    PodWiring refused(List<Problem> others) {
        return new PodWiring(containers, others);
    }

    /**
     * The wiring of a container.
     *
     * @param name of the container
     * @param digest of its artifact, if known
     * @param imports by their name in the world, in its order
     */
    public record WiredContainer(String name, Optional<String> digest, SequencedMap<String, ImportWiring> imports) {
        public WiredContainer {
            imports = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(imports));
        }
    }

    /**
     * A problem of an import of a container, or of an export.
     *
     * @param container which has it
     * @param imported the name of the import; of the export for {@link WiringProblem.AbandonsConsumers}
     * @param problem what it is
     */
    public record Problem(String container, String imported, WiringProblem problem) {}

    /** A link to another Pod. */
    public record Link(String container, String imported, ImportWiring.Provider provider) {}

    /** Problems for which the Pod can't be placed. */
    public List<Problem> failures() {
        List<Problem> failures = new ArrayList<>();
        forEach((container, imported, wiring) -> {
            if (wiring instanceof ImportWiring.Failed(WiringProblem problem)) {
                failures.add(new Problem(container, imported, problem));
            }
        });
        failures.addAll(refusals);
        return failures;
    }

    /** Problems of imports that may stay unlinked. */
    public List<Problem> warnings() {
        List<Problem> warnings = new ArrayList<>();
        forEach((container, imported, wiring) -> {
            if (wiring instanceof ImportWiring.Unlinked(Optional<WiringProblem> problem)) {
                problem.ifPresent(p -> warnings.add(new Problem(container, imported, p)));
            }
        });
        return warnings;
    }

    /** Links to other Pods. */
    public List<Link> links() {
        List<Link> links = new ArrayList<>();
        forEach((container, imported, wiring) -> {
            if (wiring instanceof ImportWiring.Provider provider) {
                links.add(new Link(container, imported, provider));
            }
        });
        return links;
    }

    /** Visits every import. */
    public void forEach(Visitor visitor) {
        for (WiredContainer container : containers) {
            container.imports().forEach((imported, wiring) -> visitor.visit(container.name(), imported, wiring));
        }
    }

    /** These with every import's wiring replaced by what {@code change} makes of it. */
    public PodWiring map(Change change) {
        List<WiredContainer> changed = new ArrayList<>();
        for (WiredContainer container : containers) {
            SequencedMap<String, ImportWiring> imports = new LinkedHashMap<>();
            container
                    .imports()
                    .forEach((imported, wiring) ->
                            imports.put(imported, change.apply(container.name(), imported, wiring)));
            changed.add(new WiredContainer(container.name(), container.digest(), imports));
        }
        return new PodWiring(changed, refusals);
    }

    /** Sees an import and its wiring. */
    @FunctionalInterface
    public interface Visitor {
        /** Called once an import. */
        void visit(String container, String imported, ImportWiring wiring);
    }

    /** Replaces the wiring of an import. */
    @FunctionalInterface
    public interface Change {
        /** Called once an import. */
        ImportWiring apply(String container, String imported, ImportWiring wiring);
    }
}
