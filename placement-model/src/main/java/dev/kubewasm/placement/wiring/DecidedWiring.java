package dev.kubewasm.placement.wiring;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The wiring decided for a placed Pod: what its Binding writes on it.
 *
 * @param containers by name; component containers alone
 */
public record DecidedWiring(SortedMap<String, ContainerWiring> containers) {
    public DecidedWiring {
        containers = Collections.unmodifiableSortedMap(new TreeMap<>(containers));
    }

    /** The wiring of these containers. */
    public static DecidedWiring of(Map<String, ContainerWiring> containers) {
        return new DecidedWiring(new TreeMap<>(containers));
    }

    /** The imports of a container; none if it has no component. */
    public SortedMap<String, WiredImport> imports(String container) {
        ContainerWiring wiring = containers.get(container);
        return wiring == null ? Collections.emptySortedMap() : wiring.imports();
    }

    /**
     * The wiring of a container.
     *
     * @param digest of the artifact whose imports these are, if known
     * @param imports by their name in the component's world
     */
    public record ContainerWiring(Optional<String> digest, SortedMap<String, WiredImport> imports) {
        public ContainerWiring {
            imports = Collections.unmodifiableSortedMap(new TreeMap<>(imports));
        }

        /** The wiring of these imports. */
        public static ContainerWiring of(Optional<String> digest, Map<String, WiredImport> imports) {
            return new ContainerWiring(digest, new TreeMap<>(imports));
        }
    }
}
