package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.CanonicalFunction;
import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.ComponentInstance;
import dev.kubewasm.wit.binary.Definition;
import dev.kubewasm.wit.binary.ExternName;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.Section;
import dev.kubewasm.wit.binary.Sort;
import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.binary.types.TypeNode.FuncNode;
import dev.kubewasm.wit.binary.types.TypeNode.InstanceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ResourceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolves and validates a decoded component: one walk over its definitions in order, nested components included. What
 * is checked: indices, sorts and types of everything referred to; names; types; arguments of instantiations; external
 * visibility of types. What is of the core level alone is left to a {@link CoreLevel}.
 */
public final class ComponentWalk {
    private final Validation validation;
    private final CoreLevel core;
    private final Scope scope;
    private final Component component;
    private final Map<Integer, List<ResourceBinding>> bindings = new HashMap<>();
    private final Map<Integer, ComponentWalk> nested = new HashMap<>();
    private boolean started;

    private ComponentWalk(Component component, Validation validation, CoreLevel core, @Nullable Scope parent) {
        this.component = component;
        this.validation = validation;
        this.core = core;
        this.scope = new Scope(Scope.Kind.COMPONENT, parent, core, validation);
    }

    /**
     * Walks over all of {@code component}, using what {@link Proposal#USUAL} has.
     *
     * @throws MalformedBinaryException if it isn't valid
     */
    public static ComponentWalk of(Component component, CoreLevel core) {
        return of(component, core, Proposal.USUAL);
    }

    /**
     * Walks over all of {@code component}.
     *
     * @param proposals those that it may use
     * @throws MalformedBinaryException if it isn't valid
     */
    public static ComponentWalk of(Component component, CoreLevel core, Set<Proposal> proposals) {
        ComponentWalk walk = new ComponentWalk(component, new Validation(proposals), core, null);
        walk.walk();
        return walk;
    }

    /** The component walked over. */
    public Component component() {
        return component;
    }

    /** Its index spaces. */
    public Scope scope() {
        return scope;
    }

    /** Its imports and exports with the names of their types. */
    public ComponentNode outline() {
        return scope.componentType();
    }

    /** By position of the definition: the resources that it brings into scope. */
    public Map<Integer, List<ResourceBinding>> bindings() {
        return bindings;
    }

    /** By position of the definition: the walks over nested components. */
    public Map<Integer, ComponentWalk> nested() {
        return nested;
    }

    private void walk() {
        List<Definition> definitions = component.definitions();
        for (int i = 0; i < definitions.size(); i++) {
            Definition definition = definitions.get(i);
            validation.at(definition.offset(), sectionOf(definition));
            define(i, definition);
        }
        scope.checkImports();
        scope.checkValues();
    }

    private static Section sectionOf(Definition definition) {
        return switch (definition) {
            case Definition.OfCoreModule d -> Section.CORE_MODULE;
            case Definition.OfCoreInstance d -> Section.CORE_INSTANCE;
            case Definition.OfCoreType d -> Section.CORE_TYPE;
            case Definition.OfComponent d -> Section.COMPONENT;
            case Definition.OfInstance d -> Section.INSTANCE;
            case Definition.OfAlias d -> Section.ALIAS;
            case Definition.OfType d -> Section.TYPE;
            case Definition.OfCanonical d -> Section.CANON;
            case Definition.OfStart d -> Section.START;
            case Definition.OfImport d -> Section.IMPORT;
            case Definition.OfExport d -> Section.EXPORT;
            case Definition.OfValue d -> Section.VALUE;
        };
    }

    private void define(int position, Definition definition) {
        switch (definition) {
            case Definition.OfCoreModule m -> scope.coreModules.add(core.module(m.module(), scope));
            case Definition.OfCoreInstance i -> core.instance(i.instance(), scope);
            case Definition.OfCoreType t -> new TypeBuilder(scope).defineCore(t.type());
            case Definition.OfComponent c -> {
                ComponentWalk inner = new ComponentWalk(c.component(), validation, core.nested(position), scope);
                inner.walk();
                scope.components.add(inner.outline());
                nested.put(position, inner);
            }
            case Definition.OfInstance i -> scope.instances.add(instance(position, i.instance()));
            case Definition.OfAlias a -> Aliases.add(a.alias(), scope);
            case Definition.OfType t -> {
                TypeNode type = new TypeBuilder(scope).build(t.type());
                scope.define(type);
                if (type instanceof ResourceNode resource) {
                    bindings.put(position, List.of(new ResourceBinding(resource.resource(), List.of())));
                }
            }
            case Definition.OfCanonical c -> {
                core.canonical(c.function(), scope);
                if (c.function() instanceof CanonicalFunction.Lift lift) {
                    scope.functions.add(lifted(lift.type()));
                }
            }
            case Definition.OfStart s -> start(s);
            // The reference tools read and write no such section yet: for them its id is malformed.
            case Definition.OfValue v -> throw validation.error("value definitions are not supported");
            case Definition.OfImport i -> {
                Externs.Opened opened =
                        Externs.open(i.type(), scope, "import " + i.name().name());
                scope.addImport(i.name(), opened);
                bindings.put(position, opened.bindings());
            }
            case Definition.OfExport e -> export(position, e);
        }
    }

    private void start(Definition.OfStart start) {
        validation.require(Proposal.CM_VALUES, "a start function");
        if (started) {
            throw validation.error("a component can't have more than one start function");
        }
        started = true;
        FuncNode function = scope.get(scope.functions, Sort.FUNC, start.function());
        List<Shape.Field> params = function.params();
        if (params.size() != start.arguments().size()) {
            throw validation.error("the start function takes %d arguments, and is given %d"
                    .formatted(params.size(), start.arguments().size()));
        }
        if (start.results() != function.result().stream().count()) {
            throw validation.error("the start function doesn't have %d results".formatted(start.results()));
        }
        Subtyping subtyping = new Subtyping(validation);
        for (int i = 0; i < params.size(); i++) {
            subtyping.check(
                    scope.entity(Sort.VALUE, start.arguments().get(i)),
                    new Entity.Value(params.get(i).type()),
                    "argument " + i + " of the start function");
        }
        function.result().ifPresent(type -> scope.add(new Entity.Value(type)));
    }

    private FuncNode lifted(int type) {
        if (!(scope.type(type) instanceof FuncNode function)) {
            throw validation.error("lift: type %d is no function type".formatted(type));
        }
        return function;
    }

    private void export(int position, Definition.OfExport export) {
        Entity item = scope.entity(export.item().sort(), export.item().index());
        Externs.Opened opened;
        if (export.type().isPresent()) {
            opened = Externs.open(
                    export.type().get(), scope, "export " + export.name().name());
            Subtyping subtyping = new Subtyping(validation);
            subtyping.open(opened.bindings());
            subtyping.check(item, opened.item(), "export " + export.name().name());
        } else {
            opened = Externs.Opened.plain(
                    item instanceof Entity.OfType t ? new Entity.OfType(t.type().named()) : item);
        }
        noBorrowOutside(opened.item(), export.name().name());
        scope.addExport(export.name(), opened);
        bindings.put(position, opened.bindings());
    }

    private void noBorrowOutside(Entity item, String name) {
        if (item instanceof Entity.Value(ValueNode type) && type.hasBorrow()) {
            throw validation.error("export `%s`: a value can't contain a borrow handle".formatted(name));
        }
    }

    private InstanceNode instance(int position, ComponentInstance instance) {
        return switch (instance) {
            case ComponentInstance.Instantiate i -> instantiate(position, i);
            case ComponentInstance.FromExports f -> {
                NameTable names = NameTable.ofInstance(validation);
                SequencedMap<String, Entity> exports = new LinkedHashMap<>();
                Map<String, ExternName> attributes = new HashMap<>();
                for (ComponentInstance.InlineExport e : f.exports()) {
                    Entity item = scope.entity(e.item().sort(), e.item().index());
                    names.add(e.name(), item);
                    exports.put(e.name().name(), item);
                    Scope.keep(e.name(), attributes);
                }
                yield scope.checkSize(new InstanceNode(exports, List.of(), attributes, null));
            }
        };
    }

    private InstanceNode instantiate(int position, ComponentInstance.Instantiate instantiate) {
        ComponentNode component = scope.get(scope.components, Sort.COMPONENT, instantiate.component());
        Map<String, Entity> arguments = new HashMap<>();
        for (ComponentInstance.Argument a : instantiate.arguments()) {
            Entity item = scope.entity(a.item().sort(), a.item().index());
            if (arguments.putIfAbsent(a.name(), item) != null) {
                throw validation.error("argument `%s` is given twice".formatted(a.name()));
            }
        }
        Subtyping subtyping = new Subtyping(validation);
        subtyping.open(component.imported());
        component.imports().forEach((name, expected) -> {
            Entity given = arguments.get(name);
            if (given == null) {
                throw validation.error(
                        "component %d imports `%s`: no such argument".formatted(instantiate.component(), name));
            }
            subtyping.check(given, expected, "import " + name);
        });
        Remap remap = subtyping.substitution();
        List<ResourceBinding> made = remap.renew(component.defined(), "instance " + scope.instances.size());
        remap.freshen(component.exports());
        bindings.put(position, made);
        return scope.checkSize(
                new InstanceNode(remap.map(component.exports()), List.of(), component.exportAttributes(), null));
    }
}
