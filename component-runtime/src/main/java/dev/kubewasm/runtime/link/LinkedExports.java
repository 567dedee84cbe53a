package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.abi.InstanceStore;
import dev.kubewasm.runtime.abi.LiftedFunction;
import dev.kubewasm.runtime.abi.ResourceTable;
import dev.kubewasm.runtime.abi.ResourceType;
import dev.kubewasm.runtime.link.LinkPlan.Export;
import dev.kubewasm.runtime.link.ResolvedImports.Callee;
import dev.kubewasm.runtime.value.Val;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The exports of an instance. */
public final class LinkedExports {
    private final LinkPlan plan;
    private final List<LiftedFunction> functions;
    private final InstanceStore store;
    private final ResourceTable resources;
    private final ImportLinks links;

    LinkedExports(
            LinkPlan plan,
            List<LiftedFunction> functions,
            InstanceStore store,
            ResourceTable resources,
            ImportLinks links) {
        this.links = links;
        this.plan = plan;
        this.functions = functions;
        this.store = store;
        this.resources = resources;
    }

    /** The export at {@code name} and, in that instance, at each of {@code path}; empty if there is none. */
    public Optional<Export> find(String name, List<String> path) {
        Optional<Export> at = Optional.ofNullable(plan.exports().get(name));
        for (String inner : path) {
            at = at.flatMap(e -> inner(e, inner));
        }
        return at;
    }

    private static Optional<Export> inner(Export export, String name) {
        return export instanceof Export.OfInstance i
                ? Optional.ofNullable(i.exports().get(name))
                : Optional.empty();
    }

    /** The name of the export that serves an import ({@link LinkPlan#exportFor}). */
    public Optional<String> serving(String wanted) {
        return plan.exportFor(wanted);
    }

    /** What is asked for by an import of the same component ({@link LinkPlan#wanted}). */
    public String wanted(String importName) {
        return plan.wanted(importName);
    }

    /**
     * The function behind an export of {@link #find}, for others to link to; several if the component imports it from a
     * pool and exports it again.
     */
    public List<Callee> callees(Export.OfFunction export) {
        return switch (export.function()) {
            case FunctionRef.Lifted lifted -> List.of(new Callee(functions.get(lifted.slot()), List.of()));
            case FunctionRef.Imported imported ->
                links.current().get(imported.index()).callees().stream()
                        .map(callee -> callee.passedOnBy(store))
                        .toList();
        };
    }

    /** The function behind an export of {@link #find}, for the host to call. */
    public Function<List<Val>, Optional<Val>> call(Export.OfFunction export) {
        return switch (export.function()) {
            case FunctionRef.Lifted lifted -> {
                LiftedFunction function = functions.get(lifted.slot());
                yield args -> function.call(args, Optional.empty());
            }
            case FunctionRef.Imported imported -> new PassedOnFunction(store, links.current(), imported.index())::call;
        };
    }

    /** The resource type behind an export of {@link #find}. */
    public ResourceType resource(Export.OfResource export) {
        return resources.linked(export.slot());
    }

    /** The links of the instance. */
    public ImportLinks links() {
        return links;
    }

    /** The resources that the types of exports name. */
    public ResourceTable resources() {
        return resources;
    }

    /** The exported functions by full name: {@code run}, {@code example:pricing/catalog#lookup}. */
    public Map<String, Export.OfFunction> functionsByName() {
        return plan.functionsByName();
    }
}
