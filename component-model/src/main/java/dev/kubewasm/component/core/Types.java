package dev.kubewasm.component.core;

import dev.kubewasm.wit.binary.CoreValType;

/**
 * Core value types as numbers, cheap to push and compare. 0 stands for any type, which comes from an empty stack in
 * unreachable code; a reference has the sign bit, a bit for null and its heap type: the code of an abstract one, or
 * {@link #CONCRETE} and the number of a type in its {@link TypeTable}.
 */
final class Types {
    static final int ANY_TYPE = 0;
    static final int I32 = 1;
    static final int I64 = 2;
    static final int F32 = 3;
    static final int F64 = 4;
    static final int V128 = 5;
    static final int I8 = 6;
    static final int I16 = 7;

    private static final int REFERENCE = 1 << 31;
    private static final int NULLABLE = 1 << 30;
    static final int SHARED = 1 << 29;
    static final int CONCRETE = 1 << 28;
    private static final int HEAP = SHARED | CONCRETE | (CONCRETE - 1);

    /** The heap type below all others, that of a reference in unreachable code. */
    static final int BOTTOM = 0;

    static final int CONT = 0x68;
    static final int EXN = 0x69;
    static final int ARRAY = 0x6a;
    static final int STRUCT = 0x6b;
    static final int I31 = 0x6c;
    static final int EQ = 0x6d;
    static final int ANY = 0x6e;
    static final int EXTERN = 0x6f;
    static final int FUNC = 0x70;
    static final int NONE = 0x71;
    static final int NOEXTERN = 0x72;
    static final int NOFUNC = 0x73;
    static final int NOEXN = 0x74;
    static final int NOCONT = 0x75;

    static final int FUNCREF = reference(true, FUNC);
    static final int EXTERNREF = reference(true, EXTERN);

    private Types() {}

    static int reference(boolean nullable, int heap) {
        return REFERENCE | (nullable ? NULLABLE : 0) | heap;
    }

    static boolean isReference(int type) {
        return type < 0;
    }

    static boolean isNullable(int type) {
        return (type & NULLABLE) != 0;
    }

    static int nonNull(int type) {
        return type & ~NULLABLE;
    }

    static int nullable(int type) {
        return type | NULLABLE;
    }

    static int heap(int type) {
        return type & HEAP;
    }

    static boolean isPacked(int type) {
        return type == I8 || type == I16;
    }

    /** The type on the stack of what is stored as {@code type}. */
    static int unpacked(int type) {
        return isPacked(type) ? I32 : type;
    }

    /** Whether there is a value to begin with. */
    static boolean hasDefault(int type) {
        return !isReference(type) || isNullable(type);
    }

    static int plain(CoreValType.Plain type) {
        return switch (type) {
            case I32 -> I32;
            case I64 -> I64;
            case F32 -> F32;
            case F64 -> F64;
            case V128 -> V128;
            case I8 -> I8;
            case I16 -> I16;
        };
    }

    private static String abstractName(int heap) {
        return switch (heap) {
            case EXN -> "exn";
            case ARRAY -> "array";
            case STRUCT -> "struct";
            case I31 -> "i31";
            case EQ -> "eq";
            case ANY -> "any";
            case EXTERN -> "extern";
            case FUNC -> "func";
            case NONE -> "none";
            case NOEXTERN -> "noextern";
            case NOFUNC -> "nofunc";
            case NOEXN -> "noexn";
            default -> "of any type";
        };
    }

    static String text(int type) {
        if (isReference(type)) {
            int heap = heap(type) & ~SHARED;
            String name = heap >= CONCRETE ? "type #" + (heap - CONCRETE) : abstractName(heap);
            return isNullable(type) ? "(ref null " + name + ")" : "(ref " + name + ")";
        }
        return switch (type) {
            case I32 -> "i32";
            case I64 -> "i64";
            case F32 -> "f32";
            case F64 -> "f64";
            case V128 -> "v128";
            case I8 -> "i8";
            case I16 -> "i16";
            default -> "any type";
        };
    }
}
