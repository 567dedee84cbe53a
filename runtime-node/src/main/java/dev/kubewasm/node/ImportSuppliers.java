package dev.kubewasm.node;

import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.DecidedWiring.ContainerWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ImportSupplier;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.wit.model.InterfaceName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds who supplies the imports of a Pod's components, by the wiring that was decided and with the consent of both sides. */
final class ImportSuppliers {
    private final HostInterfaces host;
    private final Duration linkDeadline;

    /**
     * Suppliers on a node.
     *
     * @param host the interfaces that the node supplies itself
     * @param linkDeadline how long a call over a link waits until it may enter
     */
    ImportSuppliers(HostInterfaces host, Duration linkDeadline) {
        this.host = host;
        this.linkDeadline = linkDeadline;
    }

    /** Finds the Pods that serve links to a workload on the same node, the chosen one first. */
    interface Providers {
        List<Provider> find(WorkloadRef workload, Optional<PodKey> chosen, Predicate<ComponentInstance> serves);
    }

    /** A running instance of another Pod, or the members of its pool. */
    record Provider(PodFacts pod, List<ComponentInstance> instances) {}

    /** Who supplies an import, or what it has to wait for. */
    sealed interface Answer {
        /** A supplier, and how it is shown; empty for an import that stays unlinked. */
        record Supplied(ImportSupplier supplier, Optional<NodeLink.Supplier> by) implements Answer {}

        /** None yet. */
        record NotYet(ContainerState.Waiting waiting) implements Answer {}
    }

    /**
     * An import that needs a supplier.
     *
     * @param container whose it is
     * @param imported its name
     * @param wanted what a provider is asked for ({@link dev.kubewasm.runtime.CompiledComponent#wanted})
     */
    record Need(ContainerRun container, String imported, String wanted) {}

    /**
     * Who supplies {@code need}.
     *
     * @param run the Pod whose it is
     * @param providers other Pods of this node
     */
    Answer of(PodRun run, Need need, Providers providers) {
        String imported = need.imported();
        ContainerWiring wiring =
                run.wiring().containers().get(need.container().container().getName());
        WiredImport wired = wiring == null ? null : wiring.imports().get(imported);
        return switch (wired) {
            case null -> notYet("NotWired", imported, "the Pod's Binding says nothing of it", false);
            case WiredImport.Host() -> hostSupplier(need);
            case WiredImport.Types() ->
                notYet("NotWired", imported, "the Pod's Binding takes it for types alone, but it has functions", false);
            case WiredImport.Nobody() -> unlinked("the Pod's links policy leaves it unlinked");
            case WiredImport.Container(String name) -> siblingSupplier(run, need, name);
            case WiredImport.Provider(WorkloadRef workload, Optional<PodKey> chosen) ->
                providerSupplier(run.observed().facts(), need, workload, chosen, providers);
        };
    }

    private Answer hostSupplier(Need need) {
        return InterfaceName.parse(need.wanted()).flatMap(host::find).isPresent()
                ? new Answer.Supplied(new ImportSupplier.Host(host), Optional.of(new NodeLink.Supplier.Host()))
                : notYet("MissingHostInterface", need.imported(), "this node doesn't supply it", false);
    }

    private Answer siblingSupplier(PodRun run, Need need, String name) {
        Optional<ContainerState.Running> sibling = run.containers().stream()
                .filter(c -> c.container().getName().equals(name))
                .flatMap(c -> c.running().stream())
                .filter(running -> running.gone().isEmpty())
                .findFirst();
        if (sibling.isEmpty()) {
            return notYet("WaitingForContainer", need.imported(), "container `" + name + "` doesn't run yet", true);
        }
        return link(sibling.get().instances(), need, new NodeLink.Supplier.Container(name));
    }

    private Answer providerSupplier(
            PodFacts consumer, Need need, WorkloadRef workload, Optional<PodKey> chosen, Providers providers) {
        Optional<String> refusal = LinkConsent.refusal(consumer, need.wanted(), workload);
        if (refusal.isPresent()) {
            return notYet("LinkRefused", need.imported(), refusal.get(), false);
        }
        List<Provider> found =
                providers.find(workload, chosen, i -> i.exportFor(need.wanted()).isPresent());
        Optional<Provider> provider = found.stream()
                .filter(p -> LinkConsent.admits(p.pod(), consumer))
                .findFirst();
        if (provider.isPresent()) {
            return link(
                    provider.get().instances(),
                    need,
                    new NodeLink.Supplier.Provider(provider.get().pod().key()));
        }
        // A preferred link that was decided without a provider on this node.
        if (chosen.isEmpty()) {
            return unlinked(
                    found.isEmpty()
                            ? "no Pod of " + workload.shortName() + " is on this node"
                            : LinkConsent.notAdmitted(found.getFirst().pod()));
        }
        if (!found.isEmpty()) {
            return notYet(
                    "LinkRefused",
                    need.imported(),
                    LinkConsent.notAdmitted(found.getFirst().pod()),
                    true);
        }
        return notYet(
                "WaitingForProvider",
                need.imported(),
                "no Pod of " + workload.shortName() + " that exports it is Ready on this node",
                true);
    }

    private Answer link(List<ComponentInstance> providers, Need need, NodeLink.Supplier by) {
        ComponentInstance provider = providers.getFirst();
        return provider.exportFor(need.wanted())
                .<Answer>map(export -> new Answer.Supplied(
                        new ImportSupplier.Link(
                                providers,
                                export,
                                linkDeadline,
                                Optional.of(need.container().meter(need.imported()))),
                        Optional.of(by)))
                .orElseGet(() -> notYet("NotExported", need.imported(), provider + " doesn't export it", false));
    }

    private static Answer unlinked(String why) {
        return new Answer.Supplied(new ImportSupplier.Unlinked(why), Optional.empty());
    }

    private static Answer notYet(String reason, String imported, String message, boolean retry) {
        return new Answer.NotYet(new ContainerState.Waiting(reason, "import " + imported + ": " + message, retry));
    }
}
