package dev.kubewasm.cli.wast;

import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.component.ResolvedType;
import dev.kubewasm.component.ResolvedType.Extern;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.engine.CoreExtern;
import dev.kubewasm.runtime.engine.CoreModule;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.engine.Engine;
import dev.kubewasm.runtime.engine.ResourceBudget;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.InstanceLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes instances for one script. Components get nothing from a host, as no script may count on one; core modules import
 * from instances that are registered.
 */
final class Instantiator {
    /** Enough for any script, and little enough for several at once. */
    private static final InstanceLimits LIMITS = InstanceLimits.DEFAULT.withMemoryBytes(1L << 30);

    private final ComponentRuntime runtime;
    private final Engine engine;
    private final Map<String, RunningModule> registered = new HashMap<>();

    /** {@code engine} is the runtime's. */
    Instantiator(ComponentRuntime runtime, Engine engine) {
        this.runtime = runtime;
        this.engine = engine;
    }

    /** Lets core modules import from {@code module} by the name {@code as}. */
    void register(String as, RunningModule module) {
        registered.put(as, module);
    }

    /**
     * Makes an instance.
     *
     * @throws UnlinkableException if its imports can't be satisfied
     * @throws dev.kubewasm.runtime.failure.Trap if it traps
     * @throws dev.kubewasm.runtime.failure.UnsupportedFeatureException if it needs what the runtime lacks
     * @throws dev.kubewasm.runtime.engine.CoreModuleException if it needs what the engine lacks
     */
    Running instantiate(String name, Definition definition) {
        return switch (definition) {
            case Definition.OfComponent(ResolvedComponent component) -> component(name, component);
            case Definition.OfModule module -> module(module);
        };
    }

    private Running component(String name, ResolvedComponent component) {
        component.imports().forEach((importName, type) -> {
            if (needsSupplier(type)) {
                throw new UnlinkableException("nothing supplies import " + importName);
            }
        });
        return new RunningComponent(runtime.instantiate(
                name,
                runtime.compile(component),
                Map.of(),
                HostContext.builder().build(),
                LIMITS));
    }

    /** Whether an import is more than names for types. */
    private static boolean needsSupplier(Extern type) {
        return switch (type) {
            case ResolvedType.TypeExtern t -> t.type() instanceof ResolvedType.OfResource;
            case ResolvedType.InstanceExtern i ->
                i.type().exports().values().stream().anyMatch(Instantiator::needsSupplier);
            case ResolvedType.FunctionExtern f -> true;
            case ResolvedType.ModuleExtern m -> true;
            case ResolvedType.ComponentExtern c -> true;
            case ResolvedType.ValueExtern v -> true;
        };
    }

    private Running module(Definition.OfModule definition) {
        CoreModule module = engine.compile(definition.wasm().toByteArray());
        List<CoreExtern> imports = new ArrayList<>();
        for (CoreModule.Import wanted : module.imports()) {
            imports.add(Optional.ofNullable(registered.get(wanted.module()))
                    .flatMap(supplier -> supplier.export(wanted.name()))
                    .orElseThrow(() -> new UnlinkableException(
                            "nothing supplies import `" + wanted.name() + "` from `" + wanted.module() + "`")));
        }
        ResourceBudget budget = new ResourceBudget(LIMITS.memoryBytes(), LIMITS.tableElements());
        try {
            return new RunningModule(module, definition.type(), module.instantiate(imports, budget));
        } catch (CoreModuleException e) {
            throw new UnlinkableException(String.valueOf(e.getMessage()));
        }
    }
}
