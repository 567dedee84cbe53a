package dev.kubewasm.component.core;

import dev.kubewasm.component.core.OperandStack.Frame;
import dev.kubewasm.component.core.OperandStack.Opener;
import dev.kubewasm.wit.binary.CoreTypeReader;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.WasmReader;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Checks function bodies and constant expressions, instruction by instruction. */
final class CodeValidator {
    private static final int MAX_LOCALS = 50_000;
    private static final int MAX_CATCHES = 10_000;
    private static final int[] NOTHING = {};
    private static final int[] EXCEPTION = {Types.reference(false, Types.EXN)};

    private final ModuleState module;
    private final TypeTable types;
    private final OperandStack stack;
    private final AggregateValidator aggregates;
    private final MemoryValidator memories;

    private int[] locals = new int[64];
    private int localCount;

    /** Locals without a default value that have none yet. */
    private final BitSet unset = new BitSet();

    /** Locals that were set, in the order that they were. */
    private int[] setLocals = new int[16];

    private int setCount;
    private boolean constant;

    CodeValidator(ModuleState module) {
        this.module = module;
        this.types = module.types;
        this.stack = new OperandStack(types);
        this.aggregates = new AggregateValidator(module, stack);
        this.memories = new MemoryValidator(module, stack);
    }

    /** Checks a constant expression that must make a value of {@code type}. */
    void constant(WasmReader in, int type) {
        begin(NOTHING, new int[] {type});
        constant = true;
        run(in);
    }

    /** Checks a function body, all of {@code in}. */
    void body(WasmReader in, TypeTable.Entry type) {
        begin(type.parts(), type.results());
        constant = false;
        declareLocals(in);
        run(in);
        in.expectEnd("function");
    }

    private void begin(int[] params, int[] results) {
        stack.clear();
        unset.clear();
        setCount = 0;
        localCount = params.length;
        if (locals.length < localCount) {
            locals = new int[localCount];
        }
        System.arraycopy(params, 0, locals, 0, localCount);
        stack.open(Opener.FUNCTION, NOTHING, results, 0);
    }

    private void declareLocals(WasmReader in) {
        long groups = in.u32();
        for (long i = 0; i < groups; i++) {
            long count = in.u32();
            if (localCount + count > MAX_LOCALS) {
                throw in.error("more than " + MAX_LOCALS + " locals");
            }
            int type = types.value(in, new CoreTypeReader(in).valType());
            int end = localCount + (int) count;
            if (end > locals.length) {
                locals = Arrays.copyOf(locals, Math.max(end, 2 * locals.length));
            }
            Arrays.fill(locals, localCount, end, type);
            if (!Types.hasDefault(type)) {
                unset.set(localCount, end);
            }
            localCount = end;
        }
    }

    private void run(WasmReader in) {
        while (stack.depth() > 0) {
            int at = in.position();
            int code = in.u8();
            if (constant && !isConstant(in, code)) {
                throw in.error(at, "instruction 0x%02x in a constant expression".formatted(code));
            }
            instruction(in, at, code);
        }
    }

    private boolean isConstant(WasmReader in, int code) {
        return switch (code) {
            case 0x0b, 0x23, 0x41, 0x42, 0x43, 0x44, 0xd0, 0xd2, 0xfb, 0xfd -> true;
            case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e -> {
                module.require(in, Proposal.EXTENDED_CONST, "arithmetic in a constant expression");
                yield true;
            }
            default -> false;
        };
    }

    private void instruction(WasmReader in, int at, int code) {
        @Nullable String signature = Signatures.plain(code);
        if (signature != null) {
            types.require(in, code >= 0xc0, Proposal.SIGN_EXTENSION, "a sign extension");
            apply(in, signature);
            return;
        }
        switch (code) {
            case 0x00 -> stack.unreachable();
            case 0x01 -> {}
            case 0x02 -> block(in, Opener.BLOCK);
            case 0x03 -> block(in, Opener.LOOP);
            case 0x04 -> {
                BlockType type = blockType(in);
                stack.pop(in, Types.I32);
                stack.pop(in, type.params);
                stack.open(Opener.IF, type.params, type.results, setCount);
            }
            case 0x05 -> otherwise(in);
            case 0x08 -> {
                module.require(in, Proposal.EXCEPTIONS, "throw");
                stack.pop(in, module.tagType(in, in.u32()).parts());
                stack.unreachable();
            }
            case 0x0a -> {
                module.require(in, Proposal.EXCEPTIONS, "throw_ref");
                stack.pop(in, Types.reference(true, Types.EXN));
                stack.unreachable();
            }
            case 0x0b -> end(in);
            case 0x0c -> {
                stack.pop(in, stack.label(in, in.u32()).label());
                stack.unreachable();
            }
            case 0x0d -> {
                stack.pop(in, Types.I32);
                passLabel(in, stack.label(in, in.u32()).label());
            }
            case 0x0e -> branchTable(in);
            case 0x0f -> returns(in);
            case 0x10 -> call(in, module.functionType(in, in.u32()), false);
            case 0x11 -> call(in, indirect(in), false);
            case 0x12 -> {
                module.require(in, Proposal.TAIL_CALL, "return_call");
                call(in, module.functionType(in, in.u32()), true);
            }
            case 0x13 -> {
                module.require(in, Proposal.TAIL_CALL, "return_call_indirect");
                call(in, indirect(in), true);
            }
            case 0x14 -> call(in, referenced(in, "call_ref"), false);
            case 0x15 -> {
                module.require(in, Proposal.TAIL_CALL, "return_call_ref");
                call(in, referenced(in, "return_call_ref"), true);
            }
            case 0x1a -> stack.pop(in);
            case 0x1b -> select(in);
            case 0x1c -> typedSelect(in);
            case 0x1f -> tryTable(in);
            case 0x20 -> {
                int local = local(in);
                if (unset.get(local)) {
                    throw in.error("local %d has no value yet".formatted(local));
                }
                stack.push(locals[local]);
            }
            case 0x21 -> {
                int local = local(in);
                stack.pop(in, locals[local]);
                set(local);
            }
            case 0x22 -> {
                int local = local(in);
                stack.pop(in, locals[local]);
                set(local);
                stack.push(locals[local]);
            }
            case 0x23 -> globalGet(in);
            case 0x24 -> {
                ModuleState.Global global = module.global(in, in.u32());
                if (!global.mutable()) {
                    throw in.error("an immutable global is set");
                }
                stack.pop(in, global.type());
            }
            case 0x25, 0x26 -> tableAccess(in, code == 0x26);
            case 0x3f -> stack.push(memoryByte(in).address());
            case 0x40 -> {
                int address = memoryByte(in).address();
                stack.pop(in, address);
                stack.push(address);
            }
            case 0x41 -> {
                in.s32();
                stack.push(Types.I32);
            }
            case 0x42 -> {
                in.s64();
                stack.push(Types.I64);
            }
            case 0x43 -> {
                in.take(4);
                stack.push(Types.F32);
            }
            case 0x44 -> {
                in.take(8);
                stack.push(Types.F64);
            }
            case 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6 -> reference(in, code);
            case 0xfb -> aggregates.instruction(in, at, constant);
            case 0xfc -> memories.bulk(in, at);
            case 0xfd -> vector(in, at);
            case 0xfe -> memories.atomic(in, at);
            default -> {
                if (!memories.access(in, code)) {
                    throw in.error(at, "0x%02x is no instruction".formatted(code));
                }
            }
        }
    }

    /** Takes and returns what {@code signature} says. */
    private void apply(WasmReader in, String signature) {
        int colon = signature.length() - 2;
        for (int i = colon - 1; i >= 0; i--) {
            stack.pop(in, Signatures.type(signature.charAt(i)));
        }
        stack.push(Signatures.type(signature.charAt(colon + 1)));
    }

    private static final class BlockType {
        final int[] params;
        final int[] results;

        BlockType(int[] params, int[] results) {
            this.params = params;
            this.results = results;
        }
    }

    private BlockType blockType(WasmReader in) {
        int next = in.peek();
        if (next == 0x40) {
            in.u8();
            return new BlockType(NOTHING, NOTHING);
        }
        // A single byte with the sign bit of a LEB128 is a value type; anything else is the index of a function type.
        if ((next & 0xc0) == 0x40) {
            return new BlockType(NOTHING, new int[] {types.value(in, new CoreTypeReader(in).valType())});
        }
        long index = in.s33();
        if (index < 0) {
            throw in.error("%d is no type of a block".formatted(index));
        }
        module.require(in, Proposal.MULTI_VALUE, "a block of a function type");
        TypeTable.Entry type = types.function(in, index);
        return new BlockType(type.parts(), type.results());
    }

    private void block(WasmReader in, Opener opener) {
        BlockType type = blockType(in);
        stack.pop(in, type.params);
        stack.open(opener, type.params, type.results, setCount);
    }

    private void otherwise(WasmReader in) {
        Frame frame = stack.top();
        if (frame.opener != Opener.IF) {
            throw in.error("else without if");
        }
        stack.close(in);
        forgetSince(frame.initialised);
        stack.open(Opener.ELSE, frame.params, frame.results, setCount);
    }

    private void end(WasmReader in) {
        Frame frame = stack.top();
        if (frame.opener == Opener.IF) {
            // Without an else the parameters are the results.
            otherwise(in);
        }
        stack.close(in);
        if (stack.depth() > 0) {
            forgetSince(frame.initialised);
            stack.push(frame.results);
        }
    }

    /** Locals set inside a block count as unset after it. */
    private void forgetSince(int count) {
        while (setCount > count) {
            unset.set(setLocals[--setCount]);
        }
    }

    private void set(int local) {
        if (unset.get(local)) {
            unset.clear(local);
            if (setCount == setLocals.length) {
                setLocals = Arrays.copyOf(setLocals, 2 * setCount);
            }
            setLocals[setCount++] = local;
        }
    }

    private int local(WasmReader in) {
        long index = in.u32();
        if (index >= localCount) {
            throw in.error("there is no local " + index);
        }
        return (int) index;
    }

    /** Takes what a label takes, and leaves it typed as the label has it. */
    private void passLabel(WasmReader in, int[] label) {
        stack.pop(in, label);
        stack.push(label);
    }

    private void branchTable(WasmReader in) {
        stack.pop(in, Types.I32);
        int count = in.count(Integer.MAX_VALUE, "labels");
        long[] labels = new long[count];
        for (int i = 0; i < count; i++) {
            labels[i] = in.u32();
        }
        int[] last = stack.label(in, in.u32()).label();
        for (long index : labels) {
            int[] label = stack.label(in, index).label();
            if (label.length != last.length) {
                throw in.error("labels of one branch take different numbers of operands");
            }
            // What is on the stack must do for each label, and stays as it is for the next.
            int[] found = new int[label.length];
            for (int i = label.length - 1; i >= 0; i--) {
                found[i] = stack.pop(in, label[i]);
            }
            stack.push(found);
        }
        stack.pop(in, last);
        stack.unreachable();
    }

    private void returns(WasmReader in) {
        stack.pop(in, stack.label(in, stack.depth() - 1L).results);
        stack.unreachable();
    }

    private void call(WasmReader in, TypeTable.Entry type, boolean tail) {
        stack.pop(in, type.parts());
        stack.push(type.results());
        if (tail) {
            int[] results = stack.label(in, stack.depth() - 1L).results;
            if (results.length != type.results().length) {
                throw in.error("a tail call returns another number of values than the function");
            }
            returns(in);
        }
    }

    private TypeTable.Entry indirect(WasmReader in) {
        TypeTable.Entry type = types.function(in, in.u32());
        ModuleState.Table table = module.table(in, in.u32());
        if (!types.isSubtype(table.element(), Types.FUNCREF)) {
            throw in.error("an indirect call through a table that doesn't hold functions");
        }
        stack.pop(in, table.address());
        return type;
    }

    private TypeTable.Entry referenced(WasmReader in, String instruction) {
        module.require(in, Proposal.FUNCTION_REFERENCES, instruction);
        long index = in.u32();
        TypeTable.Entry type = types.function(in, index);
        stack.pop(in, Types.reference(true, Types.CONCRETE | types.number(in, index)));
        return type;
    }

    private void select(WasmReader in) {
        stack.pop(in, Types.I32);
        int one = stack.pop(in);
        int two = stack.pop(in);
        if (Types.isReference(one) || Types.isReference(two)) {
            throw in.error("select of references must have a type written");
        }
        if (one != two && one != Types.ANY_TYPE && two != Types.ANY_TYPE) {
            throw TypeTable.mismatch(in, two, one);
        }
        stack.push(one == Types.ANY_TYPE ? two : one);
    }

    private void typedSelect(WasmReader in) {
        module.require(in, Proposal.REFERENCE_TYPES, "select with a type");
        if (in.u32() != 1) {
            throw in.error("select must have one type");
        }
        int type = types.value(in, new CoreTypeReader(in).valType());
        stack.pop(in, Types.I32);
        stack.pop(in, type);
        stack.pop(in, type);
        stack.push(type);
    }

    private void tryTable(WasmReader in) {
        module.require(in, Proposal.EXCEPTIONS, "try_table");
        BlockType type = blockType(in);
        stack.pop(in, type.params);
        int count = in.count(MAX_CATCHES, "catches");
        for (int i = 0; i < count; i++) {
            int at = in.position();
            int kind = in.u8();
            if (kind > 3) {
                throw in.error(at, "0x%02x is no kind of catch".formatted(kind));
            }
            int[] caught = kind < 2 ? module.tagType(in, in.u32()).parts() : NOTHING;
            if ((kind & 1) != 0) {
                int length = caught.length;
                caught = Arrays.copyOf(caught, length + 1);
                caught[length] = EXCEPTION[0];
            }
            int[] label = stack.label(in, in.u32()).label();
            boolean fits = label.length == caught.length;
            for (int j = 0; fits && j < label.length; j++) {
                fits = types.isSubtype(caught[j], label[j]);
            }
            if (!fits) {
                throw in.error("a catch doesn't give what its label takes");
            }
        }
        stack.open(Opener.TRY_TABLE, type.params, type.results, setCount);
    }

    private void globalGet(WasmReader in) {
        long index = in.u32();
        ModuleState.Global global = module.global(in, index);
        if (constant) {
            if (global.mutable()) {
                throw in.error("a mutable global in a constant expression");
            }
            types.require(
                    in,
                    index >= module.importedGlobals,
                    Proposal.GC,
                    "a global of the module in a constant expression");
        }
        stack.push(global.type());
    }

    private void tableAccess(WasmReader in, boolean set) {
        module.require(in, Proposal.REFERENCE_TYPES, "access to a table");
        ModuleState.Table table = module.table(in, in.u32());
        if (set) {
            stack.pop(in, table.element());
            stack.pop(in, table.address());
        } else {
            stack.pop(in, table.address());
            stack.push(table.element());
        }
    }

    private ModuleState.Memory memoryByte(WasmReader in) {
        return module.memory(in, memories.index(in));
    }

    private void reference(WasmReader in, int code) {
        switch (code) {
            case 0xd0 -> {
                module.require(in, Proposal.REFERENCE_TYPES, "ref.null");
                stack.push(Types.reference(true, aggregates.heapType(in)));
            }
            case 0xd1 -> {
                module.require(in, Proposal.REFERENCE_TYPES, "ref.is_null");
                stack.popReference(in);
                stack.push(Types.I32);
            }
            case 0xd2 -> refFunc(in);
            case 0xd3 -> {
                module.require(in, Proposal.GC, "ref.eq");
                int one = aggregates.popUpTo(in, Types.EQ);
                int two = aggregates.popUpTo(in, Types.EQ);
                if (one != Types.BOTTOM && two != Types.BOTTOM && types.isShared(one) != types.isShared(two)) {
                    throw in.error("a shared and an unshared reference are compared");
                }
                stack.push(Types.I32);
            }
            case 0xd4 -> {
                module.require(in, Proposal.FUNCTION_REFERENCES, "ref.as_non_null");
                stack.push(Types.nonNull(stack.popReference(in)));
            }
            case 0xd5 -> {
                module.require(in, Proposal.FUNCTION_REFERENCES, "br_on_null");
                int[] label = stack.label(in, in.u32()).label();
                int reference = stack.popReference(in);
                passLabel(in, label);
                stack.push(Types.nonNull(reference));
            }
            default -> {
                module.require(in, Proposal.FUNCTION_REFERENCES, "br_on_non_null");
                int[] label = stack.label(in, in.u32()).label();
                int last = aggregates.lastReference(in, label);
                stack.pop(in, Types.nullable(last));
                passLabel(in, Arrays.copyOf(label, label.length - 1));
            }
        }
    }

    private void refFunc(WasmReader in) {
        module.require(in, Proposal.REFERENCE_TYPES, "ref.func");
        long function = in.u32();
        module.functionType(in, function);
        if (constant) {
            module.declared.set((int) function);
        } else if (!module.declared.get((int) function)) {
            throw in.error("function %d is referred to, but declared nowhere".formatted(function));
        }
        int number = types.number(in, module.functions.get((int) function));
        stack.push(Types.reference(false, Types.CONCRETE | number));
    }

    private void vector(WasmReader in, int at) {
        long code = in.u32();
        module.require(in, code >= 256 ? Proposal.RELAXED_SIMD : Proposal.SIMD, "a vector instruction");
        if (constant && code != 12) {
            throw in.error(at, "vector instruction in a constant expression");
        }
        @Nullable String signature = Signatures.vector(code);
        if (signature != null) {
            apply(in, signature);
        } else if (code == 12) {
            in.take(16);
            stack.push(Types.V128);
        } else if (code == 13) {
            for (int i = 0; i < 16; i++) {
                lane(in, 32);
            }
            apply(in, "vv:v");
        } else if (code >= 21 && code <= 34) {
            lanes(in, (int) code);
        } else if (!memories.vector(in, (int) Math.min(code, Integer.MAX_VALUE))) {
            throw in.error(at, "0xfd 0x%02x is no instruction".formatted(code));
        }
    }

    static void lane(WasmReader in, int lanes) {
        int at = in.position();
        if (in.u8() >= lanes) {
            throw in.error(at, "there is no such lane");
        }
    }

    private void lanes(WasmReader in, int code) {
        switch (code) {
            case 21, 22 -> lane(in, 16, "v:i");
            case 23 -> lane(in, 16, "vi:v");
            case 24, 25 -> lane(in, 8, "v:i");
            case 26 -> lane(in, 8, "vi:v");
            case 27 -> lane(in, 4, "v:i");
            case 28 -> lane(in, 4, "vi:v");
            case 29 -> lane(in, 2, "v:l");
            case 30 -> lane(in, 2, "vl:v");
            case 31 -> lane(in, 4, "v:f");
            case 32 -> lane(in, 4, "vf:v");
            case 33 -> lane(in, 2, "v:d");
            default -> lane(in, 2, "vd:v");
        }
    }

    private void lane(WasmReader in, int lanes, String signature) {
        lane(in, lanes);
        apply(in, signature);
    }
}
