package dev.kubewasm.component;

import dev.kubewasm.component.ResolvedType.CoreImport;
import dev.kubewasm.component.ResolvedType.CoreItemType;
import dev.kubewasm.component.ResolvedType.CoreModuleType;
import dev.kubewasm.component.TypeNode.ComponentNode;
import dev.kubewasm.component.TypeNode.InstanceNode;
import dev.kubewasm.component.TypeNode.ResourceNode;
import dev.kubewasm.component.TypeNode.ValueNode;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.Section;
import dev.kubewasm.wit.binary.Sort;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Resolves and validates a decoded component: one walk over its definitions in order, nested components included. What
 * is checked: indices, sorts and types of everything referred to; names; types; canonical functions with their options
 * against core function types; arguments of core and component instantiations; external visibility of types.
 */
public final class ComponentTypes {
    private final Validation validation;
    private final Projection projection;
    private final Scope scope;
    private final Map<Integer, List<ResourceBinding>> bindings = new HashMap<>();
    private final Map<Integer, ResolvedComponent> nested = new HashMap<>();

    private ComponentTypes(Validation validation, Projection projection, @Nullable Scope parent) {
        this.validation = validation;
        this.projection = projection;
        this.scope = new Scope(Scope.Kind.COMPONENT, parent, validation);
    }

    /**
     * The component with its types resolved.
     *
     * @throws MalformedBinaryException if it isn't valid
     */
    public static ResolvedComponent resolve(Component component) {
        ComponentTypes types = new ComponentTypes(new Validation(), new Projection(), null);
        types.walk(component);
        return types.resolved(component);
    }

    /** The imports and exports of a valid component with the names of their types. */
    static ComponentNode outline(Component component) {
        ComponentTypes types = new ComponentTypes(new Validation(), new Projection(), null);
        types.walk(component);
        return types.scope.componentType();
    }

    private ResolvedComponent resolved(Component component) {
        return new ResolvedComponent(
                component,
                scope.types.stream().map(projection::type).toList(),
                scope.functions.stream().map(projection::function).toList(),
                scope.instances.stream().map(projection::instance).toList(),
                scope.components.stream().map(projection::component).toList(),
                List.copyOf(scope.coreFunctions),
                List.copyOf(scope.coreModules),
                bindings,
                nested,
                projection.items(scope.imports),
                projection.items(scope.exports));
    }

    private void walk(Component component) {
        List<Definition> definitions = component.definitions();
        for (int i = 0; i < definitions.size(); i++) {
            Definition definition = definitions.get(i);
            validation.at(definition.offset(), sectionOf(definition));
            define(i, definition);
        }
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
            case Definition.OfCoreModule m ->
                scope.coreModules.add(CoreModuleReader.read(m.module()).type());
            case Definition.OfCoreInstance i -> scope.coreInstances.add(coreInstance(i.instance()));
            case Definition.OfCoreType t -> new TypeBuilder(scope).defineCore(t.type());
            case Definition.OfComponent c -> {
                ComponentTypes inner = new ComponentTypes(validation, projection, scope);
                inner.walk(c.component());
                scope.components.add(inner.scope.componentType());
                nested.put(position, inner.resolved(c.component()));
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
            case Definition.OfCanonical c -> new Canonicals(scope).add(c.function());
            case Definition.OfStart s -> throw Scope.gatedValues(validation);
            case Definition.OfValue v -> throw Scope.gatedValues(validation);
            case Definition.OfImport i -> {
                Externs.Opened opened =
                        Externs.open(i.type(), scope, "import " + i.name().name());
                scope.addImport(i.name(), opened);
                bindings.put(position, opened.bindings());
            }
            case Definition.OfExport e -> export(position, e);
        }
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

    private SequencedMap<String, CoreItemType> coreInstance(CoreInstance instance) {
        return switch (instance) {
            case CoreInstance.Instantiate i -> coreInstantiate(i);
            case CoreInstance.FromExports f -> {
                SequencedMap<String, CoreItemType> exports = new LinkedHashMap<>();
                for (CoreInstance.InlineExport e : f.exports()) {
                    CoreItemType item = scope.coreItem(e.item().sort(), e.item().index());
                    if (exports.putIfAbsent(e.name(), item) != null) {
                        throw validation.error("core instance exports `%s` twice".formatted(e.name()));
                    }
                }
                yield exports;
            }
        };
    }

    private SequencedMap<String, CoreItemType> coreInstantiate(CoreInstance.Instantiate instantiate) {
        CoreModuleType module = scope.get(scope.coreModules, Sort.CORE_MODULE, instantiate.module());
        Map<String, SequencedMap<String, CoreItemType>> arguments = new HashMap<>();
        for (CoreInstance.Argument a : instantiate.arguments()) {
            SequencedMap<String, CoreItemType> given = scope.get(scope.coreInstances, Sort.CORE_INSTANCE, a.instance());
            if (arguments.putIfAbsent(a.name(), given) != null) {
                throw validation.error("core argument `%s` is given twice".formatted(a.name()));
            }
        }
        Subtyping subtyping = new Subtyping(validation);
        for (CoreImport i : module.imports()) {
            validation.step();
            SequencedMap<String, CoreItemType> given = arguments.get(i.module());
            if (given == null) {
                throw validation.error("core module %d imports from `%s`: no such argument"
                        .formatted(instantiate.module(), i.module()));
            }
            CoreItemType item = given.get(i.name());
            if (item == null) {
                throw validation.error("core module %d imports `%s` from `%s`, which doesn't export it"
                        .formatted(instantiate.module(), i.name(), i.module()));
            }
            subtyping.core(item, i.type(), "core import `%s` `%s`".formatted(i.module(), i.name()));
        }
        return module.exports();
    }

    private InstanceNode instance(int position, ComponentInstance instance) {
        return switch (instance) {
            case ComponentInstance.Instantiate i -> instantiate(position, i);
            case ComponentInstance.FromExports f -> {
                NameTable names = NameTable.ofInstance(validation);
                SequencedMap<String, Entity> exports = new LinkedHashMap<>();
                for (ComponentInstance.InlineExport e : f.exports()) {
                    Entity item = scope.entity(e.item().sort(), e.item().index());
                    names.add(e.name(), item);
                    exports.put(e.name().name(), item);
                }
                yield scope.checkSize(new InstanceNode(exports, List.of(), null));
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
        return scope.checkSize(new InstanceNode(remap.map(component.exports()), List.of(), null));
    }
}
