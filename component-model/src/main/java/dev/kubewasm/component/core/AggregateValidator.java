package dev.kubewasm.component.core;

import dev.kubewasm.wit.binary.CoreTypeReader;
import dev.kubewasm.wit.binary.CoreValType;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.WasmReader;
import java.util.Arrays;

/** Checks the instructions on structs, arrays and casts. */
final class AggregateValidator {
    private final ModuleState module;
    private final TypeTable types;
    private final OperandStack stack;

    AggregateValidator(ModuleState module, OperandStack stack) {
        this.module = module;
        this.types = module.types;
        this.stack = stack;
    }

    /** An instruction after the prefix 0xfb. */
    void instruction(WasmReader in, int at, boolean constant) {
        module.require(in, Proposal.GC, "an instruction on structs, arrays or casts");
        long code = in.u32();
        boolean isConstant = code <= 1 || (code >= 6 && code <= 8) || (code >= 26 && code <= 28);
        if (code > 30 || (constant && !isConstant)) {
            throw in.error(
                    at,
                    code > 30
                            ? "0xfb 0x%02x is no instruction".formatted(code)
                            : "instruction 0xfb 0x%02x in a constant expression".formatted(code));
        }
        switch ((int) code) {
            case 0, 1 -> structNew(in, code == 1);
            case 2, 3, 4, 5 -> structField(in, (int) code);
            case 6, 7, 8, 9, 10 -> arrayNew(in, (int) code);
            case 11, 12, 13, 14 -> arrayElement(in, (int) code);
            case 15 -> {
                popUpTo(in, Types.ARRAY);
                stack.push(Types.I32);
            }
            case 16, 17, 18, 19 -> arrayBulk(in, (int) code);
            case 20, 21, 22, 23 -> {
                int type = Types.reference((code & 1) != 0, heapType(in));
                stack.pop(in, Types.reference(true, types.top(Types.heap(type))));
                stack.push(code < 22 ? Types.I32 : type);
            }
            case 24, 25 -> branchOnCast(in, code == 25);
            case 26 -> convert(in, Types.EXTERN, Types.ANY);
            case 27 -> convert(in, Types.ANY, Types.EXTERN);
            case 28 -> {
                stack.pop(in, Types.I32);
                stack.push(Types.reference(false, Types.I31));
            }
            default -> {
                popUpTo(in, Types.I31);
                stack.push(Types.I32);
            }
        }
    }

    /** A heap type as it stands in code. */
    int heapType(WasmReader in) {
        int at = in.position();
        CoreValType.Reference type = new CoreTypeReader(in).nullableHeapType();
        if (type.heapType() >= types.count()) {
            throw in.error(at, "there is no type " + type.heapType());
        }
        return Types.heap(types.value(in, type));
    }

    /** Takes a reference at or below the abstract heap type {@code heap}, shared or not; returns its heap type. */
    int popUpTo(WasmReader in, int heap) {
        int found = stack.popReference(in);
        int foundHeap = Types.heap(found);
        int wanted = Types.reference(
                true, foundHeap != Types.BOTTOM && types.isShared(foundHeap) ? heap | Types.SHARED : heap);
        if (!types.isSubtype(found, wanted)) {
            throw TypeTable.mismatch(in, wanted, found);
        }
        return foundHeap;
    }

    /** The last type that a label takes, which must be a reference. */
    int lastReference(WasmReader in, int[] label) {
        if (label.length == 0 || !Types.isReference(label[label.length - 1])) {
            throw in.error("the label takes no reference");
        }
        return label[label.length - 1];
    }

    private int nullableTo(WasmReader in, long index) {
        return Types.reference(true, Types.CONCRETE | types.number(in, index));
    }

    private int referenceTo(WasmReader in, long index) {
        return Types.nonNull(nullableTo(in, index));
    }

    private TypeTable.Entry struct(WasmReader in, long index) {
        return types.of(in, index, TypeTable.Kind.STRUCT, "struct");
    }

    private TypeTable.Entry array(WasmReader in, long index) {
        return types.of(in, index, TypeTable.Kind.ARRAY, "array");
    }

    private void structNew(WasmReader in, boolean defaults) {
        long index = in.u32();
        int[] fields = struct(in, index).parts();
        if (defaults) {
            for (int field : fields) {
                hasDefault(in, field);
            }
        } else {
            for (int i = fields.length - 1; i >= 0; i--) {
                stack.pop(in, Types.unpacked(fields[i]));
            }
        }
        stack.push(referenceTo(in, index));
    }

    private static void hasDefault(WasmReader in, int type) {
        if (!Types.hasDefault(type)) {
            throw in.error("there is no default value of " + Types.text(type));
        }
    }

    /** {@code kind}: 0 takes the value as it is, 1 and 2 extend a packed one, 3 sets it. */
    private static void checkPacking(WasmReader in, int storage, int kind) {
        if (kind < 3 && Types.isPacked(storage) == (kind == 0)) {
            throw in.error("%s must be read %s"
                    .formatted(Types.text(storage), kind == 0 ? "with its sign said" : "without a sign"));
        }
    }

    private static void isMutable(WasmReader in, boolean mutable) {
        if (!mutable) {
            throw in.error("an immutable field or element is set");
        }
    }

    private void structField(WasmReader in, int code) {
        long index = in.u32();
        TypeTable.Entry struct = struct(in, index);
        long field = in.u32();
        if (field >= struct.parts().length) {
            throw in.error("there is no field " + field);
        }
        int storage = struct.parts()[(int) field];
        checkPacking(in, storage, code - 2);
        if (code == 5) {
            isMutable(in, struct.mutable()[(int) field]);
            stack.pop(in, Types.unpacked(storage));
            stack.pop(in, nullableTo(in, index));
        } else {
            stack.pop(in, nullableTo(in, index));
            stack.push(Types.unpacked(storage));
        }
    }

    private void arrayNew(WasmReader in, int code) {
        long index = in.u32();
        int element = array(in, index).parts()[0];
        switch (code) {
            case 6 -> {
                stack.pop(in, Types.I32);
                stack.pop(in, Types.unpacked(element));
            }
            case 7 -> {
                hasDefault(in, element);
                stack.pop(in, Types.I32);
            }
            case 8 -> {
                long count = in.u32();
                if (count > 10_000) {
                    throw in.error("an array of %d operands".formatted(count));
                }
                for (long i = 0; i < count; i++) {
                    stack.pop(in, Types.unpacked(element));
                }
            }
            case 9 -> {
                numeric(in, element);
                module.data(in, in.u32());
                stack.pop(in, Types.I32);
                stack.pop(in, Types.I32);
            }
            default -> {
                segment(in, in.u32(), element);
                stack.pop(in, Types.I32);
                stack.pop(in, Types.I32);
            }
        }
        stack.push(referenceTo(in, index));
    }

    private static void numeric(WasmReader in, int element) {
        if (Types.isReference(element)) {
            throw in.error("references can't be made of data");
        }
    }

    private void segment(WasmReader in, long index, int element) {
        int found = module.element(in, index);
        if (!types.isSubtype(found, element)) {
            throw TypeTable.mismatch(in, element, found);
        }
    }

    private void arrayElement(WasmReader in, int code) {
        long index = in.u32();
        TypeTable.Entry array = array(in, index);
        int storage = array.parts()[0];
        checkPacking(in, storage, code - 11);
        if (code == 14) {
            isMutable(in, array.mutable()[0]);
            stack.pop(in, Types.unpacked(storage));
        }
        stack.pop(in, Types.I32);
        stack.pop(in, nullableTo(in, index));
        if (code != 14) {
            stack.push(Types.unpacked(storage));
        }
    }

    private void arrayBulk(WasmReader in, int code) {
        long index = in.u32();
        TypeTable.Entry array = array(in, index);
        isMutable(in, array.mutable()[0]);
        int storage = array.parts()[0];
        stack.pop(in, Types.I32);
        switch (code) {
            case 16 -> stack.pop(in, Types.unpacked(storage));
            case 17 -> {
                long from = in.u32();
                int source = array(in, from).parts()[0];
                if (!types.isSubtype(source, storage)) {
                    throw TypeTable.mismatch(in, storage, source);
                }
                stack.pop(in, Types.I32);
                stack.pop(in, nullableTo(in, from));
            }
            case 18 -> {
                numeric(in, storage);
                module.data(in, in.u32());
                stack.pop(in, Types.I32);
            }
            default -> {
                segment(in, in.u32(), storage);
                stack.pop(in, Types.I32);
            }
        }
        stack.pop(in, Types.I32);
        stack.pop(in, nullableTo(in, index));
    }

    private void branchOnCast(WasmReader in, boolean onFailure) {
        int at = in.position();
        int flags = in.u8();
        if (flags > 3) {
            throw in.error(at, "0x%02x are no flags of a cast".formatted(flags));
        }
        int[] label = stack.label(in, in.u32()).label();
        int from = Types.reference((flags & 1) != 0, heapType(in));
        int to = Types.reference((flags & 2) != 0, heapType(in));
        if (!types.isSubtype(to, from)) {
            throw TypeTable.mismatch(in, from, to);
        }
        int rest = Types.isNullable(to) ? Types.nonNull(from) : from;
        int last = lastReference(in, label);
        int taken = onFailure ? rest : to;
        if (!types.isSubtype(taken, last)) {
            throw TypeTable.mismatch(in, last, taken);
        }
        stack.pop(in, from);
        int[] others = Arrays.copyOf(label, label.length - 1);
        stack.pop(in, others);
        stack.push(others);
        stack.push(onFailure ? to : rest);
    }

    private void convert(WasmReader in, int from, int to) {
        int found = stack.popReference(in);
        int heap = Types.heap(found);
        int shared = heap != Types.BOTTOM && types.isShared(heap) ? Types.SHARED : 0;
        if (!types.isSubtype(found, Types.reference(true, from | shared))) {
            throw TypeTable.mismatch(in, Types.reference(true, from | shared), found);
        }
        stack.push(Types.reference(Types.isNullable(found), to | shared));
    }
}
