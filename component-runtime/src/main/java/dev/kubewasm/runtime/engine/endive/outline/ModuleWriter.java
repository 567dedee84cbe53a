package dev.kubewasm.runtime.engine.endive.outline;

import dev.kubewasm.runtime.engine.endive.outline.Additions.Piece;
import dev.kubewasm.runtime.engine.endive.outline.Additions.Signature;
import java.util.List;
import java.util.Map;
import run.endive.wasm.types.SectionId;

/** Writes a module anew: functions changed, and additions at the end of the sections that they belong to. */
final class ModuleWriter {
    private static final int HEADER = 8;
    /** Sections in the order in which they have to stand. */
    private static final List<Integer> ORDER = List.of(
            SectionId.TYPE,
            SectionId.IMPORT,
            SectionId.FUNCTION,
            SectionId.TABLE,
            SectionId.MEMORY,
            SectionId.TAG,
            SectionId.GLOBAL,
            SectionId.EXPORT,
            SectionId.START,
            SectionId.ELEMENT,
            SectionId.DATA_COUNT,
            SectionId.CODE,
            SectionId.DATA);

    private final byte[] wasm;
    private final Map<Integer, Body> changed;
    private final Additions additions;
    private final WasmBytes out = new WasmBytes();
    private int at = HEADER;

    private ModuleWriter(byte[] wasm, Map<Integer, Body> changed, Additions additions) {
        this.wasm = wasm;
        this.changed = changed;
        this.additions = additions;
    }

    /**
     * The new binary. Custom sections are left out: what they say is of the old one.
     *
     * @param wasm a valid binary
     * @param changed functions that it defines, by their index among them, as they are now
     */
    static byte[] write(byte[] wasm, Map<Integer, Body> changed, Additions additions) {
        return new ModuleWriter(wasm, changed, additions).write();
    }

    private byte[] write() {
        out.raw(wasm, 0, HEADER);
        boolean globals = additions.globals().isEmpty();
        while (at < wasm.length) {
            int id = wasm[at++];
            int size = number();
            int end = at + size;
            if (!globals && ORDER.indexOf(id) > ORDER.indexOf(SectionId.GLOBAL)) {
                section(
                        SectionId.GLOBAL,
                        new WasmBytes().number(additions.globals().size()).raw(globals()));
                globals = true;
            }
            switch (id) {
                case SectionId.CUSTOM -> {}
                case SectionId.TYPE -> appended(id, end, additions.types().size(), types());
                case SectionId.FUNCTION -> appended(id, end, additions.pieces().size(), functions());
                case SectionId.GLOBAL -> {
                    appended(id, end, additions.globals().size(), globals());
                    globals = true;
                }
                case SectionId.CODE -> section(id, code());
                default -> section(id, new WasmBytes().raw(wasm, at, end));
            }
            at = end;
        }
        return out.bytes();
    }

    private void section(int id, WasmBytes content) {
        out.raw(id).sized(content.bytes());
    }

    /** A section whose content is a list, with more entries. */
    private void appended(int id, int end, int count, byte[] entries) {
        int before = number();
        section(id, new WasmBytes().number(before + count).raw(wasm, at, end).raw(entries));
    }

    private byte[] types() {
        WasmBytes bytes = new WasmBytes();
        for (Signature type : additions.types()) {
            bytes.raw(0x60).types(type.params()).types(type.results());
        }
        return bytes.bytes();
    }

    private byte[] functions() {
        WasmBytes bytes = new WasmBytes();
        additions.pieces().forEach(piece -> bytes.number(piece.type()));
        return bytes.bytes();
    }

    private byte[] globals() {
        WasmBytes bytes = new WasmBytes();
        for (Num type : additions.globals()) {
            // Mutable, zero at first.
            bytes.raw(type.code())
                    .raw(0x01)
                    .raw(type.constOpcode())
                    .raw(new byte[type.zeroBytes()])
                    .raw(0x0B);
        }
        return bytes.bytes();
    }

    private WasmBytes code() {
        int count = number();
        WasmBytes bytes = new WasmBytes().number(count + additions.pieces().size());
        for (int i = 0; i < count; i++) {
            int start = at;
            int size = number();
            Body body = changed.get(i);
            if (body == null) {
                bytes.raw(wasm, start, at + size);
            } else {
                bytes.sized(BodyWriter.write(body));
            }
            at += size;
        }
        for (Piece piece : additions.pieces()) {
            bytes.sized(BodyWriter.write(piece.body()));
        }
        return bytes;
    }

    /** Reads an unsigned number in LEB128. */
    private int number() {
        int value = 0;
        int shift = 0;
        while (true) {
            byte next = wasm[at++];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
            shift += 7;
        }
    }
}
