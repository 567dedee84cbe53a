package dev.kubewasm.wit.binary;

import dev.kubewasm.wit.binary.TypeDefinition.Case;
import dev.kubewasm.wit.binary.TypeDefinition.Labelled;
import dev.kubewasm.wit.model.Type;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the definitions of the type section with what occurs in them: aliases, names and types of imports and exports.
 * Only syntax is checked here; indices and the rules of validity are the resolver's.
 */
public final class TypeReader {
    private static final int MAX_DECLARATORS = 1_000_000;
    private static final int MAX_PARTS = 10_000;
    private static final int MAX_PARAMS = 1000;

    private final WasmReader in;
    private final CoreTypeReader core;

    /** Reads from {@code in}. */
    public TypeReader(WasmReader in) {
        this.in = in;
        this.core = new CoreTypeReader(in);
    }

    /** A definition of the type section ({@code deftype}). */
    public TypeDefinition definition() {
        int at = in.position();
        return switch (in.peek()) {
            case 0x3f -> {
                in.u8();
                yield resource();
            }
            case 0x40 -> {
                in.u8();
                yield function(false);
            }
            case 0x43 -> {
                in.u8();
                yield function(true);
            }
            case 0x41 -> {
                in.u8();
                yield in.nested(() -> new TypeDefinition.ComponentType(
                        in.vector(MAX_DECLARATORS, "component type declarators", () -> declarator(true))));
            }
            case 0x42 -> {
                in.u8();
                yield in.nested(() -> new TypeDefinition.InstanceType(
                        in.vector(MAX_DECLARATORS, "instance type declarators", () -> declarator(false))));
            }
            default -> valueTypeDefinition(at);
        };
    }

    private TypeDefinition resource() {
        CoreValType representation = core.valType();
        Optional<Integer> destructor = in.optional(in::index);
        return new TypeDefinition.ResourceType(
                representation, destructor.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private TypeDefinition function(boolean async) {
        return new TypeDefinition.FunctionType(
                async, in.vector(MAX_PARAMS, "parameters", this::labelled), resultList());
    }

    /** The result of a function ({@code resultlist}). */
    public Optional<ValType> resultList() {
        if (!in.flag("result list")) {
            return Optional.of(valType());
        }
        in.expect(0x00, "a function without result");
        return Optional.empty();
    }

    private Labelled labelled() {
        return new Labelled(in.name(), valType());
    }

    private TypeDefinition valueTypeDefinition(int at) {
        Optional<Type.Primitive> primitive = primitive(in.peek());
        if (primitive.isPresent()) {
            in.u8();
            return new TypeDefinition.PrimitiveType(primitive.get());
        }
        int code = in.u8();
        return switch (code) {
            case 0x72 ->
                new TypeDefinition.RecordType(some(in.vector(MAX_PARTS, "fields", this::labelled), at, "record"));
            case 0x71 ->
                new TypeDefinition.VariantType(some(in.vector(MAX_PARTS, "cases", this::variantCase), at, "variant"));
            case 0x70 -> new TypeDefinition.ListType(valType());
            case 0x67 -> fixedLengthList(at);
            case 0x6f ->
                new TypeDefinition.TupleType(some(in.vector(MAX_PARTS, "elements", this::valType), at, "tuple"));
            case 0x6e -> flags(at);
            case 0x6d -> new TypeDefinition.EnumType(some(in.vector(MAX_PARTS, "cases", in::name), at, "enum"));
            case 0x6b -> new TypeDefinition.OptionType(valType());
            case 0x6a -> new TypeDefinition.ResultType(in.optional(this::valType), in.optional(this::valType));
            case 0x69 -> new TypeDefinition.OwnType(in.index());
            case 0x68 -> new TypeDefinition.BorrowType(in.index());
            case 0x66 -> new TypeDefinition.StreamType(in.optional(this::valType));
            case 0x65 -> new TypeDefinition.FutureType(in.optional(this::valType));
            case 0x63 -> new TypeDefinition.MapType(valType(), valType());
            default -> throw in.error(at, "0x%02x is no type".formatted(code));
        };
    }

    private <T> List<T> some(List<T> parts, int at, String what) {
        if (parts.isEmpty()) {
            throw in.error(at, what + " type must have at least one element");
        }
        return parts;
    }

    private TypeDefinition fixedLengthList(int at) {
        ValType element = valType();
        long length = in.u32();
        if (length == 0) {
            throw in.error(at, "fixed-length list of length 0");
        }
        return new TypeDefinition.FixedLengthListType(element, length);
    }

    private TypeDefinition flags(int at) {
        List<String> labels = some(in.vector(MAX_PARTS, "flags", in::name), at, "flags");
        if (labels.size() > 32) {
            throw in.error(at, "%d flags: at most 32 are allowed".formatted(labels.size()));
        }
        return new TypeDefinition.FlagsType(labels);
    }

    private Case variantCase() {
        Case one = new Case(in.name(), in.optional(this::valType));
        in.expect(0x00, "the end of a case");
        return one;
    }

    /** A use of a value type ({@code valtype}). */
    public ValType valType() {
        Optional<Type.Primitive> primitive = primitive(in.peek());
        if (primitive.isPresent()) {
            in.u8();
            return new ValType.Primitive(primitive.get());
        }
        int at = in.position();
        long index = in.s33();
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw in.error(at, "no value type and no type index");
        }
        return new ValType.Index((int) index);
    }

    private static Optional<Type.Primitive> primitive(int code) {
        return switch (code) {
            case 0x7f -> Optional.of(Type.Primitive.BOOL);
            case 0x7e -> Optional.of(Type.Primitive.S8);
            case 0x7d -> Optional.of(Type.Primitive.U8);
            case 0x7c -> Optional.of(Type.Primitive.S16);
            case 0x7b -> Optional.of(Type.Primitive.U16);
            case 0x7a -> Optional.of(Type.Primitive.S32);
            case 0x79 -> Optional.of(Type.Primitive.U32);
            case 0x78 -> Optional.of(Type.Primitive.S64);
            case 0x77 -> Optional.of(Type.Primitive.U64);
            case 0x76 -> Optional.of(Type.Primitive.F32);
            case 0x75 -> Optional.of(Type.Primitive.F64);
            case 0x74 -> Optional.of(Type.Primitive.CHAR);
            case 0x73 -> Optional.of(Type.Primitive.STRING);
            case 0x64 -> Optional.of(Type.Primitive.ERROR_CONTEXT);
            default -> Optional.empty();
        };
    }

    private Declarator declarator(boolean importsAllowed) {
        int at = in.position();
        int code = in.u8();
        return switch (code) {
            case 0x00 -> new Declarator.OfCoreType(at, core.definition());
            case 0x01 -> new Declarator.OfType(at, definition());
            case 0x02 -> new Declarator.OfAlias(at, alias());
            case 0x03 -> {
                if (!importsAllowed) {
                    throw in.error(at, "an instance type has no imports");
                }
                yield new Declarator.OfImport(at, externName(), externDesc());
            }
            case 0x04 -> new Declarator.OfExport(at, externName(), externDesc());
            default -> throw in.error(at, "0x%02x is no declarator".formatted(code));
        };
    }

    /** A sort ({@code sort}). */
    public Sort sort() {
        int at = in.position();
        int code = in.u8();
        return switch (code) {
            case 0x00 -> coreSort();
            case 0x01 -> Sort.FUNC;
            case 0x02 -> Sort.VALUE;
            case 0x03 -> Sort.TYPE;
            case 0x04 -> Sort.COMPONENT;
            case 0x05 -> Sort.INSTANCE;
            default -> throw in.error(at, "0x%02x is no sort".formatted(code));
        };
    }

    /** A core sort ({@code core:sort}). */
    public Sort coreSort() {
        int at = in.position();
        int code = in.u8();
        return switch (code) {
            case 0x00 -> Sort.CORE_FUNC;
            case 0x01 -> Sort.CORE_TABLE;
            case 0x02 -> Sort.CORE_MEMORY;
            case 0x03 -> Sort.CORE_GLOBAL;
            case 0x04 -> Sort.CORE_TAG;
            case 0x10 -> Sort.CORE_TYPE;
            case 0x11 -> Sort.CORE_MODULE;
            case 0x12 -> Sort.CORE_INSTANCE;
            default -> throw in.error(at, "0x%02x is no core sort".formatted(code));
        };
    }

    /** A sort and an index ({@code sortidx}). */
    public SortIndex sortIndex() {
        return new SortIndex(sort(), in.index());
    }

    /** An alias. */
    public Alias alias() {
        Sort sort = sort();
        int at = in.position();
        int code = in.u8();
        return switch (code) {
            case 0x00 -> new Alias.Export(sort, in.index(), in.name());
            case 0x01 -> new Alias.CoreExport(sort, in.index(), in.name());
            case 0x02 -> {
                boolean allowed =
                        switch (sort) {
                            case CORE_TYPE, CORE_MODULE, TYPE, COMPONENT -> true;
                            default -> false;
                        };
                if (!allowed) {
                    throw in.error(
                            at,
                            "outer aliases are for types, core modules and components, not for a %s"
                                    .formatted(sort.text()));
                }
                yield new Alias.Outer(sort, in.index(), in.index());
            }
            default -> throw in.error(at, "0x%02x is no alias".formatted(code));
        };
    }

    /** The name of an import or export ({@code nameattributes}). */
    public ExternName externName() {
        int at = in.position();
        int form = in.u8();
        if (form > 0x02) {
            throw in.error(at, "0x%02x is no form of a name".formatted(form));
        }
        String name = in.name();
        return form == 0x02 ? attributes(name) : ExternName.of(name);
    }

    private ExternName attributes(String name) {
        Optional<String> implementsInterface = Optional.empty();
        Optional<String> versionSuffix = Optional.empty();
        Optional<String> externalId = Optional.empty();
        int count = in.count(3, "attributes of a name");
        for (int i = 0; i < count; i++) {
            int at = in.position();
            int kind = in.u8();
            boolean twice =
                    switch (kind) {
                        case 0x00 -> implementsInterface.isPresent();
                        case 0x01 -> versionSuffix.isPresent();
                        case 0x02 -> externalId.isPresent();
                        default -> throw in.error(at, "0x%02x is no attribute of a name".formatted(kind));
                    };
            if (twice) {
                throw in.error(at, "attribute of `%s` given twice".formatted(name));
            }
            Optional<String> value = Optional.of(in.name());
            switch (kind) {
                case 0x00 -> implementsInterface = value;
                case 0x01 -> versionSuffix = value;
                default -> externalId = value;
            }
        }
        return new ExternName(name, implementsInterface, versionSuffix, externalId);
    }

    /** The type of an import or export ({@code externtype}). */
    public ExternDesc externDesc() {
        int at = in.position();
        int code = in.u8();
        return switch (code) {
            case 0x00 -> {
                in.expect(0x11, "the core sort of an import or export (module)");
                yield new ExternDesc.Module(in.index());
            }
            case 0x01 -> new ExternDesc.Func(in.index());
            // As tools write it today: without the byte for the bound that Binary.md has ahead of the type.
            case 0x02 -> new ExternDesc.ValueOf(valType());
            case 0x03 -> in.flag("type bound") ? new ExternDesc.SubResource() : new ExternDesc.TypeEqual(in.index());
            case 0x04 -> new ExternDesc.Component(in.index());
            case 0x05 -> new ExternDesc.Instance(in.index());
            default -> throw in.error(at, "0x%02x is no type of an import or export".formatted(code));
        };
    }
}
