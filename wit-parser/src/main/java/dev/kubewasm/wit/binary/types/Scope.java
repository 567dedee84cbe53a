package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.CoreTypeDefinition;
import dev.kubewasm.wit.binary.ExternName;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.Sort;
import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.binary.types.TypeNode.FuncNode;
import dev.kubewasm.wit.binary.types.TypeNode.InstanceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The index spaces of a component, a component type or an instance type while it is checked, with what it imports and
 * exports so far.
 */
public final class Scope {
    /** What the scope is of. */
    public enum Kind {
        COMPONENT,
        COMPONENT_TYPE,
        INSTANCE_TYPE
    }

    /** An entry of the core type index space. */
    public sealed interface CoreType {
        /**
         * A type of core values or functions.
         *
         * @param home the scope that defines it, in whose index space its references are
         */
        record Defined(CoreTypeDefinition type, Scope home) implements CoreType {}

        /** The type of a core module. */
        record Module(CoreModuleType type) implements CoreType {}
    }

    final Kind kind;
    final @Nullable Scope parent;
    final Validation validation;
    final CoreLevel core;

    final List<CoreType> coreTypes = new ArrayList<>();
    final List<CoreModuleType> coreModules = new ArrayList<>();
    final List<FuncNode> functions = new ArrayList<>();
    final List<TypeNode> types = new ArrayList<>();
    private final List<ValueNode> values = new ArrayList<>();
    private final BitSet usedValues = new BitSet();
    final List<ComponentNode> components = new ArrayList<>();
    final List<InstanceNode> instances = new ArrayList<>();

    final SequencedMap<String, Entity> imports = new LinkedHashMap<>();
    final SequencedMap<String, Entity> exports = new LinkedHashMap<>();
    final List<ResourceBinding> imported = new ArrayList<>();
    final List<ResourceBinding> defined = new ArrayList<>();

    final Map<String, ExternName> importAttributes = new HashMap<>();
    final Map<String, ExternName> exportAttributes = new HashMap<>();

    private final NameTable importNames;
    private final NameTable exportNames;
    private final Visibility visibility;

    Scope(Kind kind, @Nullable Scope parent, CoreLevel core, Validation validation) {
        this.kind = kind;
        this.parent = parent;
        this.core = core;
        this.validation = validation;
        this.importNames = new NameTable(validation, "import");
        this.exportNames = new NameTable(validation, "export");
        this.visibility = new Visibility(kind, validation);
    }

    /** Where the check is, for errors and limits. */
    public Validation validation() {
        return validation;
    }

    /** The core type index space. */
    public List<CoreType> coreTypes() {
        return coreTypes;
    }

    /** The core module index space. */
    public List<CoreModuleType> coreModules() {
        return coreModules;
    }

    /** The function index space. */
    public List<FuncNode> functions() {
        return functions;
    }

    /** The type index space. */
    public List<TypeNode> types() {
        return types;
    }

    /** The component index space. */
    public List<ComponentNode> components() {
        return components;
    }

    /** The instance index space. */
    public List<InstanceNode> instances() {
        return instances;
    }

    /** What is imported so far. */
    public SequencedMap<String, Entity> imports() {
        return imports;
    }

    /** What is exported so far. */
    public SequencedMap<String, Entity> exports() {
        return exports;
    }

    /** The entry of an index space, or an error if there is none. */
    public <T> T get(List<T> space, Sort sort, int index) {
        if (index >= space.size()) {
            throw validation.error("unknown %s %d: there are %d before it".formatted(sort.text(), index, space.size()));
        }
        return space.get(index);
    }

    /** The type at {@code index}. */
    public TypeNode type(int index) {
        return get(types, Sort.TYPE, index);
    }

    /** What {@code sort} {@code index} is, as something that can be exported or given as an argument. */
    Entity entity(Sort sort, int index) {
        return switch (sort) {
            case CORE_MODULE -> new Entity.Module(get(coreModules, sort, index));
            case FUNC -> new Entity.Func(get(functions, sort, index));
            case TYPE -> new Entity.OfType(type(index));
            case COMPONENT -> new Entity.Component(get(components, sort, index));
            case INSTANCE -> new Entity.Instance(get(instances, sort, index));
            case VALUE -> new Entity.Value(value(index));
            default -> throw validation.error("a %s can't be exported or given as an argument".formatted(sort.text()));
        };
    }

    /** The type of a value, which is used by this: a value can be used once. */
    private ValueNode value(int index) {
        validation.require(Proposal.CM_VALUES, "a value");
        ValueNode type = get(values, Sort.VALUE, index);
        if (usedValues.get(index)) {
            throw validation.error("value %d is used more than once".formatted(index));
        }
        usedValues.set(index);
        return type;
    }

    /** Adds to the index space of what {@code item} is. */
    void add(Entity item) {
        switch (item) {
            case Entity.Module m -> coreModules.add(m.type());
            case Entity.Func f -> functions.add(f.type());
            case Entity.Value v -> {
                validation.require(Proposal.CM_VALUES, "a value");
                values.add(v.type());
            }
            case Entity.OfType t -> types.add(t.type());
            case Entity.Component c -> components.add(c.type());
            case Entity.Instance i -> instances.add(i.type());
        }
    }

    /** Adds a type that the scope defines, if it isn't too large. */
    void define(TypeNode type) {
        types.add(checkSize(type));
    }

    <T extends TypeNode> T checkSize(T type) {
        if (type.size() > TypeNode.MAX_SIZE) {
            throw validation.error("type has more than %d parts when written out".formatted(TypeNode.MAX_SIZE));
        }
        if (type.depth() > TypeNode.MAX_DEPTH) {
            throw validation.error("type is nested deeper than %d levels".formatted(TypeNode.MAX_DEPTH));
        }
        return type;
    }

    /** Adds an import: its name is checked and its resources are the scope's from now on. */
    void addImport(ExternName name, Externs.Opened opened) {
        importNames.add(name, opened.item());
        visibility.imported(name.name(), opened.item());
        if (!defined.isEmpty()) {
            checkNotExported(name, opened.item());
        }
        imported.addAll(prefixed(name.name(), opened.bindings()));
        imports.put(name.name(), opened.item());
        keep(name, importAttributes);
        add(opened.item());
    }

    /** An import can't name a resource that comes only with an export: it is made after all imports are given. */
    private void checkNotExported(ExternName name, Entity item) {
        Set<ResourceRef> named = Resources.free(item, validation);
        if (defined.stream().anyMatch(b -> named.contains(b.resource()))) {
            throw validation.error("import `%s` uses a resource that is only exported".formatted(name.name()));
        }
    }

    /** Adds an export, likewise. */
    void addExport(ExternName name, Externs.Opened opened) {
        exportNames.add(name, opened.item());
        visibility.exported(name.name(), opened.item());
        defined.addAll(prefixed(name.name(), opened.bindings()));
        exports.put(name.name(), opened.item());
        keep(name, exportAttributes);
        add(opened.item());
        if (opened.item() instanceof Entity.Value) {
            usedValues.set(values.size() - 1);
        }
    }

    static void keep(ExternName name, Map<String, ExternName> attributes) {
        if (!name.equals(ExternName.of(name.name()))) {
            attributes.put(name.name(), name);
        }
    }

    private static List<ResourceBinding> prefixed(String name, List<ResourceBinding> bindings) {
        return bindings.stream()
                .map(b -> {
                    List<String> path = new ArrayList<>();
                    path.add(name);
                    path.addAll(b.path());
                    return new ResourceBinding(b.resource(), path);
                })
                .toList();
    }

    /** The scope {@code count} levels outward. */
    Scope outer(int count) {
        @Nullable Scope at = this;
        for (int i = 0; i < count && at != null; i++) {
            at = at.parent;
        }
        if (at == null) {
            throw validation.error("outer alias goes %d scopes outward: there are fewer".formatted(count));
        }
        return at;
    }

    /** Whether the way {@code count} levels outward leaves a component, not only types. */
    boolean leavesComponent(int count) {
        @Nullable Scope at = this;
        for (int i = 0; i < count && at != null; i++) {
            if (at.kind == Kind.COMPONENT) {
                return true;
            }
            at = at.parent;
        }
        return false;
    }

    /** Imports of a component name no resource of its own: whoever instantiates it would have to give what is made then. */
    void checkImports() {
        Set<ResourceRef> known = new HashSet<>();
        imported.forEach(b -> known.add(b.resource()));
        if (!known.containsAll(Resources.free(imports, validation))) {
            throw validation.error("local resource type found in imports");
        }
    }

    /** Every value of a component is given to something: as an argument, to the start function or as an export. */
    void checkValues() {
        int unused = usedValues.nextClearBit(0);
        if (unused < values.size()) {
            throw validation.error(
                    "value %d is not used as an argument, by the start function or by an export".formatted(unused));
        }
    }

    /** The type of this component, once all is defined. */
    public ComponentNode componentType() {
        Set<ResourceRef> known = new HashSet<>();
        imported.forEach(b -> known.add(b.resource()));
        List<ResourceBinding> made = new ArrayList<>();
        Resources.exported(exports, List.of(), known, made, validation);
        return checkSize(new ComponentNode(imports, exports, imported, made, importAttributes, exportAttributes, null));
    }
}
