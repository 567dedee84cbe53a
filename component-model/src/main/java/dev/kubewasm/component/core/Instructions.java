package dev.kubewasm.component.core;

import dev.kubewasm.wit.binary.CoreTypeReader;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.WasmReader;

/**
 * Walks over instructions, one after the other and keeping none, and notes the features that they belong to (core
 * specification, "Instructions" of the binary format; proposals as wasm-tools has them). Only where instructions begin
 * and end is checked, not their types.
 */
final class Instructions {
    private final WasmReader in;
    private final FeatureSet features;
    private final CoreTypeReader types;

    Instructions(WasmReader in, FeatureSet features) {
        this.in = in;
        this.features = features;
        this.types = new CoreTypeReader(in);
    }

    /**
     * Reads up to and including the {@code end} of a function or of a constant expression.
     *
     * @param importedGlobals the number of imported globals for a constant expression, else negative
     */
    void expression(int importedGlobals) {
        boolean constant = importedGlobals >= 0;
        int open = 1;
        while (open > 0) {
            int at = in.position();
            int code = in.u8();
            switch (code) {
                case 0x02, 0x03, 0x04, 0x06, 0x1f -> {
                    blockType();
                    open++;
                    block(code);
                }
                case 0x0b -> open--;
                case 0x18 -> {
                    features.add(CoreFeature.LEGACY_EXCEPTIONS);
                    in.u32();
                    open--;
                }
                case 0x23 -> {
                    long global = in.u32();
                    if (constant && global >= importedGlobals) {
                        features.add(CoreFeature.GC);
                    }
                }
                case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e -> {
                    if (constant) {
                        features.add(CoreFeature.EXTENDED_CONST);
                    }
                }
                default -> one(at, code);
            }
        }
    }

    private void block(int code) {
        if (code == 0x06) {
            features.add(CoreFeature.LEGACY_EXCEPTIONS);
        } else if (code == 0x1f) {
            features.add(CoreFeature.EXCEPTIONS);
            times(() -> {
                int at = in.position();
                int kind = in.u8();
                if (kind > 3) {
                    throw in.error(at, "0x%02x is no kind of catch clause".formatted(kind));
                }
                indices(kind < 2 ? 2 : 1);
            });
        }
    }

    private void one(int at, int code) {
        switch (code) {
            case 0x00, 0x01, 0x05, 0x0f, 0x1a, 0x1b -> {}
            case 0x0c, 0x0d, 0x10, 0x20, 0x21, 0x22, 0x24, 0x3f, 0x40 -> in.u32();
            case 0x0e -> {
                times(in::u32);
                in.u32();
            }
            case 0x11 -> callIndirect();
            case 0x41 -> signed(32);
            case 0x42 -> signed(64);
            case 0x43 -> in.take(4);
            case 0x44 -> in.take(8);
            case 0xfb -> collected(at);
            case 0xfc -> prefixed(at);
            case 0xfd -> vector(at);
            case 0xfe -> atomic(at);
            default -> {
                if (code >= 0x28 && code <= 0x3e) {
                    memoryArgument();
                } else if (code >= 0xc0 && code <= 0xc4) {
                    features.add(CoreFeature.SIGN_EXTENSION);
                } else if (code < 0x45 || code > 0xbf) {
                    ofProposals(at, code);
                }
            }
        }
    }

    private void ofProposals(int at, int code) {
        switch (code) {
            case 0x07, 0x09 -> needs(CoreFeature.LEGACY_EXCEPTIONS, 1);
            case 0x19 -> needs(CoreFeature.LEGACY_EXCEPTIONS, 0);
            case 0x08 -> needs(CoreFeature.EXCEPTIONS, 1);
            case 0x0a -> needs(CoreFeature.EXCEPTIONS, 0);
            case 0x12 -> needs(CoreFeature.TAIL_CALL, 1);
            case 0x13 -> needs(CoreFeature.TAIL_CALL, 2);
            case 0x14, 0x15, 0xd5, 0xd6 -> needs(CoreFeature.FUNCTION_REFERENCES, 1);
            case 0xd4 -> needs(CoreFeature.FUNCTION_REFERENCES, 0);
            case 0x1c -> {
                features.add(CoreFeature.REFERENCE_TYPES);
                times(() -> features.type(types.valType()));
            }
            case 0x25, 0x26, 0xd2 -> needs(CoreFeature.REFERENCE_TYPES, 1);
            case 0xd0 -> {
                features.add(CoreFeature.REFERENCE_TYPES);
                heapType();
            }
            case 0xd1 -> needs(CoreFeature.REFERENCE_TYPES, 0);
            case 0xd3 -> needs(CoreFeature.GC, 0);
            case 0xe0, 0xe2 -> needs(CoreFeature.STACK_SWITCHING, 1);
            case 0xe1, 0xe6 -> needs(CoreFeature.STACK_SWITCHING, 2);
            case 0xe3, 0xe5 -> {
                needs(CoreFeature.STACK_SWITCHING, 1);
                handlers();
            }
            case 0xe4 -> {
                needs(CoreFeature.STACK_SWITCHING, 2);
                handlers();
            }
            default -> throw unknown(at, "0x%02x".formatted(code));
        }
    }

    /** The table's number was a byte that had to be zero once. */
    private void callIndirect() {
        in.u32();
        int before = in.position();
        long table = in.u32();
        if (table != 0 || in.position() - before > 1) {
            features.add(CoreFeature.CALL_INDIRECT_OVERLONG);
        }
    }

    private void handlers() {
        times(() -> {
            int at = in.position();
            int kind = in.u8();
            if (kind > 1) {
                throw in.error(at, "0x%02x is no kind of handler".formatted(kind));
            }
            indices(kind == 0 ? 2 : 1);
        });
    }

    /** Instructions that begin with 0xfb: collected objects. */
    private void collected(int at) {
        long code = in.u32();
        if (code > 0x1e) {
            throw unknown(at, "0xfb 0x%02x".formatted(code));
        }
        features.add(CoreFeature.GC);
        switch ((int) code) {
            case 0x00, 0x01, 0x06, 0x07, 0x0b, 0x0c, 0x0d, 0x0e, 0x10 -> indices(1);
            case 0x02, 0x03, 0x04, 0x05, 0x08, 0x09, 0x0a, 0x11, 0x12, 0x13 -> indices(2);
            case 0x14, 0x15, 0x16, 0x17 -> heapType();
            case 0x18, 0x19 -> {
                in.u8();
                indices(1);
                heapType();
                heapType();
            }
            default -> {}
        }
    }

    /** Instructions that begin with 0xfc. */
    private void prefixed(int at) {
        long code = in.u32();
        if (code > 0x16) {
            throw unknown(at, "0xfc 0x%02x".formatted(code));
        }
        switch ((int) code) {
            case 0x08, 0x0c, 0x0e -> needs(CoreFeature.BULK_MEMORY, 2);
            case 0x09, 0x0d -> needs(CoreFeature.BULK_MEMORY, 1);
            case 0x0a -> needs(CoreFeature.BULK_MEMORY_OPT, 2);
            case 0x0b -> needs(CoreFeature.BULK_MEMORY_OPT, 1);
            case 0x0f, 0x10, 0x11 -> needs(CoreFeature.REFERENCE_TYPES, 1);
            case 0x12 -> needs(CoreFeature.MEMORY_CONTROL, 1);
            case 0x13, 0x14, 0x15, 0x16 -> needs(CoreFeature.WIDE_ARITHMETIC, 0);
            default -> needs(CoreFeature.SATURATING_FLOAT_TO_INT, 0);
        }
    }

    /** Instructions that begin with 0xfd: vectors. */
    private void vector(int at) {
        long code = in.u32();
        if (code > 0x113) {
            throw unknown(at, "0xfd 0x%02x".formatted(code));
        }
        features.add(code >= 0x100 ? CoreFeature.RELAXED_SIMD : CoreFeature.SIMD);
        if (code <= 0x0b || code == 0x5c || code == 0x5d) {
            memoryArgument();
        } else if (code == 0x0c || code == 0x0d) {
            in.take(16);
        } else if (code >= 0x15 && code <= 0x22) {
            in.u8();
        } else if (code >= 0x54 && code <= 0x5b) {
            memoryArgument();
            in.u8();
        }
    }

    /** Instructions that begin with 0xfe: atomic ones. */
    private void atomic(int at) {
        long code = in.u32();
        if (code > 0x72 || (code > 0x03 && code < 0x10)) {
            throw unknown(at, "0xfe 0x%02x".formatted(code));
        }
        if (code < 0x4f) {
            features.add(CoreFeature.THREADS);
            if (code == 0x03) {
                in.u8();
            } else {
                memoryArgument();
            }
            return;
        }
        features.add(CoreFeature.SHARED_EVERYTHING_THREADS);
        if (code != 0x72) {
            in.u8();
            boolean ofStruct = code >= 0x5c && code <= 0x66;
            indices(ofStruct ? 2 : 1);
        }
    }

    private MalformedBinaryException unknown(int at, String code) {
        return in.error(at, code + " is no instruction");
    }

    private void needs(CoreFeature feature, int operands) {
        features.add(feature);
        indices(operands);
    }

    private void indices(int count) {
        for (int i = 0; i < count; i++) {
            in.u32();
        }
    }

    private void times(Runnable each) {
        int count = in.count(Integer.MAX_VALUE, "operands");
        for (int i = 0; i < count; i++) {
            each.run();
        }
    }

    private void blockType() {
        int code = in.peek();
        if (code == 0x40) {
            in.u8();
        } else if ((code & 0xc0) == 0x40) {
            // One byte with the sign bit: a value type. Others are indices, of function types.
            features.type(types.valType());
        } else {
            in.s33();
            features.add(CoreFeature.MULTI_VALUE);
        }
    }

    private void heapType() {
        boolean shared = in.peek() == 0x65;
        if (shared) {
            in.u8();
        }
        int at = in.position();
        long type = in.s33();
        if (type < -0x18 || (type < 0 && type > -0x0b)) {
            throw in.error(at, "%d is no heap type".formatted(type));
        }
        features.heapType(type, shared, true);
    }

    /** Alignment with, perhaps, the number of a memory, and an offset. */
    private void memoryArgument() {
        int at = in.position();
        long alignment = in.u32();
        if (alignment >= 0x80) {
            throw in.error(at, "0x%x is no alignment".formatted(alignment));
        }
        if ((alignment & 0x40) != 0) {
            in.u32();
        }
        in.u64();
    }

    private void signed(int bits) {
        int at = in.position();
        int most = (bits + 6) / 7;
        for (int i = 0; i < most; i++) {
            if ((in.u8() & 0x80) == 0) {
                return;
            }
        }
        throw in.error(at, "integer doesn't fit " + bits + " bits");
    }
}
