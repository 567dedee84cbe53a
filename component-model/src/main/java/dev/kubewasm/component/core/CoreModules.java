package dev.kubewasm.component.core;

import dev.kubewasm.wit.binary.BinarySlice;
import dev.kubewasm.wit.binary.CoreExternType;
import dev.kubewasm.wit.binary.CoreSections;
import dev.kubewasm.wit.binary.CoreTypeReader;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.Section;
import dev.kubewasm.wit.binary.WasmReader;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/** Validates a core module: its sections in order, each item against what is defined before it. */
public final class CoreModules {
    private static final int MAX_ITEMS = 1_000_000;
    private static final int MAX_SEGMENTS = 100_000;
    private static final int MAX_TABLES = 100;
    private static final int MAX_MEMORIES = 100;
    private static final int MAX_ELEMENTS = 10_000_000;
    private static final int MAX_BODY_BYTES = 7_654_321;

    private final ModuleState state;
    private final CodeValidator code;
    private int bodies;
    private int segments;

    private CoreModules(Set<Proposal> proposals) {
        this.state = new ModuleState(proposals);
        this.code = new CodeValidator(state);
    }

    /**
     * Validates {@code module}.
     *
     * @throws dev.kubewasm.wit.binary.MalformedBinaryException if it is malformed or invalid
     */
    public static void validate(BinarySlice module, Set<Proposal> proposals) {
        CoreModules validator = new CoreModules(proposals);
        CoreSections.visit(module, validator::section);
        validator.end(module.reader());
    }

    private void end(WasmReader in) {
        in.enter(Section.CORE_MODULE);
        in.take(in.remaining());
        if (bodies != state.functions.size() - state.importedFunctions) {
            throw in.error("%d functions are declared, and %d have code"
                    .formatted(state.functions.size() - state.importedFunctions, bodies));
        }
        if (state.dataCount.isPresent() && state.dataCount.getAsInt() != segments) {
            throw in.error(
                    "%d data segments are announced, and there are %d".formatted(state.dataCount.getAsInt(), segments));
        }
    }

    private void section(int id, WasmReader in) {
        CoreTypeReader read = new CoreTypeReader(in);
        switch (id) {
            case 0 -> {
                in.name();
                in.take(in.remaining());
            }
            case 1 -> each(in, MAX_ITEMS, "types", () -> state.types.add(in, read.recursiveType()));
            case 2 ->
                each(in, MAX_ITEMS, "imports", () -> {
                    in.name();
                    in.name();
                    importItem(in, read.externType());
                });
            case 3 ->
                each(in, MAX_ITEMS, "functions", () -> {
                    int type = in.index();
                    state.types.function(in, type);
                    state.functions.add(type);
                });
            case 4 -> each(in, MAX_TABLES - state.tables.size(), "tables", () -> table(in, read));
            case 5 -> {
                each(in, MAX_MEMORIES, "memories", () -> state.memories.add(state.memory(in, read.memoryType())));
                memoryCount(in);
            }
            case 13 ->
                each(
                        in,
                        MAX_ITEMS,
                        "tags",
                        () -> state.tags.add(state.tag(in, read.tagType().type())));
            case 6 ->
                each(in, MAX_ITEMS, "globals", () -> {
                    ModuleState.Global global = state.global(in, read.globalType());
                    code.constant(in, global.type());
                    state.globals.add(global);
                });
            case 7 -> {
                Set<String> names = new HashSet<>();
                each(in, MAX_ITEMS, "exports", () -> export(in, names));
            }
            case 8 -> {
                TypeTable.Entry type = state.functionType(in, in.u32());
                if (type.parts().length > 0 || type.results().length > 0) {
                    throw in.error("the start function takes or returns values");
                }
            }
            case 9 -> each(in, MAX_SEGMENTS, "element segments", () -> element(in, read));
            case 12 -> {
                state.require(in, Proposal.BULK_MEMORY, "a data count section");
                int at = in.position();
                long count = in.u32();
                if (count > MAX_SEGMENTS) {
                    throw in.error(at, "%d data segments: at most %d are allowed".formatted(count, MAX_SEGMENTS));
                }
                state.dataCount = OptionalInt.of((int) count);
            }
            case 10 -> each(in, MAX_ITEMS, "function bodies", () -> body(in));
            case 11 -> each(in, MAX_SEGMENTS, "data segments", () -> data(in));
            default -> throw new IllegalStateException("section " + id);
        }
    }

    private static void each(WasmReader in, int limit, String what, Runnable item) {
        int count = in.count(limit, what);
        for (int i = 0; i < count; i++) {
            item.run();
        }
    }

    private void memoryCount(WasmReader in) {
        if (state.memories.size() > 1) {
            state.require(in, Proposal.MULTI_MEMORY, "a second memory");
        }
        if (state.memories.size() > MAX_MEMORIES) {
            throw in.error("more than " + MAX_MEMORIES + " memories");
        }
    }

    private void importItem(WasmReader in, CoreExternType type) {
        switch (type) {
            case CoreExternType.Func f -> {
                state.types.function(in, f.type());
                state.functions.add(f.type());
                state.importedFunctions++;
            }
            case CoreExternType.Table t -> {
                state.tables.add(state.table(in, t));
                if (state.tables.size() > MAX_TABLES) {
                    throw in.error("more than " + MAX_TABLES + " tables");
                }
            }
            case CoreExternType.Memory m -> {
                state.memories.add(state.memory(in, m));
                memoryCount(in);
            }
            case CoreExternType.Global g -> {
                state.globals.add(state.global(in, g));
                state.importedGlobals++;
                state.types.require(in, g.mutable(), Proposal.MUTABLE_GLOBAL, "the import of a mutable global");
            }
            case CoreExternType.Tag t -> state.tags.add(state.tag(in, t.type()));
        }
    }

    private void table(WasmReader in, CoreTypeReader read) {
        boolean initialised = in.peek() == 0x40;
        if (initialised) {
            in.u8();
            in.expect(0x00, "a table with an initial value");
        }
        ModuleState.Table table = state.table(in, read.tableType());
        if (initialised) {
            state.require(in, Proposal.FUNCTION_REFERENCES, "a table with an initial value");
            code.constant(in, table.element());
        } else if (!Types.isNullable(table.element())) {
            throw in.error("elements of this table have no default value");
        }
        state.tables.add(table);
    }

    private void export(WasmReader in, Set<String> names) {
        String name = in.name();
        if (!names.add(name)) {
            throw in.error("core module exports `%s` twice".formatted(name));
        }
        int at = in.position();
        int kind = in.u8();
        long index = in.u32();
        switch (kind) {
            case 0x00 -> {
                state.functionType(in, index);
                state.declared.set((int) index);
            }
            case 0x01 -> state.table(in, index);
            case 0x02 -> state.memory(in, index);
            case 0x03 ->
                state.types.require(
                        in,
                        state.global(in, index).mutable(),
                        Proposal.MUTABLE_GLOBAL,
                        "the export of a mutable global");
            case 0x04 -> state.tagType(in, index);
            default -> throw in.error(at, "0x%02x is no kind of core export".formatted(kind));
        }
    }

    private void element(WasmReader in, CoreTypeReader read) {
        int at = in.position();
        long flags = in.u32();
        if (flags > 7) {
            throw in.error(at, "%d are no flags of an element segment".formatted(flags));
        }
        boolean active = (flags & 1) == 0;
        boolean explicit = (flags & 2) != 0;
        boolean expressions = (flags & 4) != 0;
        ModuleState.Table table = null;
        if (active) {
            table = state.table(in, explicit ? in.u32() : 0);
            code.constant(in, table.address());
        } else {
            state.require(in, Proposal.BULK_MEMORY, "a passive or declared element segment");
        }
        // Without a type written, expressions are of type funcref and bare indices are references to functions.
        int type = expressions ? Types.FUNCREF : Types.nonNull(Types.FUNCREF);
        if (!active || explicit) {
            if (expressions) {
                type = state.types.value(in, read.referenceType());
            } else {
                in.expect(0x00, "the kind of an element segment");
            }
        }
        if (table != null && !state.types.isSubtype(type, table.element())) {
            throw TypeTable.mismatch(in, table.element(), type);
        }
        int elementType = type;
        each(in, MAX_ELEMENTS, "elements", () -> {
            if (expressions) {
                code.constant(in, elementType);
            } else {
                long function = in.u32();
                state.functionType(in, function);
                state.declared.set((int) function);
            }
        });
        state.elements.add(type);
    }

    private void data(WasmReader in) {
        int at = in.position();
        long flags = in.u32();
        if (flags > 2) {
            throw in.error(at, "%d are no flags of a data segment".formatted(flags));
        }
        if (flags == 1) {
            state.require(in, Proposal.BULK_MEMORY, "a passive data segment");
        } else {
            code.constant(in, state.memory(in, flags == 2 ? in.u32() : 0).address());
        }
        in.take(in.u32());
        segments++;
    }

    private void body(WasmReader in) {
        int at = in.position();
        long size = in.u32();
        if (size > MAX_BODY_BYTES) {
            throw in.error(at, "function of %d bytes: at most %d are allowed".formatted(size, MAX_BODY_BYTES));
        }
        int function = state.importedFunctions + bodies++;
        if (function >= state.functions.size()) {
            throw in.error(at, "code of a function that isn't declared");
        }
        code.body(in.sub(size), state.functionType(in, function));
    }
}
