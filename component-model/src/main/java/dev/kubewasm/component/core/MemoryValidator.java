package dev.kubewasm.component.core;

import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.WasmReader;

/** Checks the instructions that work on memories, tables and segments. */
final class MemoryValidator {
    private static final int MAX_ALIGNMENT = 64;
    private static final int HAS_MEMORY = 1 << 6;

    /** From opcode 0x28 on: the type loaded or stored, and the logarithm of the number of bytes. */
    private static final String ACCESSES = "i2 l3 f2 d3 i0 i0 i1 i1 l0 l0 l1 l1 l2 l2 i2 l3 f2 d3 i0 i1 l0 l1 l2";

    private static final int FIRST_STORE = 0x36;

    /** The seven widths of an atomic operation, as above. */
    private static final String ATOMIC_WIDTHS = "i2 l3 i0 i1 l0 l1 l2";

    private final ModuleState module;
    private final OperandStack stack;

    MemoryValidator(ModuleState module, OperandStack stack) {
        this.module = module;
        this.stack = stack;
    }

    /** The index of a memory, where an instruction has room for one. */
    long index(WasmReader in) {
        long index = in.u32();
        if (index != 0) {
            module.require(in, Proposal.MULTI_MEMORY, "memory " + index);
        }
        return index;
    }

    /** Reads alignment, memory and offset; returns the type of addresses. */
    private int argument(WasmReader in, int naturalLog2, boolean exactly) {
        int at = in.position();
        long flags = in.u32();
        long index = 0;
        if ((flags & HAS_MEMORY) != 0) {
            module.require(in, Proposal.MULTI_MEMORY, "an access that names its memory");
            flags ^= HAS_MEMORY;
            index = in.u32();
        }
        if (flags >= MAX_ALIGNMENT || flags > naturalLog2) {
            throw in.error(at, "an access is aligned to more than its size");
        }
        if (exactly && flags != naturalLog2) {
            throw in.error(at, "an atomic access must be aligned to its size");
        }
        long offset = in.u64();
        int address = module.memory(in, index).address();
        if (address == Types.I32 && offset >>> 32 != 0) {
            throw in.error(at, "the offset of an access is too large");
        }
        return address;
    }

    /** A load or a store of one value; false if {@code code} is none. */
    boolean access(WasmReader in, int code) {
        int number = code - 0x28;
        if (number < 0 || 3 * number >= ACCESSES.length()) {
            return false;
        }
        int type = Signatures.type(ACCESSES.charAt(3 * number));
        int address = argument(in, ACCESSES.charAt(3 * number + 1) - '0', false);
        if (code >= FIRST_STORE) {
            store(in, address, type);
        } else {
            load(in, address, type);
        }
        return true;
    }

    private void load(WasmReader in, int address, int type) {
        stack.pop(in, address);
        stack.push(type);
    }

    private void store(WasmReader in, int address, int type) {
        stack.pop(in, type);
        stack.pop(in, address);
    }

    /** A vector load or store; false if {@code code} is none. */
    boolean vector(WasmReader in, int code) {
        switch (code) {
            case 0 -> load(in, argument(in, 4, false), Types.V128);
            case 1, 2, 3, 4, 5, 6, 10, 93 -> load(in, argument(in, 3, false), Types.V128);
            case 7 -> load(in, argument(in, 0, false), Types.V128);
            case 8 -> load(in, argument(in, 1, false), Types.V128);
            case 9, 92 -> load(in, argument(in, 2, false), Types.V128);
            case 11 -> store(in, argument(in, 4, false), Types.V128);
            case 84, 85, 86, 87, 88, 89, 90, 91 -> {
                int widthLog2 = (code - 84) % 4;
                int address = argument(in, widthLog2, false);
                CodeValidator.lane(in, 16 >> widthLog2);
                stack.pop(in, Types.V128);
                stack.pop(in, address);
                if (code < 88) {
                    stack.push(Types.V128);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** An instruction after the prefix 0xfe. */
    void atomic(WasmReader in, int at) {
        module.require(in, Proposal.THREADS, "an atomic instruction");
        long code = in.u32();
        if (code == 0x00) {
            int address = argument(in, 2, true);
            stack.pop(in, Types.I32);
            stack.pop(in, address);
            stack.push(Types.I32);
        } else if (code == 0x01 || code == 0x02) {
            int address = argument(in, code == 0x01 ? 2 : 3, true);
            stack.pop(in, Types.I64);
            stack.pop(in, code == 0x01 ? Types.I32 : Types.I64);
            stack.pop(in, address);
            stack.push(Types.I32);
        } else if (code == 0x03) {
            in.expect(0x00, "the operand of atomic.fence");
        } else if (code >= 0x10 && code <= 0x4e) {
            int width = (int) (code - 0x10) % 7;
            int operation = (int) (code - 0x10) / 7;
            int type = Signatures.type(ATOMIC_WIDTHS.charAt(3 * width));
            int address = argument(in, ATOMIC_WIDTHS.charAt(3 * width + 1) - '0', true);
            switch (operation) {
                case 0 -> load(in, address, type);
                case 1 -> store(in, address, type);
                default -> {
                    // The last of them compares before it exchanges, and takes two values.
                    if (operation == 8) {
                        stack.pop(in, type);
                    }
                    stack.pop(in, type);
                    stack.pop(in, address);
                    stack.push(type);
                }
            }
        } else {
            throw in.error(at, "0xfe 0x%02x is no instruction".formatted(code));
        }
    }

    /** An instruction after the prefix 0xfc. */
    void bulk(WasmReader in, int at) {
        long code = in.u32();
        if (code > 22) {
            throw in.error(at, "0xfc 0x%02x is no instruction".formatted(code));
        }
        switch ((int) code) {
            case 0, 1 -> truncate(in, Types.F32, Types.I32);
            case 2, 3 -> truncate(in, Types.F64, Types.I32);
            case 4, 5 -> truncate(in, Types.F32, Types.I64);
            case 6, 7 -> truncate(in, Types.F64, Types.I64);
            case 8 -> {
                module.require(in, Proposal.BULK_MEMORY, "memory.init");
                long segment = in.u32();
                int address = module.memory(in, index(in)).address();
                module.data(in, segment);
                pop3(in, address, Types.I32, Types.I32);
            }
            case 9 -> {
                module.require(in, Proposal.BULK_MEMORY, "data.drop");
                module.data(in, in.u32());
            }
            case 10 -> {
                module.require(in, Proposal.BULK_MEMORY, "memory.copy");
                int to = module.memory(in, index(in)).address();
                int from = module.memory(in, index(in)).address();
                pop3(in, to, from, lesser(to, from));
            }
            case 11 -> {
                module.require(in, Proposal.BULK_MEMORY, "memory.fill");
                int address = module.memory(in, index(in)).address();
                pop3(in, address, Types.I32, address);
            }
            case 12 -> {
                module.require(in, Proposal.BULK_MEMORY, "table.init");
                int element = module.element(in, in.u32());
                ModuleState.Table table = module.table(in, in.u32());
                subtype(in, element, table.element());
                pop3(in, table.address(), Types.I32, Types.I32);
            }
            case 13 -> {
                module.require(in, Proposal.BULK_MEMORY, "elem.drop");
                module.element(in, in.u32());
            }
            case 14 -> {
                module.require(in, Proposal.BULK_MEMORY, "table.copy");
                ModuleState.Table to = module.table(in, in.u32());
                ModuleState.Table from = module.table(in, in.u32());
                subtype(in, from.element(), to.element());
                pop3(in, to.address(), from.address(), lesser(to.address(), from.address()));
            }
            case 15 -> {
                module.require(in, Proposal.REFERENCE_TYPES, "table.grow");
                ModuleState.Table table = module.table(in, in.u32());
                stack.pop(in, table.address());
                stack.pop(in, table.element());
                stack.push(table.address());
            }
            case 16 -> {
                module.require(in, Proposal.REFERENCE_TYPES, "table.size");
                stack.push(module.table(in, in.u32()).address());
            }
            case 17 -> {
                module.require(in, Proposal.REFERENCE_TYPES, "table.fill");
                ModuleState.Table table = module.table(in, in.u32());
                pop3(in, table.address(), table.element(), table.address());
            }
            case 18 -> throw in.error(at, "0xfc 0x12 is no instruction");
            case 19, 20 -> {
                module.require(in, Proposal.WIDE_ARITHMETIC, "128-bit arithmetic");
                wide(in, 4);
            }
            default -> {
                module.require(in, Proposal.WIDE_ARITHMETIC, "128-bit arithmetic");
                wide(in, 2);
            }
        }
    }

    private void wide(WasmReader in, int operands) {
        for (int i = 0; i < operands; i++) {
            stack.pop(in, Types.I64);
        }
        stack.push(Types.I64);
        stack.push(Types.I64);
    }

    private void truncate(WasmReader in, int from, int to) {
        module.require(in, Proposal.SATURATING_FLOAT_TO_INT, "a saturating conversion");
        stack.pop(in, from);
        stack.push(to);
    }

    private static int lesser(int one, int two) {
        return one == Types.I32 || two == Types.I32 ? Types.I32 : Types.I64;
    }

    private void subtype(WasmReader in, int sub, int expected) {
        if (!module.types.isSubtype(sub, expected)) {
            throw TypeTable.mismatch(in, expected, sub);
        }
    }

    /** Takes three operands, the last one given first. */
    private void pop3(WasmReader in, int first, int second, int third) {
        stack.pop(in, third);
        stack.pop(in, second);
        stack.pop(in, first);
    }
}
