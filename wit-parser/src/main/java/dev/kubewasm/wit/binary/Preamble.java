package dev.kubewasm.wit.binary;

/** The first eight bytes of a binary: magic, version and layer. */
public enum Preamble {
    /** A core module. */
    CORE_MODULE,
    /** A component. */
    COMPONENT;

    private static final int[] MAGIC = {0x00, 0x61, 0x73, 0x6d};

    /** Reads the preamble. */
    public static Preamble read(WasmReader in) {
        int at = in.position();
        for (int expected : MAGIC) {
            if (in.atEnd() || in.u8() != expected) {
                throw in.error(at, "is no WebAssembly binary: it doesn't begin with \\0asm");
            }
        }
        int version = in.u8() | in.u8() << 8;
        int layer = in.u8() | in.u8() << 8;
        if (layer == 0 && version == 1) {
            return CORE_MODULE;
        }
        if (layer == 1 && version == 0x0d) {
            return COMPONENT;
        }
        throw in.error(
                at + 4,
                layer == 1
                        ? "component binary of version 0x%x: only 0x0d is known".formatted(version)
                        : "WebAssembly binary of version %d, layer %d: not known".formatted(version, layer));
    }
}
