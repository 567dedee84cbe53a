package dev.kubewasm.wit.binary;

import java.util.List;

/** The sections of a core module: their frame and their order. */
public final class CoreSections {
    /** The order that they must come in; custom sections may stand anywhere. */
    private static final List<Integer> ORDER = List.of(1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11);

    private CoreSections() {}

    /** What is done with each section. */
    public interface Visitor {
        /** Section {@code id}, which is all of {@code in}; what is left unread must be taken. */
        void section(int id, WasmReader in);
    }

    /**
     * Visits the sections of {@code module} in order.
     *
     * @throws MalformedBinaryException if it is no core module, or its sections aren't in order
     */
    public static void visit(BinarySlice module, Visitor visitor) {
        WasmReader in = module.reader();
        in.enter(Section.CORE_MODULE);
        if (Preamble.read(in) != Preamble.CORE_MODULE) {
            throw in.error(module.offset(), "a component where a core module is expected");
        }
        int last = -1;
        while (!in.atEnd()) {
            int at = in.position();
            int id = in.u8();
            if (id != 0) {
                int rank = ORDER.indexOf(id);
                if (rank <= last) {
                    throw in.error(
                            at,
                            rank < 0
                                    ? "%d is no section of a core module".formatted(id)
                                    : "core module's section %d is out of order".formatted(id));
                }
                last = rank;
            }
            WasmReader section = in.sub(in.u32());
            visitor.section(id, section);
            section.expectEnd("core module's section " + id);
        }
    }
}
