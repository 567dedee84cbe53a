package dev.kubewasm.runtime.host;

import dev.kubewasm.wit.model.InterfaceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The interfaces that a host supplies. Immutable; usually one for all instances of a node. */
public final class HostInterfaces {
    /** A host that supplies nothing. */
    public static final HostInterfaces NONE = new HostInterfaces(List.of());

    private final Map<String, List<HostInterface>> byUnversionedName = new HashMap<>();
    private final List<InterfaceName> names = new ArrayList<>();

    private HostInterfaces(List<HostInterface> interfaces) {
        for (HostInterface i : interfaces) {
            byUnversionedName
                    .computeIfAbsent(i.name().unversioned(), k -> new ArrayList<>())
                    .add(i);
            names.add(i.name());
        }
    }

    /** All of {@code interfaces}; one package may be there on several semver tracks. */
    public static HostInterfaces of(List<HostInterface> interfaces) {
        return new HostInterfaces(interfaces);
    }

    /** The interface that serves an import of {@code wanted}: same track and not older; empty if there is none. */
    public Optional<HostInterface> find(InterfaceName wanted) {
        return byUnversionedName.getOrDefault(wanted.unversioned(), List.of()).stream()
                .filter(i -> i.name().satisfies(wanted))
                .findFirst();
    }

    /** The names of all interfaces, each at the newest version served. */
    public List<InterfaceName> names() {
        return List.copyOf(names);
    }
}
