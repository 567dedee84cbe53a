package dev.kubewasm.runtime.engine.endive.outline;

import dev.kubewasm.runtime.engine.endive.outline.Node.Flow;
import dev.kubewasm.runtime.engine.endive.outline.Node.Plain;

/** Instructions that stand in no source. */
final class Code {
    private static final int GLOBAL_SIZE = 8;
    private static final int CALL_SIZE = 11;

    private Code() {}

    static Node unreachable() {
        return plain(new WasmBytes().raw(0x00), 0, 0, 4, Flow.ENDS);
    }

    static Node call(int function, int params, int results) {
        return plain(new WasmBytes().raw(0x10).number(function), params, results, CALL_SIZE, Flow.NEXT);
    }

    static Node getGlobal(int global) {
        return plain(new WasmBytes().raw(0x23).number(global), 0, 1, GLOBAL_SIZE, Flow.NEXT);
    }

    static Node setGlobal(int global) {
        return plain(new WasmBytes().raw(0x24).number(global), 1, 0, GLOBAL_SIZE, Flow.NEXT);
    }

    static Node constant(int value) {
        return plain(new WasmBytes().raw(0x41).signed(value), 0, 1, 2, Flow.NEXT);
    }

    private static Node plain(WasmBytes bytes, int pops, int pushes, int size, Flow flow) {
        return new Plain(bytes.bytes(), 0, bytes.length(), pops, pushes, size, flow);
    }
}
