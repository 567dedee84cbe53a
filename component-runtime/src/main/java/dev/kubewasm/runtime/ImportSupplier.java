package dev.kubewasm.runtime;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.meter.LinkMeter;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What satisfies an import of a component. */
public sealed interface ImportSupplier {
    /** The host. */
    record Host(HostInterfaces interfaces) implements ImportSupplier {}

    /**
     * A running instance of another component. Calls go straight to it, one at a time; its memory is its own. Or a pool of
     * instances of one component that keeps no state: each call goes to one that is free, if one is.
     *
     * @param providers the instance, or the members of the pool; a pool serves no interface with resources, for these stay
     *     with the instance that made them
     * @param exportName what it exports: for an interface usually the import's name, perhaps at a newer version
     * @param deadline how long a call waits at most while the provider is busy with others
     * @param meter counts the calls, if somebody wants to know; the same for several links adds them up
     */
    record Link(List<ComponentInstance> providers, String exportName, Duration deadline, Optional<LinkMeter> meter)
            implements ImportSupplier {
        public Link {
            providers = List.copyOf(providers);
            if (providers.isEmpty()) {
                throw new IllegalArgumentException("a link to nobody");
            }
        }

        /** A link whose calls nobody counts. */
        public Link(List<ComponentInstance> providers, String exportName, Duration deadline) {
            this(providers, exportName, deadline, Optional.empty());
        }

        /** A link to one instance, whose calls nobody counts. */
        public Link(ComponentInstance provider, String exportName, Duration deadline) {
            this(List.of(provider), exportName, deadline);
        }

        /** The instance, or the pool's first. */
        public ComponentInstance provider() {
            return providers.getFirst();
        }

        /** Whether calls may go to one or the other of several instances. */
        public boolean isPool() {
            return providers.size() > 1;
        }
    }

    /**
     * Nobody. The component is instantiated all the same; a call through the import traps with {@link
     * Trap.Kind#NOT_LINKED}.
     *
     * @param why in words, for the trap's message
     */
    record Unlinked(String why) implements ImportSupplier {}

    /** Suppliers for all of {@code imports}: the link where {@code links} has one, else the host. */
    static Map<String, ImportSupplier> forAll(
            Collection<String> imports, HostInterfaces host, Map<String, Link> links) {
        Map<String, ImportSupplier> suppliers = new LinkedHashMap<>();
        for (String name : imports) {
            Link link = links.get(name);
            suppliers.put(name, link == null ? new Host(host) : link);
        }
        return suppliers;
    }
}
