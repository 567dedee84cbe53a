package dev.kubewasm.component;

import dev.kubewasm.component.core.CoreModules;
import dev.kubewasm.wit.binary.Alias;
import dev.kubewasm.wit.binary.BinarySlice;
import dev.kubewasm.wit.binary.CanonicalFunction;
import dev.kubewasm.wit.binary.CoreExternType;
import dev.kubewasm.wit.binary.CoreInstance;
import dev.kubewasm.wit.binary.CoreTypeDefinition;
import dev.kubewasm.wit.binary.CoreTypeDefinition.FunctionType;
import dev.kubewasm.wit.binary.CoreValType;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.Sort;
import dev.kubewasm.wit.binary.TypeDefinition;
import dev.kubewasm.wit.binary.types.CoreItemType;
import dev.kubewasm.wit.binary.types.CoreLevel;
import dev.kubewasm.wit.binary.types.CoreModuleReader;
import dev.kubewasm.wit.binary.types.CoreModuleType;
import dev.kubewasm.wit.binary.types.CoreModuleType.CoreImport;
import dev.kubewasm.wit.binary.types.CoreTypes;
import dev.kubewasm.wit.binary.types.ResourceRef;
import dev.kubewasm.wit.binary.types.Scope;
import dev.kubewasm.wit.binary.types.Subtyping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The core index spaces of a component while it is checked: core instances, aliases of them, canonical functions. */
final class CoreScope implements CoreLevel {
    final List<FunctionType> functions = new ArrayList<>();
    final List<CoreExternType.Table> tables = new ArrayList<>();
    final List<CoreExternType.Memory> memories = new ArrayList<>();
    private final List<CoreExternType.Global> globals = new ArrayList<>();
    private final List<FunctionType> tags = new ArrayList<>();
    private final List<SequencedMap<String, CoreItemType>> instances = new ArrayList<>();

    /** Resource types that the component defines itself, with their representation. */
    final Map<ResourceRef, CoreValType> local = new HashMap<>();

    /** The type that the built-ins for context-local storage have in this component, once there is one. */
    Optional<CoreValType> contextType = Optional.empty();

    private final Map<Integer, CoreScope> nested = new HashMap<>();

    /** By type, the very object: equal types of two modules refer to different things. Shared by nested components. */
    private final Map<FunctionType, GcTypes.Home> homes;

    private final boolean withModules;

    /** {@code withModules} says whether core modules are validated, most of which is to look at their code. */
    CoreScope(boolean withModules) {
        this(withModules, new IdentityHashMap<>());
    }

    private CoreScope(boolean withModules, Map<FunctionType, GcTypes.Home> homes) {
        this.withModules = withModules;
        this.homes = homes;
    }

    @Override
    public CoreScope nested(int position) {
        return nested.computeIfAbsent(position, p -> new CoreScope(withModules, homes));
    }

    @Override
    public CoreModuleType module(BinarySlice module, Scope scope) {
        if (withModules) {
            CoreModules.validate(module, scope.validation().proposals());
        }
        CoreModuleReader.Outline outline = CoreModuleReader.read(module);
        GcTypes.Home home = GcTypes.Home.ofModule(outline.types());
        for (CoreTypeDefinition type : outline.types()) {
            CoreTypes.function(type).ifPresent(function -> homes.put(function, home));
        }
        return outline.type();
    }

    /** Where the references of a core function's type are, if they can be to anything but abstract types. */
    Optional<GcTypes.Home> home(FunctionType type) {
        return Optional.ofNullable(homes.get(type));
    }

    @Override
    public void resource(TypeDefinition.ResourceType definition, ResourceRef resource, Scope scope) {
        definition.destructor().ifPresent(index -> {
            FunctionType type = scope.get(functions, Sort.CORE_FUNC, index);
            if (!type.equals(new FunctionType(List.of(definition.representation()), List.of()))) {
                throw scope.validation()
                        .error("core func %d is no destructor: expected [%s] -> []"
                                .formatted(index, definition.representation()));
            }
        });
        local.put(resource, definition.representation());
    }

    @Override
    public void canonical(CanonicalFunction function, Scope scope) {
        new Canonicals(scope, this).add(function);
    }

    @Override
    public void alias(Alias.CoreExport alias, Scope scope) {
        CoreItemType item =
                scope.get(instances, Sort.CORE_INSTANCE, alias.coreInstance()).get(alias.name());
        if (item == null) {
            throw scope.validation()
                    .error("core instance %d has no export `%s`".formatted(alias.coreInstance(), alias.name()));
        }
        Sort sort = sortOf(item);
        if (sort != alias.sort()) {
            throw scope.validation()
                    .error("export `%s` of core instance %d is a %s, not a %s"
                            .formatted(
                                    alias.name(),
                                    alias.coreInstance(),
                                    sort.text(),
                                    alias.sort().text()));
        }
        add(item);
    }

    private static Sort sortOf(CoreItemType item) {
        return switch (item) {
            case CoreItemType.CoreFunction f -> Sort.CORE_FUNC;
            case CoreItemType.CoreTable t -> Sort.CORE_TABLE;
            case CoreItemType.CoreMemory m -> Sort.CORE_MEMORY;
            case CoreItemType.CoreGlobal g -> Sort.CORE_GLOBAL;
            case CoreItemType.CoreTag t -> Sort.CORE_TAG;
        };
    }

    private void add(CoreItemType item) {
        switch (item) {
            case CoreItemType.CoreFunction f -> functions.add(f.type());
            case CoreItemType.CoreTable t -> tables.add(t.type());
            case CoreItemType.CoreMemory m -> memories.add(m.type());
            case CoreItemType.CoreGlobal g -> globals.add(g.type());
            case CoreItemType.CoreTag t -> tags.add(t.type());
        }
    }

    @Override
    public void instance(CoreInstance instance, Scope scope) {
        instances.add(
                switch (instance) {
                    case CoreInstance.Instantiate i -> instantiate(i, scope);
                    case CoreInstance.FromExports f -> {
                        SequencedMap<String, CoreItemType> exports = new LinkedHashMap<>();
                        for (CoreInstance.InlineExport e : f.exports()) {
                            CoreItemType item = item(e.item().sort(), e.item().index(), scope);
                            if (exports.putIfAbsent(e.name(), item) != null) {
                                throw scope.validation().error("core instance exports `%s` twice".formatted(e.name()));
                            }
                        }
                        yield exports;
                    }
                });
    }

    private CoreItemType item(Sort sort, int index, Scope scope) {
        return switch (sort) {
            case CORE_FUNC -> new CoreItemType.CoreFunction(scope.get(functions, sort, index));
            case CORE_TABLE -> new CoreItemType.CoreTable(scope.get(tables, sort, index));
            case CORE_MEMORY -> new CoreItemType.CoreMemory(scope.get(memories, sort, index));
            case CORE_GLOBAL -> new CoreItemType.CoreGlobal(scope.get(globals, sort, index));
            case CORE_TAG -> {
                scope.validation().require(Proposal.EXCEPTIONS, "a tag");
                yield new CoreItemType.CoreTag(scope.get(tags, sort, index));
            }
            default ->
                throw scope.validation().error("a %s can't be exported by a core instance".formatted(sort.text()));
        };
    }

    private SequencedMap<String, CoreItemType> instantiate(CoreInstance.Instantiate instantiate, Scope scope) {
        CoreModuleType module = scope.get(scope.coreModules(), Sort.CORE_MODULE, instantiate.module());
        Map<String, SequencedMap<String, CoreItemType>> arguments = new HashMap<>();
        for (CoreInstance.Argument a : instantiate.arguments()) {
            SequencedMap<String, CoreItemType> given = scope.get(instances, Sort.CORE_INSTANCE, a.instance());
            if (arguments.putIfAbsent(a.name(), given) != null) {
                throw scope.validation().error("core argument `%s` is given twice".formatted(a.name()));
            }
        }
        Subtyping subtyping = new Subtyping(scope.validation());
        for (CoreImport i : module.imports()) {
            scope.validation().step();
            SequencedMap<String, CoreItemType> given = arguments.get(i.module());
            if (given == null) {
                throw scope.validation()
                        .error("core module %d imports from `%s`: no such argument"
                                .formatted(instantiate.module(), i.module()));
            }
            CoreItemType item = given.get(i.name());
            if (item == null) {
                throw scope.validation()
                        .error("core module %d imports `%s` from `%s`, which doesn't export it"
                                .formatted(instantiate.module(), i.name(), i.module()));
            }
            subtyping.core(item, i.type(), "core import `%s` `%s`".formatted(i.module(), i.name()));
        }
        return module.exports();
    }
}
