package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.HostInterface;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState.Phase;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.wit.compat.Compatibility;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the wiring decided for a placed Pod holds on its node, import by import, from the worlds themselves. */
final class WiringAudit {
    private final Snapshot snapshot;
    private final Map<PodKey, NodeName> nodeOf;

    /** {@code nodeOf}: where the Pods go that were pending. */
    WiringAudit(Snapshot snapshot, Map<PodKey, NodeName> nodeOf) {
        this.snapshot = snapshot;
        this.nodeOf = nodeOf;
    }

    /** All faults in the wiring of {@code pod}. */
    List<Violation> audit(PodFacts pod, NodeFacts node, DecidedWiring wiring) {
        List<Violation> violations = new ArrayList<>();
        for (ContainerFacts container : pod.containers()) {
            if (container.component().isEmpty()) {
                continue;
            }
            ComponentFacts component = container.component().get();
            Map<String, WiredImport> imports = wiring.containers().containsKey(container.name())
                    ? wiring.containers().get(container.name()).imports()
                    : Map.of();
            for (Map.Entry<String, WorldItem> item : component.world().imports().entrySet()) {
                Need need = new Need(pod, node, container, component, item.getKey(), item.getValue());
                WiredImport wired = imports.get(item.getKey());
                fault(need, wired == null ? Optional.empty() : Optional.of(wired))
                        .ifPresent(why -> violations.add(
                                new Violation.BadWiring(pod.key(), container.name(), item.getKey(), why)));
            }
            for (String surplus : imports.keySet()) {
                if (!component.world().imports().containsKey(surplus)) {
                    violations.add(
                            new Violation.BadWiring(pod.key(), container.name(), surplus, "there is no such import"));
                }
            }
        }
        for (String container : wiring.containers().keySet()) {
            boolean known = pod.containers().stream()
                    .anyMatch(c -> c.name().equals(container) && c.component().isPresent());
            if (!known) {
                violations.add(new Violation.BadWiring(pod.key(), container, "", "there is no such component"));
            }
        }
        return violations;
    }

    /** One import of one container. */
    private record Need(
            PodFacts pod,
            NodeFacts node,
            ContainerFacts container,
            ComponentFacts component,
            String key,
            WorldItem item) {
        /** The interface that is imported, also under a plain name. */
        Optional<InterfaceName> name() {
            Optional<InterfaceName> spelled = InterfaceName.parse(key);
            return spelled.isEmpty() && item instanceof WorldItem.OfInterface plain
                    ? plain.type().name()
                    : spelled;
        }

        LinkPolicy policy() {
            return name().isPresent()
                    ? pod.links().policies().of(name().get())
                    : pod.links().policies().general();
        }
    }

    private Optional<String> fault(Need need, Optional<WiredImport> wired) {
        if (wired.isEmpty()) {
            return Optional.of("it is not wired");
        }
        return switch (wired.get()) {
            case WiredImport.Types() -> types(need);
            case WiredImport.Nobody() ->
                need.policy() == LinkPolicy.REQUIRED ? Optional.of("a required import has nobody") : Optional.empty();
            case WiredImport.Host() -> host(need);
            case WiredImport.Container(String name) -> container(need, name);
            case WiredImport.Provider(WorkloadRef workload, Optional<PodKey> pod) -> provider(need, workload, pod);
        };
    }

    private static Optional<String> types(Need need) {
        boolean types =
                switch (need.item()) {
                    case WorldItem.OfType ignored -> true;
                    case WorldItem.OfFunction ignored -> false;
                    case WorldItem.OfInterface(Interface type, var ignored) ->
                        need.component().typesKnown() && type.functions().isEmpty();
                };
        return types ? Optional.empty() : Optional.of("it has functions, or they are unknown");
    }

    private static Optional<String> host(Need need) {
        Optional<InterfaceName> wanted = need.name();
        if (wanted.isEmpty()) {
            return Optional.of("a host has interfaces alone");
        }
        if (need.node().host().interfaces().isEmpty()) {
            String runtime = need.node().labels().getOrDefault("kube-wasm/runtime", "");
            boolean shim = !runtime.isEmpty() && !runtime.equals("jvm");
            return shim && wanted.get().pkg().namespace().equals("wasi")
                    ? Optional.empty()
                    : Optional.of("the node lists no host interfaces");
        }
        for (HostInterface listed : need.node().host().interfaces().get()) {
            InterfaceName offered =
                    switch (listed) {
                        case HostInterface.Named(InterfaceName name) -> name;
                        case HostInterface.WholePackage(var pkg) ->
                            new InterfaceName(pkg, wanted.get().name());
                    };
            if (offered.satisfies(wanted.get())) {
                return Optional.empty();
            }
        }
        return Optional.of("the node doesn't list it");
    }

    private Optional<String> container(Need need, String name) {
        if (!"jvm".equals(need.node().labels().get("kube-wasm/runtime"))) {
            return Optional.of("the node's runtime doesn't link containers");
        }
        for (ContainerFacts other : need.pod().containers()) {
            if (other.name().equals(name) && !name.equals(need.container().name())) {
                return exports(need, other) ? Optional.empty() : Optional.of("container " + name + " doesn't fit");
            }
        }
        return Optional.of("there is no other container " + name);
    }

    private Optional<String> provider(Need need, WorkloadRef workload, Optional<PodKey> chosen) {
        LinkPolicy policy = need.policy();
        if (policy == LinkPolicy.NONE) {
            return Optional.of("its policy is none");
        }
        if (chosen.isEmpty()) {
            return policy == LinkPolicy.PREFERRED
                    ? Optional.empty()
                    : Optional.of("a required link has no Pod of " + workload);
        }
        PodFacts provider = snapshot.pods().get(chosen.get());
        if (provider == null || !provider.workload().equals(workload)) {
            return Optional.of(chosen.get() + " is no Pod of " + workload);
        }
        if (workload.equals(need.pod().workload())) {
            return Optional.of("the provider is its own workload");
        }
        if (provider.state().terminating()) {
            return Optional.of(chosen.get() + " is being deleted");
        }
        if (!isOn(need.node().name(), provider)) {
            return Optional.of(chosen.get() + " is not on node " + need.node().name());
        }
        if (policy == LinkPolicy.REQUIRED && !"jvm".equals(need.node().labels().get("kube-wasm/runtime"))) {
            return Optional.of("the node's runtime doesn't link Pods");
        }
        String from = need.pod().key().namespace();
        boolean near = from.equals(workload.namespace())
                || provider.links().consumers().namespaces().contains(from);
        if (!near || !provider.links().consumers().selector().matches(need.pod().labels())) {
            return Optional.of(chosen.get() + " doesn't admit it");
        }
        for (ContainerFacts container : provider.containers()) {
            if (exports(need, container)) {
                return Optional.empty();
            }
        }
        return Optional.of(chosen.get() + " exports nothing that fits");
    }

    /** Whether a Pod takes room on the node, or was placed there. */
    private boolean isOn(NodeName node, PodFacts pod) {
        boolean over = pod.state().phase() == Phase.SUCCEEDED || pod.state().phase() == Phase.FAILED;
        boolean bound = pod.state().node().isPresent() && !over;
        return node.equals(bound ? pod.state().node().get() : nodeOf.get(pod.key()));
    }

    /** Whether {@code container} exports what is needed, types compared where both are known. */
    private boolean exports(Need need, ContainerFacts container) {
        Optional<InterfaceName> wanted = need.name();
        if (wanted.isEmpty()
                || container.component().isEmpty()
                || !(need.item() instanceof WorldItem.OfInterface(Interface imported, var ignored))) {
            return false;
        }
        ComponentFacts exporter = container.component().get();
        boolean fits = false;
        for (Map.Entry<String, WorldItem> export : exporter.world().exports().entrySet()) {
            if (export.getKey().startsWith("wasi:cli/run@") || export.getKey().equals("wasi:cli/run")) {
                return false;
            }
            Optional<InterfaceName> offered = InterfaceName.parse(export.getKey());
            if (offered.isPresent()
                    && offered.get().satisfies(wanted.get())
                    && export.getValue() instanceof WorldItem.OfInterface exported) {
                boolean known = need.component().typesKnown() && exporter.typesKnown();
                fits |= !known
                        || Compatibility.check(imported, exported.type())
                                .mismatches()
                                .isEmpty();
            }
        }
        return fits;
    }
}
