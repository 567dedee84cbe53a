package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.Alias;
import dev.kubewasm.wit.binary.CoreExternType;
import dev.kubewasm.wit.binary.CoreTypeDefinition;
import dev.kubewasm.wit.binary.CoreTypeDefinition.ModuleDeclarator;
import dev.kubewasm.wit.binary.CoreValType;
import dev.kubewasm.wit.binary.Declarator;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.Sort;
import dev.kubewasm.wit.binary.TypeDefinition;
import dev.kubewasm.wit.binary.TypeDefinition.Labelled;
import dev.kubewasm.wit.binary.ValType;
import dev.kubewasm.wit.binary.types.CoreModuleType.CoreImport;
import dev.kubewasm.wit.binary.types.TypeNode.ComponentNode;
import dev.kubewasm.wit.binary.types.TypeNode.FuncNode;
import dev.kubewasm.wit.binary.types.TypeNode.InstanceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ResourceNode;
import dev.kubewasm.wit.binary.types.TypeNode.ValueNode;
import dev.kubewasm.wit.model.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Resolves the definitions of type sections in a scope, checking them (Binary.md, type definitions). */
public final class TypeBuilder {
    private final Scope scope;
    private final Validation validation;

    /** A builder of the types of {@code scope}. */
    public TypeBuilder(Scope scope) {
        this.scope = scope;
        this.validation = scope.validation;
    }

    /** The node for {@code definition}; not yet in the index space. */
    TypeNode build(TypeDefinition definition) {
        return switch (definition) {
            case TypeDefinition.ValueTypeDefinition v -> new ValueNode(limited(shape(v)), null);
            case TypeDefinition.FunctionType f -> function(f);
            case TypeDefinition.ResourceType r -> resource(r);
            case TypeDefinition.InstanceType i -> {
                Scope inner = declarations(Scope.Kind.INSTANCE_TYPE, i.declarators());
                yield new InstanceNode(inner.exports, inner.defined, inner.exportAttributes, null);
            }
            case TypeDefinition.ComponentType c -> {
                Scope inner = declarations(Scope.Kind.COMPONENT_TYPE, c.declarators());
                yield new ComponentNode(
                        inner.imports,
                        inner.exports,
                        inner.imported,
                        inner.defined,
                        inner.importAttributes,
                        inner.exportAttributes,
                        null);
            }
        };
    }

    private Shape limited(Shape shape) {
        if (Layout.of(shape).size() >= Layout.SIZE_LIMIT) {
            throw validation.error("values of the type would take 2^28 bytes or more");
        }
        return shape;
    }

    private Shape shape(TypeDefinition.ValueTypeDefinition definition) {
        return switch (definition) {
            case TypeDefinition.PrimitiveType p -> {
                gate(p.type());
                yield new Shape.Primitive(p.type());
            }
            case TypeDefinition.RecordType r -> {
                labels("record field", r.fields().stream().map(Labelled::label).toList());
                yield new Shape.RecordOf(fields(r.fields()));
            }
            case TypeDefinition.VariantType v -> {
                labels(
                        "variant case",
                        v.cases().stream().map(TypeDefinition.Case::label).toList());
                yield new Shape.Variant(v.cases().stream()
                        .map(c -> new Shape.Case(c.label(), c.payload().map(this::use)))
                        .toList());
            }
            case TypeDefinition.ListType l -> new Shape.Wrap(Shape.Wrapper.LIST, use(l.element()));
            case TypeDefinition.OptionType o -> new Shape.Wrap(Shape.Wrapper.OPTION, use(o.some()));
            case TypeDefinition.FixedLengthListType l -> {
                validation.require(Proposal.CM_FIXED_LENGTH_LISTS, "a list of fixed length");
                yield new Shape.FixedList(use(l.element()), l.length());
            }
            case TypeDefinition.TupleType t ->
                new Shape.Tuple(t.elements().stream().map(this::use).toList());
            case TypeDefinition.FlagsType f -> new Shape.Labels(true, labels("flag", f.labels()));
            case TypeDefinition.EnumType e -> new Shape.Labels(false, labels("enum case", e.labels()));
            case TypeDefinition.ResultType r ->
                new Shape.Result(r.ok().map(this::use), r.err().map(this::use));
            case TypeDefinition.OwnType o -> new Shape.Handle(false, resourceAt(o.resource()));
            case TypeDefinition.BorrowType b -> new Shape.Handle(true, resourceAt(b.resource()));
            case TypeDefinition.StreamType s -> stream(s.element().map(this::use));
            case TypeDefinition.FutureType f -> {
                validation.require(Proposal.CM_ASYNC, "a future");
                yield new Shape.Channel(false, withoutBorrow(f.element().map(this::use), "future"));
            }
            case TypeDefinition.MapType m -> map(use(m.key()), use(m.value()));
        };
    }

    private Shape stream(Optional<ValueNode> element) {
        validation.require(Proposal.CM_ASYNC, "a stream");
        if (element.isPresent() && element.get().shape().equals(new Shape.Primitive(Type.Primitive.CHAR))) {
            throw validation.error("stream of char isn't allowed: use bytes of an encoding");
        }
        return new Shape.Channel(true, withoutBorrow(element, "stream"));
    }

    private Optional<ValueNode> withoutBorrow(Optional<ValueNode> type, String what) {
        if (type.map(ValueNode::hasBorrow).orElse(false)) {
            throw validation.error("a %s can't contain a borrow handle".formatted(what));
        }
        return type;
    }

    private Shape map(ValueNode key, ValueNode value) {
        validation.require(Proposal.CM_MAP, "a map");
        boolean allowed = key.shape() instanceof Shape.Primitive p
                && switch (p.type()) {
                    case F32, F64, ERROR_CONTEXT -> false;
                    default -> true;
                };
        if (!allowed) {
            throw validation.error("a map's key is a bool, an integer, a char or a string");
        }
        return new Shape.MapOf(key, value);
    }

    private List<Shape.Field> fields(List<Labelled> labelled) {
        return labelled.stream()
                .map(l -> new Shape.Field(l.label(), use(l.type())))
                .toList();
    }

    private List<String> labels(String what, List<String> labels) {
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            if (!ExternNames.isLabel(label)) {
                throw validation.error("%s name `%s` is not in kebab case".formatted(what, label));
            }
            if (!seen.add(ExternNames.lower(label))) {
                throw validation.error("%s name `%s` is given twice".formatted(what, label));
            }
        }
        return labels;
    }

    private void gate(Type.Primitive type) {
        if (type == Type.Primitive.ERROR_CONTEXT) {
            validation.require(Proposal.CM_ERROR_CONTEXT, "an error-context");
        }
    }

    /** The type that {@code use} stands for. */
    public ValueNode use(ValType use) {
        return switch (use) {
            case ValType.Primitive p -> {
                gate(p.type());
                yield ValueNode.of(p.type());
            }
            case ValType.Index i -> {
                if (!(scope.type(i.typeIndex()) instanceof ValueNode type)) {
                    throw validation.error("type %d is no value type".formatted(i.typeIndex()));
                }
                yield type;
            }
        };
    }

    /** The resource type at {@code index}. */
    public ResourceNode resourceAt(int index) {
        if (!(scope.type(index) instanceof ResourceNode resource)) {
            throw validation.error("type %d is no resource type".formatted(index));
        }
        return resource;
    }

    private FuncNode function(TypeDefinition.FunctionType f) {
        if (f.async()) {
            validation.require(Proposal.CM_ASYNC, "an async function");
        }
        labels("parameter", f.params().stream().map(Labelled::label).toList());
        Optional<ValueNode> result = withoutBorrow(f.result().map(this::use), "function result");
        return new FuncNode(f.async(), fields(f.params()), result, null);
    }

    private TypeNode resource(TypeDefinition.ResourceType r) {
        if (scope.kind != Scope.Kind.COMPONENT) {
            throw validation.error("resource types can only be defined in components, not in types");
        }
        if (r.representation() != CoreValType.Plain.I32 && r.representation() != CoreValType.Plain.I64) {
            throw validation.error("a resource is represented by i32 or i64");
        }
        if (r.representation() == CoreValType.Plain.I64) {
            validation.require(Proposal.CM64, "a resource represented by i64");
        }
        ResourceRef resource = new ResourceRef("resource type " + scope.types.size(), List.of());
        scope.core.resource(r, resource, scope);
        return new ResourceNode(resource, null);
    }

    private Scope declarations(Scope.Kind kind, List<Declarator> declarators) {
        Scope inner = new Scope(kind, scope, scope.core, validation);
        TypeBuilder builder = new TypeBuilder(inner);
        for (Declarator declarator : declarators) {
            validation.at(declarator.offset());
            switch (declarator) {
                case Declarator.OfCoreType t -> builder.defineCore(t.type());
                case Declarator.OfType t -> inner.define(builder.build(t.type()));
                case Declarator.OfAlias a -> builder.declaredAlias(a.alias());
                case Declarator.OfImport i ->
                    inner.addImport(
                            i.name(),
                            Externs.open(i.type(), inner, "import " + i.name().name()));
                case Declarator.OfExport e ->
                    inner.addExport(
                            e.name(),
                            Externs.open(e.type(), inner, "export " + e.name().name()));
            }
        }
        return inner;
    }

    private void declaredAlias(Alias alias) {
        boolean allowed =
                switch (alias) {
                    case Alias.Export e -> e.sort() == Sort.TYPE || e.sort() == Sort.INSTANCE;
                    case Alias.Outer o -> o.sort() == Sort.TYPE || o.sort() == Sort.CORE_TYPE;
                    case Alias.CoreExport c -> false;
                };
        if (!allowed) {
            throw validation.error(
                    "a type can't alias a %s this way".formatted(alias.sort().text()));
        }
        Aliases.add(alias, scope);
    }

    /** Adds a core type definition to the core type index space. */
    void defineCore(CoreTypeDefinition definition) {
        if (definition instanceof CoreTypeDefinition.ModuleType module) {
            scope.coreTypes.add(new Scope.CoreType.Module(moduleType(module)));
        } else {
            CoreTypes.flatten(definition, t -> scope.coreTypes.add(new Scope.CoreType.Defined(t, scope)));
        }
    }

    private CoreModuleType moduleType(CoreTypeDefinition.ModuleType module) {
        List<CoreTypeDefinition> types = new ArrayList<>();
        List<CoreImport> imports = new ArrayList<>();
        Set<List<String>> importNames = new HashSet<>();
        SequencedMap<String, CoreItemType> exports = new LinkedHashMap<>();
        for (ModuleDeclarator declarator : module.declarators()) {
            validation.at(declarator.offset());
            switch (declarator) {
                case ModuleDeclarator.OfType t -> {
                    if (t.type() instanceof CoreTypeDefinition.ModuleType) {
                        throw validation.error("a module type can't define module types");
                    }
                    CoreTypes.flatten(t.type(), types::add);
                }
                case ModuleDeclarator.OfAlias a -> types.add(outerCoreType(a.alias(), types));
                case ModuleDeclarator.OfImport i -> {
                    if (!importNames.add(List.of(i.module(), i.name()))) {
                        throw validation.error("module type imports `%s` `%s` twice".formatted(i.module(), i.name()));
                    }
                    imports.add(new CoreImport(i.module(), i.name(), coreItem(i.type(), types)));
                }
                case ModuleDeclarator.OfExport e -> {
                    if (exports.putIfAbsent(e.name(), coreItem(e.type(), types)) != null) {
                        throw validation.error("module type exports `%s` twice".formatted(e.name()));
                    }
                }
            }
        }
        return new CoreModuleType(imports, exports);
    }

    private CoreTypeDefinition outerCoreType(Alias.Outer alias, List<CoreTypeDefinition> own) {
        if (alias.count() == 0) {
            return scope.get(own, Sort.CORE_TYPE, alias.index());
        }
        Scope outer = scope.outer(alias.count() - 1);
        if (!(outer.get(outer.coreTypes, Sort.CORE_TYPE, alias.index()) instanceof Scope.CoreType.Defined defined)) {
            throw validation.error("a module type can't alias a module type");
        }
        return defined.type();
    }

    private CoreItemType coreItem(CoreExternType type, List<CoreTypeDefinition> types) {
        return switch (type) {
            case CoreExternType.Func f -> new CoreItemType.CoreFunction(coreFunction(f.type(), types));
            case CoreExternType.Tag t -> new CoreItemType.CoreTag(coreFunction(t.type(), types));
            case CoreExternType.Table t -> new CoreItemType.CoreTable(t);
            case CoreExternType.Memory m -> new CoreItemType.CoreMemory(m);
            case CoreExternType.Global g -> new CoreItemType.CoreGlobal(g);
        };
    }

    private CoreTypeDefinition.FunctionType coreFunction(int index, List<CoreTypeDefinition> types) {
        return CoreTypes.function(scope.get(types, Sort.CORE_TYPE, index))
                .orElseThrow(() -> validation.error("core type %d is no function type".formatted(index)));
    }
}
