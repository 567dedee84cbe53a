package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.abi.Codecs;
import dev.kubewasm.runtime.abi.InstanceScope;
import dev.kubewasm.runtime.abi.InstanceStore;
import dev.kubewasm.runtime.abi.LiftedFunction;
import dev.kubewasm.runtime.abi.ResourceBuiltins;
import dev.kubewasm.runtime.abi.ResourceTable;
import dev.kubewasm.runtime.abi.ResourceType;
import dev.kubewasm.runtime.abi.Side;
import dev.kubewasm.runtime.engine.CoreExtern;
import dev.kubewasm.runtime.engine.CoreFunction;
import dev.kubewasm.runtime.engine.CoreInstance;
import dev.kubewasm.runtime.engine.CoreModule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs the steps of a plan: every slot is filled by one step and read by later ones. */
public final class Instantiation {
    private final List<CoreModule> modules;
    private final InstanceStore store;
    private final Codecs codecs;
    private final ImportLinks links;
    private final ResourceTable resources;
    private final Map<Integer, Optional<Duration>> resourceDeadlines = new HashMap<>();
    private final List<CoreInstance> instances = new ArrayList<>();
    private final List<InstanceScope> scopes = new ArrayList<>();
    private final List<CoreFunction> adapters = new ArrayList<>();
    private final List<LiftedFunction> functions = new ArrayList<>();

    private Instantiation(
            List<CoreModule> modules, InstanceStore store, ResourceTable resources, Codecs codecs, ImportLinks links) {
        this.links = links;
        this.modules = modules;
        this.store = store;
        this.resources = resources;
        this.codecs = codecs;
    }

    /**
     * Instantiates a component.
     *
     * @param modules compiled, in the plan's order
     * @param store the store of the new instance
     * @param imports what its imports are
     * @param resources of the new instance, with the plan's number of slots
     * @param codecs where codecs of its types are kept
     * @throws dev.kubewasm.runtime.failure.Trap if a start function traps
     * @throws dev.kubewasm.runtime.engine.CoreModuleException if a core module can't be instantiated, or not within the
     *     limits
     */
    public static LinkedExports run(
            LinkPlan plan,
            List<CoreModule> modules,
            InstanceStore store,
            ResolvedImports imports,
            ResourceTable resources,
            Codecs codecs) {
        ImportLinks links = new ImportLinks(plan, codecs, store, resources, imports);
        Instantiation instantiation = new Instantiation(modules, store, resources, codecs, links);
        for (int i = 0; i < plan.importedResources().size(); i++) {
            int slot = plan.importedResources().get(i).slot();
            resources.set(slot, imports.resources().get(i).type());
            instantiation.resourceDeadlines.put(slot, imports.resources().get(i).deadline());
        }
        plan.steps().forEach(instantiation::run);
        return new LinkedExports(plan, List.copyOf(instantiation.functions), store, resources, links);
    }

    private void run(LinkStep step) {
        switch (step) {
            case LinkStep.EnterComponent s -> put(scopes, s.scope(), store.newScope(scope(s.parent())));
            case LinkStep.DefineResource s ->
                resources.set(
                        s.resource(),
                        ResourceType.ofGuest(
                                s.name(), scopes.get(s.scope()), s.destructor().map(this::function)));
            case LinkStep.InstantiateModule s -> {
                List<CoreExtern> arguments = new ArrayList<>(s.arguments().size());
                s.arguments().forEach(a -> arguments.add(extern(a)));
                put(instances, s.instance(), modules.get(s.module()).instantiate(arguments, store.budget()));
            }
            case LinkStep.Lift s ->
                put(
                        functions,
                        s.slot(),
                        new LiftedFunction(
                                codecs.function(s.type()),
                                resources,
                                side(s.options()),
                                function(s.function()),
                                s.options().postReturn().map(this::function)));
            case LinkStep.Lower s -> put(adapters, s.slot(), lower(s));
            case LinkStep.ResourceNew s ->
                put(adapters, s.slot(), ResourceBuiltins.newHandle(scopes.get(s.scope()), resources.get(s.resource())));
            case LinkStep.ResourceRep s ->
                put(adapters, s.slot(), ResourceBuiltins.rep(scopes.get(s.scope()), resources.get(s.resource())));
            case LinkStep.ResourceDrop s ->
                put(
                        adapters,
                        s.slot(),
                        ResourceBuiltins.drop(
                                scopes.get(s.scope()),
                                resources,
                                s.resource(),
                                resourceDeadlines.getOrDefault(s.resource(), Optional.empty())));
        }
    }

    /** Slots are given out in the order of the steps that fill them. */
    private static <T> void put(List<T> slots, int slot, T value) {
        if (slots.size() != slot) {
            throw new IllegalStateException("step fills slot " + slot + ", but " + slots.size() + " is next");
        }
        slots.add(value);
    }

    private Optional<InstanceScope> scope(OptionalInt number) {
        return number.isPresent() ? Optional.of(scopes.get(number.getAsInt())) : Optional.empty();
    }

    private CoreFunction lower(LinkStep.Lower step) {
        Side caller = side(step.options());
        return switch (step.function()) {
            case FunctionRef.Lifted lifted -> links.lower(functions.get(lifted.slot()), step.type(), caller);
            case FunctionRef.Imported imported -> links.lowerImport(imported.index(), step.type(), caller);
        };
    }

    private Side side(LinkStep.Options options) {
        return new Side(
                scopes.get(options.scope()),
                options.encoding(),
                options.memory().map(m -> ((CoreExtern.OfMemory) extern(m)).memory()),
                options.realloc().map(this::function));
    }

    private CoreFunction function(CoreRef ref) {
        return (CoreFunction) extern(ref);
    }

    private CoreExtern extern(CoreRef ref) {
        return switch (ref) {
            case CoreRef.InstanceExport e -> instances.get(e.instance()).export(e.export());
            case CoreRef.Adapter a -> adapters.get(a.slot());
        };
    }
}
