package dev.kubewasm.component;

import dev.kubewasm.component.ResolvedType.CoreItemType;
import dev.kubewasm.wit.binary.Alias;
import dev.kubewasm.wit.binary.Sort;

/** Resolves aliases in a scope (Binary.md, alias definitions). */
final class Aliases {
    private Aliases() {}

    /** Adds what {@code alias} stands for to the index space of its sort. */
    static void add(Alias alias, Scope scope) {
        switch (alias) {
            case Alias.Export e -> scope.add(export(e, scope));
            case Alias.CoreExport e -> scope.add(coreExport(e, scope));
            case Alias.Outer o -> outer(o, scope);
        }
    }

    private static Entity export(Alias.Export alias, Scope scope) {
        Entity item = scope.get(scope.instances, Sort.INSTANCE, alias.instance())
                .exports()
                .get(alias.name());
        if (item == null) {
            throw scope.validation.error("instance %d has no export `%s`".formatted(alias.instance(), alias.name()));
        }
        if (!sortOf(item).equals(alias.sort())) {
            throw scope.validation.error("export `%s` of instance %d is a %s, not a %s"
                    .formatted(
                            alias.name(),
                            alias.instance(),
                            item.kind(),
                            alias.sort().text()));
        }
        return item;
    }

    private static Sort sortOf(Entity item) {
        return switch (item) {
            case Entity.Module m -> Sort.CORE_MODULE;
            case Entity.Func f -> Sort.FUNC;
            case Entity.Value v -> Sort.VALUE;
            case Entity.OfType t -> Sort.TYPE;
            case Entity.Instance i -> Sort.INSTANCE;
            case Entity.Component c -> Sort.COMPONENT;
        };
    }

    private static CoreItemType coreExport(Alias.CoreExport alias, Scope scope) {
        CoreItemType item = scope.get(scope.coreInstances, Sort.CORE_INSTANCE, alias.coreInstance())
                .get(alias.name());
        if (item == null) {
            throw scope.validation.error(
                    "core instance %d has no export `%s`".formatted(alias.coreInstance(), alias.name()));
        }
        Sort sort =
                switch (item) {
                    case ResolvedType.CoreFunction f -> Sort.CORE_FUNC;
                    case ResolvedType.CoreTable t -> Sort.CORE_TABLE;
                    case ResolvedType.CoreMemory m -> Sort.CORE_MEMORY;
                    case ResolvedType.CoreGlobal g -> Sort.CORE_GLOBAL;
                    case ResolvedType.CoreTag t -> Sort.CORE_TAG;
                };
        if (sort != alias.sort()) {
            throw scope.validation.error("export `%s` of core instance %d is a %s, not a %s"
                    .formatted(
                            alias.name(),
                            alias.coreInstance(),
                            sort.text(),
                            alias.sort().text()));
        }
        return item;
    }

    private static void outer(Alias.Outer alias, Scope scope) {
        Scope outer = scope.outer(alias.count());
        switch (alias.sort()) {
            case CORE_TYPE -> scope.coreTypes.add(outer.get(outer.coreTypes, Sort.CORE_TYPE, alias.index()));
            case CORE_MODULE -> scope.coreModules.add(outer.get(outer.coreModules, Sort.CORE_MODULE, alias.index()));
            case COMPONENT -> scope.components.add(outer.get(outer.components, Sort.COMPONENT, alias.index()));
            case TYPE -> {
                TypeNode type = outer.type(alias.index());
                if (scope.leavesComponent(alias.count()) && Resources.refersToAny(type, scope.validation)) {
                    throw scope.validation.error(
                            "outer alias of type %d, which refers to resources of the outer component"
                                    .formatted(alias.index()));
                }
                scope.types.add(type);
            }
            default ->
                throw scope.validation.error("outer aliases are for types, core modules and components, not for a %s"
                        .formatted(alias.sort().text()));
        }
    }
}
