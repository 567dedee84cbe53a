package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.wit.compat.Mismatch;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Matches every import of every Pod: to another container of the same Pod, to a provider that the consumer pins, to the
 * hosts, or to the one workload that exports it; by package, interface and semver track, and where types are known by
 * structure. A pure function of the snapshot.
 */
public final class Wirer {
    private Wirer() {}

    /** The wiring of all Pods of {@code snapshot}. */
    public static WiringGraph wire(Snapshot snapshot) {
        WiringIndex index = new WiringIndex();
        index.apply(snapshot.changesSince(Snapshot.EMPTY));
        return index.graph();
    }

    /** The wiring of the Pods of a template, cycles between its containers refused. */
    static PodWiring wire(Template template, Hosts hosts, Providers providers) {
        List<PodWiring.WiredContainer> containers = new ArrayList<>();
        for (ContainerFacts container : template.sample().containers()) {
            if (container.component().isEmpty()) {
                continue;
            }
            ComponentFacts component = container.component().get();
            SequencedMap<String, ImportWiring> imports = new LinkedHashMap<>();
            component.world().imports().forEach((key, item) -> {
                Import imported = Import.of(template, container.name(), component, key, item);
                imports.put(key, byPolicy(imported, wire(imported, hosts, providers)));
            });
            containers.add(new PodWiring.WiredContainer(container.name(), component.digest(), imports));
        }
        return Cycles.refuseInside(new PodWiring(containers));
    }

    /** A failure of an import that may stay unlinked is no failure. */
    private static ImportWiring byPolicy(Import imported, ImportWiring wiring) {
        return switch (wiring) {
            case ImportWiring.Failed(WiringProblem problem) ->
                switch (imported.policy()) {
                    case REQUIRED -> wiring;
                    case PREFERRED -> new ImportWiring.Unlinked(Optional.of(problem));
                    case NONE -> new ImportWiring.Unlinked(Optional.empty());
                };
            default -> wiring;
        };
    }

    private static ImportWiring wire(Import imported, Hosts hosts, Providers providers) {
        if (imported.needsNobody()) {
            return new ImportWiring.Types();
        }
        if (imported.name().isEmpty()
                || !(imported.item() instanceof WorldItem.OfInterface(Interface type, var ignored))) {
            return new ImportWiring.Failed(new WiringProblem.NotAnInterface());
        }
        InterfaceName name = imported.name().get();
        Siblings siblings = Siblings.of(imported, name, type);
        if (siblings.compatible().size() > 1) {
            return new ImportWiring.Failed(new WiringProblem.AmbiguousContainers(siblings.compatible()));
        }
        if (siblings.compatible().size() == 1) {
            return new ImportWiring.Container(siblings.compatible().getFirst());
        }
        boolean pinned = imported.template().sample().links().pins().of(name).isPresent();
        boolean linkable = imported.policy() != LinkPolicy.NONE;
        if (pinned && linkable) {
            return providers.find(imported, name, type, siblings.incompatible());
        }
        if (hosts.supply(name)) {
            return new ImportWiring.Host(name);
        }
        boolean ofHosts = name.pkg().namespace().equals(NodeFacts.WASI);
        if (!linkable) {
            return ofHosts ? new ImportWiring.Host(name) : new ImportWiring.Unlinked(Optional.empty());
        }
        ImportWiring provider = providers.find(imported, name, type, siblings.incompatible());
        // No node lists it and nobody exports it: what is missing is a node, not a provider.
        return ofHosts && isNobody(provider) ? new ImportWiring.Host(name) : provider;
    }

    private static boolean isNobody(ImportWiring wiring) {
        return wiring instanceof ImportWiring.Failed(WiringProblem problem)
                && problem instanceof WiringProblem.NobodyExports;
    }

    /** An import of a container of a template. */
    record Import(
            Template template,
            String container,
            ComponentFacts component,
            Optional<InterfaceName> name,
            WorldItem item) {
        static Import of(Template template, String container, ComponentFacts component, String key, WorldItem item) {
            return new Import(template, container, component, name(key, item), item);
        }

        /** The interface that the name of an import spells, or that it implements under a plain name. */
        static Optional<InterfaceName> name(String key, WorldItem item) {
            return InterfaceName.parse(key)
                    .or(() -> item instanceof WorldItem.OfInterface(Interface type, var ignored)
                            ? type.name()
                            : Optional.empty());
        }

        LinkPolicy policy() {
            var policies = template.sample().links().policies();
            return name().map(policies::of).orElseGet(policies::general);
        }

        /** Types without functions and without resources of their own: nothing of it is there at run time. */
        boolean needsNobody() {
            return switch (item) {
                case WorldItem.OfType ignored -> true;
                case WorldItem.OfFunction ignored -> false;
                case WorldItem.OfInterface(Interface type, var ignored) ->
                    component.typesKnown()
                            && type.functions().isEmpty()
                            && type.types().values().stream()
                                    .noneMatch(def -> def.kind() instanceof TypeDef.Kind.ResourceType);
            };
        }
    }

    /** The other containers of the same Pod that export what is imported. */
    record Siblings(List<String> compatible, List<WiringProblem.Incompatible.Candidate> incompatible) {
        static Siblings of(Import imported, InterfaceName name, Interface type) {
            List<String> compatible = new ArrayList<>();
            List<WiringProblem.Incompatible.Candidate> incompatible = new ArrayList<>();
            for (ContainerFacts container : imported.template().sample().containers()) {
                if (container.component().isEmpty()
                        || container.name().equals(imported.container())
                        || container.component().get().isCommand()) {
                    continue;
                }
                ComponentFacts component = container.component().get();
                for (Export export : Export.of(imported.template(), container.name(), component)) {
                    if (!export.name().satisfies(name)) {
                        continue;
                    }
                    List<Mismatch> mismatches = Providers.mismatches(imported, type, export);
                    if (mismatches.isEmpty()) {
                        compatible.add(container.name());
                        break;
                    }
                    incompatible.add(new WiringProblem.Incompatible.Candidate(
                            "container " + container.name(), export.name(), mismatches));
                }
            }
            return new Siblings(compatible, incompatible);
        }
    }
}
