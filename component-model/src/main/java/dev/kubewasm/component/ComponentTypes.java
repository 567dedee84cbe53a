package dev.kubewasm.component;

import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.types.ComponentWalk;
import dev.kubewasm.wit.binary.types.Scope;
import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Resolves and validates a decoded component: what {@link ComponentWalk} checks, and of the core level canonical
 * functions with their options against core function types, arguments of core instantiations, and core modules in full.
 */
public final class ComponentTypes {
    private ComponentTypes() {}

    /**
     * The component with its types resolved, using what {@link Proposal#USUAL} has.
     *
     * @throws MalformedBinaryException if it isn't valid
     */
    public static ResolvedComponent resolve(Component component) {
        return resolve(component, Proposal.USUAL);
    }

    /**
     * The component with its types resolved.
     *
     * @param proposals those that it may use
     * @throws MalformedBinaryException if it isn't valid
     */
    public static ResolvedComponent resolve(Component component, Set<Proposal> proposals) {
        CoreScope core = new CoreScope(true);
        return resolved(ComponentWalk.of(component, core, proposals), core, new Projection());
    }

    /** The imports and exports of a component with the names of their types; the code of its modules isn't looked at. */
    static ComponentNode outline(Component component) {
        return ComponentWalk.of(component, new CoreScope(false)).outline();
    }

    private static ResolvedComponent resolved(ComponentWalk walk, CoreScope core, Projection projection) {
        Map<Integer, ResolvedComponent> nested = new HashMap<>();
        walk.nested()
                .forEach((position, inner) -> nested.put(position, resolved(inner, core.nested(position), projection)));
        Scope scope = walk.scope();
        return new ResolvedComponent(
                walk.component(),
                scope.types().stream().map(projection::type).toList(),
                scope.functions().stream().map(projection::function).toList(),
                scope.instances().stream().map(projection::instance).toList(),
                scope.components().stream().map(projection::component).toList(),
                List.copyOf(core.functions),
                List.copyOf(core.memories),
                List.copyOf(scope.coreModules()),
                walk.bindings(),
                nested,
                projection.items(scope.imports()),
                projection.items(scope.exports()));
    }
}
