package dev.kubewasm.runtime.link;

import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.component.ResolvedType;
import dev.kubewasm.component.ResolvedType.Extern;
import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import dev.kubewasm.runtime.link.LinkPlan.Export;
import dev.kubewasm.runtime.link.LinkPlan.ImportedFunction;
import dev.kubewasm.runtime.link.LinkPlan.ImportedResource;
import dev.kubewasm.runtime.link.LinkPlan.PlannedModule;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.wit.binary.BinarySlice;
import dev.kubewasm.wit.binary.Definition;
import dev.kubewasm.wit.binary.ExternName;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/** Builds the plan of a component: gives out the slots and collects the steps that {@link ScopeBuilder} finds. */
public final class LinkPlanBuilder {
    /** Definitions that may be walked. Nested components are walked at each instantiation: their number multiplies. */
    private static final int MAX_DEFINITIONS = 1_000_000;

    private final List<PlannedModule> modules = new ArrayList<>();
    private final Map<Integer, Integer> moduleNumbers = new HashMap<>();
    private final List<ImportedFunction> importedFunctions = new ArrayList<>();
    private final List<ImportedResource> importedResources = new ArrayList<>();
    private final List<LinkStep> steps = new ArrayList<>();
    private final List<FuncType> liftedTypes = new ArrayList<>();
    private final List<String> resourceNames = new ArrayList<>();
    private int instances;
    private int scopes;
    private int adapters;
    private int definitions;

    /** Names of resources by slot, as the component exports them; found by a first build. */
    private final Map<Integer, String> exportedNames;

    private LinkPlanBuilder(Map<Integer, String> exportedNames) {
        this.exportedNames = exportedNames;
    }

    /**
     * The plan of a validated component.
     *
     * @throws UnsupportedFeatureException if it uses what this runtime doesn't have, naming the function
     */
    public static LinkPlan build(ResolvedComponent component) {
        ExportedTypes.check(component);
        LinkPlan plan = build(component, Map.of());
        Map<Integer, String> names = new HashMap<>();
        nameResources(plan.exports(), names);
        plan.importedResources().forEach(r -> names.remove(r.slot()));
        // What a component calls its own resources is only known when all is exported; slots stay the same.
        return names.isEmpty() ? plan : build(component, names);
    }

    private static void nameResources(Map<String, Export> exports, Map<Integer, String> names) {
        exports.forEach((name, export) -> {
            switch (export) {
                case Export.OfResource r -> names.putIfAbsent(r.slot(), name);
                case Export.OfInstance i -> nameResources(i.exports(), names);
                case Export.OfFunction f -> {}
            }
        });
    }

    private static LinkPlan build(ResolvedComponent component, Map<Integer, String> exportedNames) {
        LinkPlanBuilder builder = new LinkPlanBuilder(exportedNames);
        ScopeBuilder root = new ScopeBuilder(builder, component, Optional.empty(), Optional.empty());
        SequencedMap<String, Item> arguments = new LinkedHashMap<>();
        List<String> needed = new ArrayList<>();
        component.imports().forEach((name, type) -> {
            int before = builder.importedFunctions.size() + builder.importedResources.size();
            arguments.put(name, builder.importItem(root, name, List.of(), type));
            if (builder.importedFunctions.size() + builder.importedResources.size() > before) {
                needed.add(name);
            }
        });
        Item.Exports exports = root.run(arguments);
        return new LinkPlan(
                builder.modules,
                needed,
                builder.importedFunctions,
                builder.importedResources,
                builder.steps,
                builder.resourceNames.size(),
                builder.instances,
                builder.scopes,
                builder.adapters,
                builder.liftedTypes.size(),
                builder.exports(exports.exports()),
                interfaces(component, LinkPlanBuilder::importName),
                interfaces(component, LinkPlanBuilder::exportName));
    }

    private static Optional<ExternName> importName(Definition definition) {
        return definition instanceof Definition.OfImport i ? Optional.of(i.name()) : Optional.empty();
    }

    private static Optional<ExternName> exportName(Definition definition) {
        return definition instanceof Definition.OfExport e ? Optional.of(e.name()) : Optional.empty();
    }

    private static SequencedMap<String, InterfaceName> interfaces(
            ResolvedComponent component, Function<Definition, Optional<ExternName>> named) {
        SequencedMap<String, InterfaceName> interfaces = new LinkedHashMap<>();
        for (Definition definition : component.component().definitions()) {
            named.apply(definition).ifPresent(name -> InterfaceName.parse(
                            name.name() + name.versionSuffix().orElse(""))
                    .or(() -> name.implementsInterface().flatMap(InterfaceName::parse))
                    .ifPresent(found -> interfaces.put(name.name(), found)));
        }
        return interfaces;
    }

    private Item importItem(ScopeBuilder root, String importName, List<String> path, Extern type) {
        String where = path.isEmpty() ? importName : importName + "#" + String.join("#", path);
        return switch (type) {
            case ResolvedType.FunctionExtern f -> importFunction(root, importName, path, where, f);
            case ResolvedType.InstanceExtern i -> {
                SequencedMap<String, Item> exports = new LinkedHashMap<>();
                i.type().exports().forEach((name, export) -> {
                    List<String> inner = new ArrayList<>(path);
                    inner.add(name);
                    exports.put(name, importItem(root, importName, inner, export));
                });
                yield new Item.Exports(exports);
            }
            case ResolvedType.TypeExtern t
            when t.type() instanceof ResolvedType.OfResource resource -> {
                Optional<Integer> known = root.slot(resource.resource());
                int slot = known.orElseGet(() -> newResource(path.isEmpty() ? importName : path.getLast()));
                if (known.isEmpty()) {
                    root.bind(resource.resource(), slot);
                    importedResources.add(new ImportedResource(slot, importName, path));
                }
                yield new Item.Resource(slot);
            }
            case ResolvedType.TypeExtern t -> new Item.PlainType();
            case ResolvedType.ModuleExtern m -> throw new UnsupportedFeatureException("imports of core modules", where);
            case ResolvedType.ComponentExtern c ->
                throw new UnsupportedFeatureException("imports of components", where);
            case ResolvedType.ValueExtern v -> throw new UnsupportedFeatureException("imports of values", where);
        };
    }

    private Item importFunction(
            ScopeBuilder root,
            String importName,
            List<String> path,
            String where,
            ResolvedType.FunctionExtern function) {
        try {
            FuncType type = root.translate(function.type(), where);
            importedFunctions.add(new ImportedFunction(importName, path, type));
            return new Item.Func(new FunctionRef.Imported(importedFunctions.size() - 1));
        } catch (UnsupportedFeatureException e) {
            return new Item.Unusable(e);
        }
    }

    private SequencedMap<String, Export> exports(Map<String, Item> items) {
        SequencedMap<String, Export> exports = new LinkedHashMap<>();
        items.forEach((name, item) -> {
            switch (item) {
                case Item.Func f -> exports.put(name, new Export.OfFunction(f.ref(), type(f.ref())));
                case Item.Exports i -> exports.put(name, new Export.OfInstance(exports(i.exports())));
                case Item.Resource r -> exports.put(name, new Export.OfResource(r.slot()));
                case Item.Unusable u -> throw u.reason();
                default -> {
                    // Plain types, modules and components have no use once the component is instantiated.
                }
            }
        });
        return exports;
    }

    private FuncType type(FunctionRef ref) {
        return switch (ref) {
            case FunctionRef.Lifted lifted -> liftedTypes.get(lifted.slot());
            case FunctionRef.Imported imported ->
                importedFunctions.get(imported.index()).type();
        };
    }

    /** Counts {@code count} definitions that are walked, and the instantiation that they are walked for. */
    void walk(int count) {
        definitions += count + 1;
        if (definitions > MAX_DEFINITIONS) {
            throw new UnsupportedFeatureException(
                    "more than " + MAX_DEFINITIONS
                            + " definitions with each nested component counted where it is instantiated",
                    "the component");
        }
    }

    void add(LinkStep step) {
        steps.add(step);
    }

    int newResource(String name) {
        resourceNames.add(exportedNames.getOrDefault(resourceNames.size(), name));
        return resourceNames.size() - 1;
    }

    String resourceName(int slot) {
        return resourceNames.get(slot);
    }

    int newScope() {
        return scopes++;
    }

    int newInstance() {
        return instances++;
    }

    int newAdapter() {
        return adapters++;
    }

    int newFunction(FuncType type) {
        liftedTypes.add(type);
        return liftedTypes.size() - 1;
    }

    /** The number of a core module; one that is inlined again keeps its number. */
    int module(BinarySlice slice, Optional<String> name) {
        return moduleNumbers.computeIfAbsent(slice.offset(), offset -> {
            modules.add(new PlannedModule(slice, name));
            return modules.size() - 1;
        });
    }
}
