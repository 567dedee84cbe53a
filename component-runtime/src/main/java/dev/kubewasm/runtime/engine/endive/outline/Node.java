package dev.kubewasm.runtime.engine.endive.outline;

import java.util.List;

/**
 * An instruction, or a block of them. Code that can't be reached isn't represented.
 *
 * <p>Sizes are bytes of JVM code that the instruction is compiled to, estimated.
 */
sealed interface Node {
    /** How many values it takes off the operand stack. */
    int pops();

    /** How many values it leaves there instead, if it goes on to the next instruction. */
    int pushes();

    /** Whether the next instruction is never reached from it. */
    default boolean diverges() {
        return false;
    }

    /** How an instruction that names no local and no label ends. */
    enum Flow {
        /** It goes on to the next instruction. */
        NEXT,
        /** It traps or throws. */
        ENDS,
        /** It replaces the function it stands in by a call, and so can't be moved to another one. */
        TAIL_CALL
    }

    /** An instruction that names no local and no label: the bytes from {@code from} to {@code to} of {@code source}. */
    @SuppressWarnings("ArrayRecordComponent") // a part of the binary; never compared
    record Plain(byte[] source, int from, int to, int pops, int pushes, int size, Flow flow) implements Node {
        @Override
        public boolean diverges() {
            return flow != Flow.NEXT;
        }
    }

    /** What is done with a local. */
    enum Use {
        GET(0x20, 0, 1, 2),
        SET(0x21, 1, 0, 2),
        TEE(0x22, 1, 1, 3);

        private final int opcode;
        private final int pops;
        private final int pushes;
        private final int size;

        Use(int opcode, int pops, int pushes, int size) {
            this.opcode = opcode;
            this.pops = pops;
            this.pushes = pushes;
            this.size = size;
        }

        int opcode() {
            return opcode;
        }

        int size() {
            return size;
        }
    }

    /** {@code local.get}, {@code local.set} or {@code local.tee}. */
    record Access(Use use, Local local) implements Node {
        @Override
        public int pops() {
            return use.pops;
        }

        @Override
        public int pushes() {
            return use.pushes;
        }
    }

    /**
     * Instructions that stay together, and go on to the next: those that pass values through globals, which anything else that
     * is moved would overwrite.
     *
     * @param nodes instructions without blocks and branches
     */
    record Joined(List<Node> nodes, int pops, int pushes) implements Node {
        public Joined {
            nodes = List.copyOf(nodes);
        }
    }

    /** The kinds of branches. */
    enum Branch {
        ALWAYS(0x0C),
        IF(0x0D),
        TABLE(0x0E);

        private final int opcode;

        Branch(int opcode) {
            this.opcode = opcode;
        }

        int opcode() {
            return opcode;
        }
    }

    /**
     * {@code br}, {@code br_if} or {@code br_table}, or {@code return}: a branch to the function's own label. What it passes is
     * counted as left on the stack, where it stays if the branch isn't taken.
     */
    record Jump(Branch branch, List<Label> targets) implements Node {
        public Jump {
            targets = List.copyOf(targets);
        }

        static Jump to(Label target) {
            return new Jump(Branch.ALWAYS, List.of(target));
        }

        @Override
        public int pops() {
            return branch == Branch.ALWAYS ? 0 : 1;
        }

        @Override
        public int pushes() {
            return 0;
        }

        @Override
        public boolean diverges() {
            return branch != Branch.IF;
        }
    }

    /** The kinds of blocks. */
    enum Kind {
        BLOCK(0x02),
        LOOP(0x03),
        IF(0x04),
        TRY(0x1F);

        private final int opcode;

        Kind(int opcode) {
            this.opcode = opcode;
        }

        int opcode() {
            return opcode;
        }
    }

    /**
     * A clause of {@code try_table}.
     *
     * @param opcode which of the four kinds
     * @param tag the tag's number, -1 if it catches all
     */
    record Catch(int opcode, int tag, Label target) {}

    /**
     * A block. Its sequences of instructions are changed when parts are moved out.
     *
     * @param type its type as it stands in the binary
     * @param params how many values it takes, an {@code if}'s condition not counted
     * @param results how many values it leaves
     * @param otherwise the instructions after {@code else}; empty if there is none
     * @param catches the clauses of a {@code try_table}
     */
    @SuppressWarnings("ArrayRecordComponent") // a part of the binary; never compared
    record Block(
            Kind kind,
            byte[] type,
            int params,
            int results,
            Label label,
            List<Node> body,
            List<Node> otherwise,
            List<Catch> catches)
            implements Node {
        /** A {@code block} that takes nothing; it leaves what branches to its label pass. */
        static Block of(byte[] type, Label label, List<Node> body) {
            return new Block(
                    Kind.BLOCK, type, 0, label.types().orElseThrow().size(), label, body, List.of(), List.of());
        }

        /** An {@code if} that takes and leaves nothing but its condition. */
        static Block when(List<Node> body) {
            return new Block(Kind.IF, WasmBytes.emptyBlockType(), 0, 0, Label.plain(), body, List.of(), List.of());
        }

        @Override
        public int pops() {
            return params + (kind == Kind.IF ? 1 : 0);
        }

        @Override
        public int pushes() {
            return results;
        }

        /** Whether it is a plain {@code block} that takes and leaves nothing. */
        boolean isPlain() {
            return kind == Kind.BLOCK && params == 0 && results == 0;
        }
    }
}
