package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.Alias;
import dev.kubewasm.wit.binary.Sort;

/** Resolves aliases in a scope (Binary.md, alias definitions). */
final class Aliases {
    private Aliases() {}

    /** Adds what {@code alias} stands for to the index space of its sort. */
    static void add(Alias alias, Scope scope) {
        switch (alias) {
            case Alias.Export e -> scope.add(export(e, scope));
            case Alias.CoreExport e -> scope.core.alias(e, scope);
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
