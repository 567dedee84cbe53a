package dev.kubewasm.component.core;

import dev.kubewasm.wit.binary.WasmReader;
import java.util.Arrays;

/** The types of the operands and the open blocks, while a function is checked (core specification, appendix). */
final class OperandStack {
    /** What opened a block. */
    enum Opener {
        FUNCTION,
        BLOCK,
        LOOP,
        IF,
        ELSE,
        TRY_TABLE
    }

    /** An open block. */
    static final class Frame {
        final Opener opener;
        final int[] params;
        final int[] results;
        final int height;
        final int initialised;
        boolean unreachable;

        Frame(Opener opener, int[] params, int[] results, int height, int initialised) {
            this.opener = opener;
            this.params = params;
            this.results = results;
            this.height = height;
            this.initialised = initialised;
        }

        /** What a branch to it takes along. */
        int[] label() {
            return opener == Opener.LOOP ? params : results;
        }
    }

    private final TypeTable types;
    private int[] operands = new int[64];
    private int size;
    private Frame[] frames = new Frame[16];
    private int depth;

    OperandStack(TypeTable types) {
        this.types = types;
    }

    void clear() {
        size = 0;
        depth = 0;
    }

    int depth() {
        return depth;
    }

    Frame top() {
        return frames[depth - 1];
    }

    /** The block that label {@code index} is of. */
    Frame label(WasmReader in, long index) {
        if (index >= depth) {
            throw in.error("there is no label " + index);
        }
        return frames[depth - 1 - (int) index];
    }

    void push(int type) {
        if (size == operands.length) {
            operands = Arrays.copyOf(operands, 2 * size);
        }
        operands[size++] = type;
    }

    void push(int[] all) {
        for (int type : all) {
            push(type);
        }
    }

    /** Takes an operand of whatever type. */
    int pop(WasmReader in) {
        Frame frame = frames[depth - 1];
        if (size == frame.height) {
            if (frame.unreachable) {
                return Types.ANY_TYPE;
            }
            throw in.error("an operand is missing");
        }
        return operands[--size];
    }

    /** Takes an operand of type {@code expected}. */
    int pop(WasmReader in, int expected) {
        int found = pop(in);
        if (found != expected && !types.isSubtype(found, expected)) {
            throw TypeTable.mismatch(in, expected, found);
        }
        return found;
    }

    void pop(WasmReader in, int[] expected) {
        for (int i = expected.length - 1; i >= 0; i--) {
            pop(in, expected[i]);
        }
    }

    /** Takes a reference of any type. */
    int popReference(WasmReader in) {
        int found = pop(in);
        if (found == Types.ANY_TYPE) {
            return Types.reference(false, Types.BOTTOM);
        }
        if (!Types.isReference(found)) {
            throw in.error("expected a reference, found " + Types.text(found));
        }
        return found;
    }

    /** Opens a block; its parameters are on the stack. */
    void open(Opener opener, int[] params, int[] results, int initialised) {
        if (depth == frames.length) {
            frames = Arrays.copyOf(frames, 2 * depth);
        }
        frames[depth++] = new Frame(opener, params, results, size, initialised);
        push(params);
    }

    /** Closes the innermost block, whose results must be all there is; they aren't pushed. */
    Frame close(WasmReader in) {
        Frame frame = frames[depth - 1];
        pop(in, frame.results);
        if (size != frame.height) {
            throw in.error("%d operands are left over at the end of a block".formatted(size - frame.height));
        }
        depth--;
        return frame;
    }

    /** The rest of the block can't be reached. */
    void unreachable() {
        Frame frame = frames[depth - 1];
        size = frame.height;
        frame.unreachable = true;
    }
}
