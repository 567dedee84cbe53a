package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.abi.ComponentFunction;
import dev.kubewasm.runtime.abi.LiftedFunction;
import dev.kubewasm.runtime.abi.ResourceTable;
import dev.kubewasm.runtime.abi.ResourceType;
import dev.kubewasm.runtime.link.LinkPlan.Export;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The exports of an instance. */
public final class LinkedExports {
    private final LinkPlan plan;
    private final List<LiftedFunction> functions;
    private final ResolvedImports imports;
    private final ResourceTable resources;
    private final ImportLinks links;

    LinkedExports(
            LinkPlan plan,
            List<LiftedFunction> functions,
            ResolvedImports imports,
            ResourceTable resources,
            ImportLinks links) {
        this.links = links;
        this.plan = plan;
        this.functions = functions;
        this.imports = imports;
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

    /** The function behind an export of {@link #find}. */
    public ComponentFunction function(Export.OfFunction export) {
        return Instantiation.function(export.function(), functions, imports);
    }

    /** The resource type behind an export of {@link #find}. */
    public ResourceType resource(Export.OfResource export) {
        return resources.get(export.slot());
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
