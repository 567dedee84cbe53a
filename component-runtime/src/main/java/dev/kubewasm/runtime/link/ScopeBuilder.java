package dev.kubewasm.runtime.link;

import dev.kubewasm.component.FuncType;
import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.runtime.abi.StringEncoding;
import dev.kubewasm.runtime.engine.CoreModule.Kind;
import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import dev.kubewasm.runtime.link.LinkStep.Options;
import dev.kubewasm.runtime.value.ValueType.ResourceId;
import dev.kubewasm.wit.binary.Alias;
import dev.kubewasm.wit.binary.CanonicalFunction;
import dev.kubewasm.wit.binary.CanonicalOptions;
import dev.kubewasm.wit.binary.ComponentInstance;
import dev.kubewasm.wit.binary.ComponentNames;
import dev.kubewasm.wit.binary.CoreInstance;
import dev.kubewasm.wit.binary.CoreValType;
import dev.kubewasm.wit.binary.Definition;
import dev.kubewasm.wit.binary.Sort;
import dev.kubewasm.wit.binary.SortIndex;
import dev.kubewasm.wit.binary.TypeDefinition;
import dev.kubewasm.wit.binary.types.CoreItemType;
import dev.kubewasm.wit.binary.types.CoreModuleType;
import dev.kubewasm.wit.binary.types.ResourceBinding;
import dev.kubewasm.wit.binary.types.ResourceRef;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * Walks the definitions of one component, once for each of its instantiations, and keeps what each index stands for. A
 * component inside is walked, and so inlined, where it is instantiated.
 */
final class ScopeBuilder {
    /** What memories of 64-bit addresses and resources of 64-bit representations need. */
    private static final String WIDE_ABI = "the 64-bit ABI";

    private final LinkPlanBuilder plan;
    private final ResolvedComponent component;
    private final ComponentNames names;
    private final Optional<ScopeBuilder> lexicalParent;
    private final int scope;
    private final Map<Sort, List<Item>> spaces = new EnumMap<>(Sort.class);
    private final Map<ResourceRef, Integer> resources = new HashMap<>();
    private final SequencedMap<String, Item> exports = new LinkedHashMap<>();

    /**
     * A scope for an instantiation.
     *
     * @param lexicalParent the scope in which the component is defined
     * @param instantiator the scope that instantiates it
     */
    ScopeBuilder(
            LinkPlanBuilder plan,
            ResolvedComponent component,
            Optional<ScopeBuilder> lexicalParent,
            Optional<ScopeBuilder> instantiator) {
        this.plan = plan;
        this.component = component;
        this.names = ComponentNames.of(component.component());
        this.lexicalParent = lexicalParent;
        this.scope = plan.newScope();
        for (Sort sort : Sort.values()) {
            spaces.put(sort, new ArrayList<>());
        }
        OptionalInt parent = instantiator.map(p -> OptionalInt.of(p.scope)).orElse(OptionalInt.empty());
        plan.add(new LinkStep.EnterComponent(scope, parent));
    }

    Optional<Integer> slot(ResourceRef resource) {
        return Optional.ofNullable(resources.get(resource));
    }

    void bind(ResourceRef resource, int slot) {
        resources.put(resource, slot);
    }

    dev.kubewasm.runtime.value.FuncType translate(FuncType type, String where) {
        return new TypeTranslator(this::resourceId, where).function(type);
    }

    private ResourceId resourceId(ResourceRef ref) {
        Integer slot = resources.get(ref);
        if (slot == null) {
            throw new IllegalStateException("resource " + ref + " is used before it is bound");
        }
        return new ResourceId(slot, plan.resourceName(slot));
    }

    /** Walks all definitions; returns what the component exports. */
    Item.Exports run(Map<String, Item> arguments) {
        List<Definition> definitions = component.component().definitions();
        plan.walk(definitions.size());
        for (int i = 0; i < definitions.size(); i++) {
            define(i, definitions.get(i), arguments);
        }
        return new Item.Exports(exports);
    }

    private void define(int position, Definition definition, Map<String, Item> arguments) {
        switch (definition) {
            case Definition.OfCoreModule d -> {
                int index = space(Sort.CORE_MODULE).size();
                int number = plan.module(d.module(), names.name(Sort.CORE_MODULE, index));
                push(
                        Sort.CORE_MODULE,
                        new Item.Module(number, component.coreModuleTypes().get(index)));
            }
            case Definition.OfCoreInstance d -> push(Sort.CORE_INSTANCE, coreInstance(d.instance()));
            case Definition.OfCoreType d -> {
                // Core types have no part in an instantiation.
            }
            case Definition.OfComponent d ->
                push(
                        Sort.COMPONENT,
                        new Item.Component(
                                java.util.Objects.requireNonNull(
                                        component.nested().get(position)),
                                this));
            case Definition.OfInstance d -> {
                Item instance = instance(d.instance());
                push(Sort.INSTANCE, instance);
                bindAll(position, instance);
            }
            case Definition.OfAlias d -> alias(d.alias());
            case Definition.OfType d -> push(Sort.TYPE, type(position, d.type()));
            case Definition.OfCanonical d -> canonical(d.function());
            case Definition.OfImport d -> {
                Item argument = arguments.get(d.name().name());
                if (argument == null) {
                    throw new IllegalStateException("validation lets no import without argument through: " + d.name());
                }
                push(d.type().sort(), argument);
                bindAll(position, argument);
            }
            case Definition.OfExport d -> {
                Item item = item(d.item());
                push(d.item().sort(), item);
                bindAll(position, item);
                exports.put(d.name().name(), item);
            }
            case Definition.OfStart d -> throw new UnsupportedFeatureException("start functions", "the component");
            case Definition.OfValue d -> throw new UnsupportedFeatureException("values", "the component");
        }
    }

    private List<Item> space(Sort sort) {
        return java.util.Objects.requireNonNull(spaces.get(sort));
    }

    private void push(Sort sort, Item item) {
        space(sort).add(item);
    }

    private Item item(SortIndex index) {
        return space(index.sort()).get(index.index());
    }

    /** Binds the resources that a definition brings in by what it stands for. */
    private void bindAll(int position, Item item) {
        for (ResourceBinding binding : component.bindingsOf(position)) {
            Item at = item;
            for (String name : binding.path()) {
                at = export(at, name);
            }
            if (!(at instanceof Item.Resource resource)) {
                throw new IllegalStateException(binding + " leads to " + at);
            }
            resources.put(binding.resource(), resource.slot());
        }
    }

    private static Item export(Item instance, String name) {
        Item found = instance instanceof Item.Exports i ? i.exports().get(name) : null;
        if (found == null) {
            throw new IllegalStateException("validation lets no unknown export through: " + name);
        }
        return found;
    }

    private Item type(int position, TypeDefinition type) {
        if (!(type instanceof TypeDefinition.ResourceType resource)) {
            return new Item.PlainType();
        }
        ResourceRef ref = component.bindingsOf(position).getFirst().resource();
        if (!resource.representation().equals(CoreValType.Plain.I32)) {
            throw new UnsupportedFeatureException(WIDE_ABI, ref.toString());
        }
        int slot = plan.newResource(ref.toString());
        resources.put(ref, slot);
        Optional<CoreRef> destructor = core(Sort.CORE_FUNC, resource.destructor());
        plan.add(new LinkStep.DefineResource(slot, plan.resourceName(slot), scope, destructor));
        return new Item.Resource(slot);
    }

    private void alias(Alias alias) {
        switch (alias) {
            case Alias.Export a -> push(a.sort(), export(space(Sort.INSTANCE).get(a.instance()), a.name()));
            case Alias.CoreExport a -> {
                Item.CoreExports instance =
                        (Item.CoreExports) space(Sort.CORE_INSTANCE).get(a.coreInstance());
                push(a.sort(), new Item.Core(coreExport(instance, a.name())));
            }
            case Alias.Outer a -> {
                if (a.sort() == Sort.CORE_TYPE) {
                    return;
                }
                ScopeBuilder from = this;
                for (int i = 0; i < a.count(); i++) {
                    from = from.lexicalParent.orElseThrow();
                }
                push(a.sort(), from.space(a.sort()).get(a.index()));
            }
        }
    }

    private static CoreRef coreExport(Item.CoreExports instance, String name) {
        CoreRef ref = instance.exports().get(name);
        if (ref == null) {
            throw new IllegalStateException("validation lets no unknown core export through: " + name);
        }
        return ref;
    }

    private Item coreInstance(CoreInstance instance) {
        return switch (instance) {
            case CoreInstance.FromExports from -> {
                Map<String, CoreRef> refs = new HashMap<>();
                from.exports().forEach(e -> refs.put(e.name(), coreRef(item(e.item()))));
                yield new Item.CoreExports(refs);
            }
            case CoreInstance.Instantiate i -> instantiateModule(i);
        };
    }

    private Item instantiateModule(CoreInstance.Instantiate instantiate) {
        Item.Module module = (Item.Module) space(Sort.CORE_MODULE).get(instantiate.module());
        Map<String, Item.CoreExports> byName = new HashMap<>();
        instantiate
                .arguments()
                .forEach(a -> byName.put(
                        a.name(), (Item.CoreExports) space(Sort.CORE_INSTANCE).get(a.instance())));
        List<CoreRef> arguments = new ArrayList<>();
        for (CoreModuleType.CoreImport wanted : module.type().imports()) {
            Item.CoreExports supplier = byName.get(wanted.module());
            if (supplier == null) {
                throw new IllegalStateException("validation lets no missing argument through: " + wanted.module());
            }
            arguments.add(coreExport(supplier, wanted.name()));
        }
        int slot = plan.newInstance();
        plan.add(new LinkStep.InstantiateModule(slot, module.index(), arguments));
        Map<String, CoreRef> refs = new HashMap<>();
        int number = 0;
        for (Map.Entry<String, CoreItemType> export : module.type().exports().entrySet()) {
            refs.put(
                    export.getKey(),
                    new CoreRef.InstanceExport(slot, number++, export.getKey(), kind(export.getValue())));
        }
        return new Item.CoreExports(refs);
    }

    private static Kind kind(CoreItemType type) {
        return switch (type) {
            case CoreItemType.CoreFunction f -> Kind.FUNCTION;
            case CoreItemType.CoreTable t -> Kind.TABLE;
            case CoreItemType.CoreMemory m -> Kind.MEMORY;
            case CoreItemType.CoreGlobal g -> Kind.GLOBAL;
            case CoreItemType.CoreTag t -> Kind.TAG;
        };
    }

    private static CoreRef coreRef(Item item) {
        return ((Item.Core) item).ref();
    }

    private Optional<CoreRef> core(Sort sort, OptionalInt index) {
        return index.isPresent() ? Optional.of(coreRef(space(sort).get(index.getAsInt()))) : Optional.empty();
    }

    private Item instance(ComponentInstance instance) {
        SequencedMap<String, Item> items = new LinkedHashMap<>();
        switch (instance) {
            case ComponentInstance.FromExports from -> {
                from.exports().forEach(e -> items.put(e.name().name(), item(e.item())));
                return new Item.Exports(items);
            }
            case ComponentInstance.Instantiate i -> {
                i.arguments().forEach(a -> items.put(a.name(), item(a.item())));
                Item.Component nested = (Item.Component) space(Sort.COMPONENT).get(i.component());
                return new ScopeBuilder(plan, nested.component(), Optional.of(nested.outer()), Optional.of(this))
                        .run(items);
            }
        }
    }

    private void canonical(CanonicalFunction function) {
        switch (function) {
            case CanonicalFunction.Lift lift -> {
                int index = space(Sort.FUNC).size();
                String where = "lifted function " + index;
                dev.kubewasm.runtime.value.FuncType type =
                        translate(component.functionTypes().get(index), where);
                Options options = options(lift.options(), where);
                int slot = plan.newFunction(type);
                CoreRef core = coreRef(space(Sort.CORE_FUNC).get(lift.coreFunction()));
                plan.add(new LinkStep.Lift(slot, core, options, type));
                push(Sort.FUNC, new Item.Func(new FunctionRef.Lifted(slot)));
            }
            case CanonicalFunction.Lower lower -> {
                Item item = space(Sort.FUNC).get(lower.function());
                if (item instanceof Item.Unusable unusable) {
                    throw unusable.reason();
                }
                String where = "lowered function " + lower.function();
                dev.kubewasm.runtime.value.FuncType type =
                        translate(component.functionTypes().get(lower.function()), where);
                Options options = options(lower.options(), where);
                int slot = plan.newAdapter();
                plan.add(new LinkStep.Lower(slot, ((Item.Func) item).ref(), options, type));
                pushAdapter(slot);
            }
            case CanonicalFunction.ResourceNew n -> {
                int slot = plan.newAdapter();
                plan.add(new LinkStep.ResourceNew(slot, resource(n.type()), scope));
                pushAdapter(slot);
            }
            case CanonicalFunction.ResourceRep r -> {
                int slot = plan.newAdapter();
                plan.add(new LinkStep.ResourceRep(slot, resource(r.type()), scope));
                pushAdapter(slot);
            }
            case CanonicalFunction.ResourceDrop d -> {
                int slot = plan.newAdapter();
                plan.add(new LinkStep.ResourceDrop(slot, resource(d.type()), scope));
                pushAdapter(slot);
            }
            case CanonicalFunction.Builtin b ->
                throw new UnsupportedFeatureException("the asynchronous ABI", "canonical function " + b.text());
        }
    }

    private void pushAdapter(int slot) {
        push(Sort.CORE_FUNC, new Item.Core(new CoreRef.Adapter(slot)));
    }

    private int resource(int typeIndex) {
        Item item = space(Sort.TYPE).get(typeIndex);
        if (item instanceof Item.Resource resource) {
            return resource.slot();
        }
        throw new IllegalStateException("type " + typeIndex + " is no resource");
    }

    private Options options(CanonicalOptions options, String where) {
        if (options.async()) {
            throw new UnsupportedFeatureException("the asynchronous ABI", where);
        }
        if (options.gc()) {
            throw new UnsupportedFeatureException("the GC ABI", where);
        }
        if (options.memory().isPresent()
                && component
                        .coreMemoryTypes()
                        .get(options.memory().getAsInt())
                        .limits()
                        .index64()) {
            throw new UnsupportedFeatureException(WIDE_ABI, where);
        }
        StringEncoding encoding =
                switch (options.encoding()) {
                    case UTF8 -> StringEncoding.UTF8;
                    case UTF16 -> StringEncoding.UTF16;
                    case LATIN1_UTF16 -> StringEncoding.LATIN1_OR_UTF16;
                };
        return new Options(
                scope,
                encoding,
                core(Sort.CORE_MEMORY, options.memory()),
                core(Sort.CORE_FUNC, options.realloc()),
                core(Sort.CORE_FUNC, options.postReturn()));
    }
}
