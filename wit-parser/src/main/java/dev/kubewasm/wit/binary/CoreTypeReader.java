package dev.kubewasm.wit.binary;

import dev.kubewasm.wit.binary.CoreExternType.Limits;
import dev.kubewasm.wit.binary.CoreTypeDefinition.ModuleDeclarator;
import java.util.List;
import java.util.OptionalLong;

/** Reads core types: those of core modules and those of a component's core type section. */
public final class CoreTypeReader {
    private static final int MAX_PARAMS = 1000;
    private static final int MAX_FIELDS = 10_000;
    private static final int MAX_GROUP = 1_000_000;
    private static final int MAX_DECLARATORS = 100_000;

    private final WasmReader in;

    /** Reads from {@code in}. */
    public CoreTypeReader(WasmReader in) {
        this.in = in;
    }

    /** A value type ({@code core:valtype}). */
    public CoreValType valType() {
        int at = in.position();
        int code = in.u8();
        return switch (code) {
            case 0x7f -> CoreValType.Plain.I32;
            case 0x7e -> CoreValType.Plain.I64;
            case 0x7d -> CoreValType.Plain.F32;
            case 0x7c -> CoreValType.Plain.F64;
            case 0x7b -> CoreValType.Plain.V128;
            default -> referenceType(at, code);
        };
    }

    /** A reference type ({@code core:reftype}). */
    public CoreValType referenceType() {
        int at = in.position();
        return referenceType(at, in.u8());
    }

    private CoreValType referenceType(int at, int code) {
        return switch (code) {
            case 0x63 -> heapType(true);
            case 0x64 -> heapType(false);
            case 0x65 -> new CoreValType.Reference(true, true, abstractHeapType(at, in.u8()));
            default -> new CoreValType.Reference(true, false, abstractHeapType(at, code));
        };
    }

    /** A heap type ({@code core:heaptype}), as that of a reference that may be null. */
    public CoreValType.Reference nullableHeapType() {
        return heapType(true);
    }

    private CoreValType.Reference heapType(boolean nullable) {
        int at = in.position();
        if (in.peek() == 0x65) {
            in.u8();
            return new CoreValType.Reference(nullable, true, abstractHeapType(at, in.u8()));
        }
        long type = in.s33();
        return new CoreValType.Reference(nullable, false, type >= 0 ? type : abstractHeapType(at, (int) (type & 0x7f)));
    }

    private long abstractHeapType(int at, int code) {
        if (code < 0x68 || code > 0x75) {
            throw in.error(at, "0x%02x is no core value type".formatted(code));
        }
        return code - 0x80L;
    }

    private CoreValType storageType() {
        return switch (in.peek()) {
            case 0x78 -> {
                in.u8();
                yield CoreValType.Plain.I8;
            }
            case 0x77 -> {
                in.u8();
                yield CoreValType.Plain.I16;
            }
            default -> valType();
        };
    }

    /** A recursion group or a single type ({@code core:rectype}). */
    public CoreTypeDefinition recursiveType() {
        if (in.peek() == 0x4e) {
            in.u8();
            return new CoreTypeDefinition.RecursiveGroup(in.vector(MAX_GROUP, "types of a group", this::subType));
        }
        return subType();
    }

    private CoreTypeDefinition subType() {
        return switch (in.peek()) {
            case 0x50 -> {
                in.u8();
                yield declaredSubType(false);
            }
            case 0x4f -> {
                in.u8();
                yield declaredSubType(true);
            }
            case 0x65 -> new CoreTypeDefinition.SubType(true, List.of(), sharedPrefix(), compositeType());
            default -> compositeType();
        };
    }

    private CoreTypeDefinition declaredSubType(boolean isFinal) {
        List<Integer> supertypes = in.vector(1, "supertypes", in::index);
        return new CoreTypeDefinition.SubType(isFinal, supertypes, sharedPrefix(), compositeType());
    }

    private boolean sharedPrefix() {
        if (in.peek() != 0x65) {
            return false;
        }
        in.u8();
        return true;
    }

    private CoreTypeDefinition compositeType() {
        int at = in.position();
        int code = in.u8();
        return switch (code) {
            case 0x60 ->
                new CoreTypeDefinition.FunctionType(
                        in.vector(MAX_PARAMS, "parameters", this::valType),
                        in.vector(MAX_PARAMS, "results", this::valType));
            case 0x5f -> new CoreTypeDefinition.StructType(in.vector(MAX_FIELDS, "fields", this::fieldType));
            case 0x5e -> new CoreTypeDefinition.ArrayType(fieldType());
            case 0x5d -> new CoreTypeDefinition.ContinuationType(in.index());
            default -> throw in.error(at, "0x%02x is no core type".formatted(code));
        };
    }

    private CoreTypeDefinition.FieldType fieldType() {
        return new CoreTypeDefinition.FieldType(storageType(), in.flag("mutability"));
    }

    /** A definition of a component's core type section ({@code core:deftype}). */
    public CoreTypeDefinition definition() {
        return switch (in.peek()) {
            case 0x50 -> {
                in.u8();
                yield in.nested(() -> new CoreTypeDefinition.ModuleType(
                        in.vector(MAX_DECLARATORS, "module type declarators", this::declarator)));
            }
            case 0x00 -> {
                in.u8();
                in.expect(0x50, "a subtype that isn't final");
                yield declaredSubType(false);
            }
            default -> recursiveType();
        };
    }

    private ModuleDeclarator declarator() {
        int at = in.position();
        int code = in.u8();
        return switch (code) {
            case 0x00 -> new ModuleDeclarator.OfImport(at, in.name(), in.name(), externType());
            case 0x01 -> new ModuleDeclarator.OfType(at, definition());
            case 0x02 -> {
                in.expect(0x10, "the sort of a core alias (type)");
                in.expect(0x01, "an outer alias");
                yield new ModuleDeclarator.OfAlias(at, new Alias.Outer(Sort.CORE_TYPE, in.index(), in.index()));
            }
            case 0x03 -> new ModuleDeclarator.OfExport(at, in.name(), externType());
            default -> throw in.error(at, "0x%02x is no module type declarator".formatted(code));
        };
    }

    /** The type of an import or an export ({@code core:externtype}). */
    public CoreExternType externType() {
        int at = in.position();
        int code = in.u8();
        return switch (code) {
            case 0x00 -> new CoreExternType.Func(in.index());
            case 0x01 -> tableType();
            case 0x02 -> memoryType();
            case 0x03 -> globalType();
            case 0x04 -> tagType();
            default -> throw in.error(at, "0x%02x is no kind of core import or export".formatted(code));
        };
    }

    /** A table type. */
    public CoreExternType.Table tableType() {
        CoreValType element = referenceType();
        int at = in.position();
        int flags = in.u8();
        if (flags > 0x07) {
            throw in.error(at, "0x%02x are no limits of a table".formatted(flags));
        }
        return new CoreExternType.Table(element, limits(flags));
    }

    /** A memory type. */
    public CoreExternType.Memory memoryType() {
        int at = in.position();
        int flags = in.u8();
        if (flags > 0x0f) {
            throw in.error(at, "0x%02x are no limits of a memory".formatted(flags));
        }
        Limits limits = limits(flags);
        int pageAt = in.position();
        boolean pageSizeWritten = (flags & 0x08) != 0;
        long pageSize = pageSizeWritten ? in.u32() : 16;
        if (pageSize != 0 && pageSize != 16) {
            throw in.error(pageAt, "pages of 2^%d bytes: 1 and 65536 are allowed".formatted(pageSize));
        }
        checkPages(at, limits, (int) pageSize);
        return new CoreExternType.Memory(limits, (int) pageSize, pageSizeWritten);
    }

    private void checkPages(int at, Limits limits, int pageSizeLog2) {
        int addressBits = limits.index64() ? 64 : 32;
        // 2^(bits - log2 of the page size) pages fill the address space; 2^64 doesn't fit and needs no check.
        int bits = addressBits - pageSizeLog2;
        if (bits < 64 && (limits.min() >>> bits > 0 && limits.min() != 1L << bits)) {
            throw in.error(
                    at,
                    "memory of %s pages is larger than its address space"
                            .formatted(Long.toUnsignedString(limits.min())));
        }
        long max = limits.max().orElse(0);
        if (bits < 64 && (max >>> bits > 0 && max != 1L << bits)) {
            throw in.error(
                    at,
                    "memory of up to %s pages is larger than its address space".formatted(Long.toUnsignedString(max)));
        }
    }

    private Limits limits(int flags) {
        boolean index64 = (flags & 0x04) != 0;
        int at = in.position();
        long min = index64 ? in.u64() : in.u32();
        OptionalLong max = OptionalLong.empty();
        if ((flags & 0x01) != 0) {
            max = OptionalLong.of(index64 ? in.u64() : in.u32());
            if (Long.compareUnsigned(min, max.getAsLong()) > 0) {
                throw in.error(at, "minimum of the limits is larger than the maximum");
            }
        }
        return new Limits(min, max, (flags & 0x02) != 0, index64);
    }

    /** A global type. */
    public CoreExternType.Global globalType() {
        CoreValType type = valType();
        int at = in.position();
        int flags = in.u8();
        if (flags > 0x03) {
            throw in.error(at, "0x%02x is no mutability".formatted(flags));
        }
        return new CoreExternType.Global(type, (flags & 0x01) != 0, (flags & 0x02) != 0);
    }

    /** A tag type. */
    public CoreExternType.Tag tagType() {
        in.expect(0x00, "an exception tag");
        return new CoreExternType.Tag(in.index());
    }
}
