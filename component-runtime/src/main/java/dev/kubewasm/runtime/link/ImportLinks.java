package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.abi.Adapters;
import dev.kubewasm.runtime.abi.Codecs;
import dev.kubewasm.runtime.abi.ComponentFunction;
import dev.kubewasm.runtime.abi.HostLinkedFunction;
import dev.kubewasm.runtime.abi.InstanceStore;
import dev.kubewasm.runtime.abi.LiftedFunction;
import dev.kubewasm.runtime.abi.LinkTarget;
import dev.kubewasm.runtime.abi.LoweredHostFunction;
import dev.kubewasm.runtime.abi.ResourceTable;
import dev.kubewasm.runtime.abi.Side;
import dev.kubewasm.runtime.abi.SwitchableLowering;
import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.link.ResolvedImports.Callee;
import dev.kubewasm.runtime.link.ResolvedImports.Function;
import dev.kubewasm.runtime.value.FuncType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an instance imports, as core functions of its own, and how what comes over links is sent to other providers. */
public final class ImportLinks {
    private final LinkPlan plan;
    private final Codecs codecs;
    private final InstanceStore store;
    private final ResourceTable resources;
    private final CurrentImports current;
    private final List<Lowering> lowerings = new ArrayList<>();

    ImportLinks(LinkPlan plan, Codecs codecs, InstanceStore store, ResourceTable resources, ResolvedImports imports) {
        this.plan = plan;
        this.codecs = codecs;
        this.store = store;
        this.resources = resources;
        this.current = new CurrentImports(imports.functions());
        store.atClose(() -> lowerings.forEach(lowering -> lowering.function().stopCounting()));
    }

    /** An import as the component lowers it; there may be several of one import. */
    private record Lowering(int imported, FuncType type, Side caller, SwitchableLowering function) {}

    /** What the imported functions are now. */
    CurrentImports current() {
        return current;
    }

    /** A component function as a core function, once and for all. */
    HostCoreFunction lower(ComponentFunction callee, FuncType type, Side caller) {
        return lower(callee, Optional.empty(), type, caller, resources);
    }

    private HostCoreFunction lower(
            ComponentFunction function, Optional<Duration> deadline, FuncType type, Side caller, ResourceTable types) {
        return switch (function) {
            case LiftedFunction lifted -> Adapters.between(codecs.function(type), types, caller, lifted, deadline);
            case HostLinkedFunction host -> new LoweredHostFunction(host, caller, deadline);
        };
    }

    /** What calls of an imported function go to, one for each member of a pool. */
    private List<LinkTarget> targets(Function imported, FuncType type, Side caller, ResourceTable types) {
        return imported.callees().stream()
                .map(callee -> new LinkTarget(
                        lower(callee.function(), imported.deadline(), type, caller, types),
                        entered(callee),
                        callee.passedOnBy()))
                .toList();
    }

    /** Whose container a call enters, other than this one's. */
    private Optional<InstanceStore> entered(Callee callee) {
        return Optional.of(callee.function().store()).filter(entered -> entered != store);
    }

    /** An imported function as a core function that may be sent elsewhere later, if it comes over a link. */
    HostCoreFunction lowerImport(int imported, FuncType type, Side caller) {
        Function function = current.get(imported);
        if (!function.switchable()) {
            return lower(function.callees().getFirst().function(), type, caller);
        }
        SwitchableLowering switchable = new SwitchableLowering(
                targets(function, type, caller, resources), function.deadline(), function.meter(), store.links());
        lowerings.add(new Lowering(imported, type, caller, switchable));
        return switchable.function();
    }

    /** A copy of the types that imports name, to try others in it. */
    public ResourceTable resources() {
        return resources.copy();
    }

    /**
     * Sends imports elsewhere, before the instance's next call through a link. Handles to resources whose type is another
     * then are stale.
     *
     * @param imports the names of those imports
     * @param functions what the functions of those imports are now, by their number in the plan
     * @param found the resource types of the instance, with those that the imports name now
     */
    public void relink(Set<String> imports, Map<Integer, Function> functions, ResourceTable found) {
        List<Runnable> changes = new ArrayList<>();
        for (Lowering lowering : lowerings) {
            Function callee = functions.get(lowering.imported());
            if (callee != null) {
                List<LinkTarget> targets = targets(callee, lowering.type(), lowering.caller(), found);
                changes.add(() -> lowering.function().switchTo(targets, callee.deadline(), callee.meter()));
            }
        }
        List<LinkPlan.ImportedResource> linked = plan.importedResources().stream()
                .filter(resource -> imports.contains(resource.importName()))
                .toList();
        linked.forEach(resource -> resources.link(resource.slot(), found.get(resource.slot())));
        store.links().post(() -> {
            linked.forEach(resource -> resources.replace(resource.slot(), found.get(resource.slot()), store));
            changes.forEach(Runnable::run);
        });
        current.change(functions);
    }
}
