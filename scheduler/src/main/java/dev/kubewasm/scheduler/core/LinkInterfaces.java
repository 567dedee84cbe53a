package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The interfaces that may link a Pod to others, without versions; those of the hosts tie no Pods together.
 *
 * @param imports what its components import
 * @param exports what they export
 */
record LinkInterfaces(Set<String> imports, Set<String> exports) {
    LinkInterfaces {
        imports = Set.copyOf(imports);
        exports = Set.copyOf(exports);
    }

    static LinkInterfaces of(PodFacts pod) {
        return of(pod.containers().stream().map(ContainerFacts::component).flatMap(Optional::stream));
    }

    static LinkInterfaces of(Collection<ComponentFacts> components) {
        return of(components.stream());
    }

    private static LinkInterfaces of(Stream<ComponentFacts> components) {
        Set<String> imports = new HashSet<>();
        Set<String> exports = new HashSet<>();
        components.forEach(component -> {
            addTo(imports, component.world().imports().keySet());
            addTo(exports, component.world().exports().keySet());
        });
        return new LinkInterfaces(imports, exports);
    }

    private static void addTo(Set<String> names, Set<String> keys) {
        for (String key : keys) {
            InterfaceName.parse(key)
                    .filter(name -> !name.pkg().namespace().equals("wasi"))
                    .ifPresent(name -> names.add(name.unversioned()));
        }
    }

    /** Whether they tie it to nobody. */
    boolean isEmpty() {
        return imports.isEmpty() && exports.isEmpty();
    }

    /** Those on either side. */
    Set<String> all() {
        Set<String> all = new HashSet<>(imports);
        all.addAll(exports);
        return all;
    }
}
