package dev.kubewasm.component.core;

import dev.kubewasm.wit.binary.CoreExternType;
import dev.kubewasm.wit.binary.Proposal;
import dev.kubewasm.wit.binary.WasmReader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** What a module has defined so far: its index spaces. */
final class ModuleState {
    final Set<Proposal> proposals;
    final TypeTable types;

    /** By function: the index of its type. */
    final List<Integer> functions = new ArrayList<>();

    final List<Table> tables = new ArrayList<>();
    final List<Memory> memories = new ArrayList<>();
    final List<Global> globals = new ArrayList<>();

    /** By tag: the index of its type. */
    final List<Integer> tags = new ArrayList<>();

    /** By element segment: the type of its elements. */
    final List<Integer> elements = new ArrayList<>();

    OptionalInt dataCount = OptionalInt.empty();
    int importedFunctions;
    int importedGlobals;

    /** Functions that {@code ref.func} may name in code: those that something outside of it names. */
    final BitSet declared = new BitSet();

    /** A table; {@code address} is the type of its indices. */
    record Table(int element, int address) {}

    /** A memory; {@code address} is the type of its addresses. */
    record Memory(int address) {}

    /** A global. */
    record Global(int type, boolean mutable) {}

    ModuleState(Set<Proposal> proposals) {
        this.proposals = proposals;
        this.types = new TypeTable(proposals);
    }

    void require(WasmReader in, Proposal proposal, String what) {
        types.require(in, true, proposal, what);
    }

    TypeTable.Entry functionType(WasmReader in, long function) {
        return types.function(in, at(in, functions, function, "function"));
    }

    TypeTable.Entry tagType(WasmReader in, long tag) {
        return types.function(in, at(in, tags, tag, "tag"));
    }

    Table table(WasmReader in, long index) {
        return at(in, tables, index, "table");
    }

    Memory memory(WasmReader in, long index) {
        return at(in, memories, index, "memory");
    }

    Global global(WasmReader in, long index) {
        return at(in, globals, index, "global");
    }

    int element(WasmReader in, long index) {
        return at(in, elements, index, "element segment");
    }

    /** Checks the index of a data segment, which code may only name if their number is announced. */
    void data(WasmReader in, long index) {
        if (dataCount.isEmpty()) {
            throw in.error("data segments are used without a data count section");
        }
        if (index >= dataCount.getAsInt()) {
            throw in.error("there is no data segment " + index);
        }
    }

    private static <T> T at(WasmReader in, List<T> space, long index, String what) {
        if (index >= space.size()) {
            throw in.error("there is no %s %d".formatted(what, index));
        }
        return space.get((int) index);
    }

    Table table(WasmReader in, CoreExternType.Table type) {
        boolean index64 = type.limits().index64();
        types.require(in, index64, Proposal.MEMORY64, "a table of 64-bit indices");
        types.require(in, type.limits().shared(), Proposal.SHARED_EVERYTHING_THREADS, "a shared table");
        int element = types.value(in, type.element());
        if (type.limits().shared() && !types.isShared(Types.heap(element))) {
            throw in.error("elements of a shared table must be shared");
        }
        return new Table(element, index64 ? Types.I64 : Types.I32);
    }

    Memory memory(WasmReader in, CoreExternType.Memory type) {
        boolean index64 = type.limits().index64();
        types.require(in, index64, Proposal.MEMORY64, "a memory of 64-bit addresses");
        types.require(in, type.pageSizeWritten(), Proposal.CUSTOM_PAGE_SIZES, "a page size");
        types.require(in, type.limits().shared(), Proposal.THREADS, "a shared memory");
        if (type.limits().shared() && type.limits().max().isEmpty()) {
            throw in.error("a shared memory must have a maximum");
        }
        return new Memory(index64 ? Types.I64 : Types.I32);
    }

    Global global(WasmReader in, CoreExternType.Global type) {
        types.require(in, type.shared(), Proposal.SHARED_EVERYTHING_THREADS, "a shared global");
        int value = types.value(in, type.type());
        if (type.shared() && Types.isReference(value) && !types.isShared(Types.heap(value))) {
            throw in.error("the value of a shared global must be shared");
        }
        return new Global(value, type.mutable());
    }

    /** The type at {@code index} as that of a tag. */
    int tag(WasmReader in, int index) {
        require(in, Proposal.EXCEPTIONS, "a tag");
        if (types.function(in, index).results().length > 0) {
            throw in.error("a tag with results");
        }
        return index;
    }
}
