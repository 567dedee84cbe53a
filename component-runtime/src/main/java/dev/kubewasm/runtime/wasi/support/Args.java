package dev.kubewasm.runtime.wasi.support;

import dev.kubewasm.runtime.value.Val;
import java.util.List;

/** The arguments of a host function by position. Their types were checked when the component was linked. */
public final class Args {
    private Args() {}

    /** The bits of a {@code u64}. */
    public static long u64(List<Val> args, int index) {
        return ((Val.U64) args.get(index)).value();
    }

    /** A {@code u8}. */
    public static int u8(List<Val> args, int index) {
        return ((Val.U8) args.get(index)).value();
    }

    /** A {@code string}. */
    public static String string(List<Val> args, int index) {
        return ((Val.Str) args.get(index)).value();
    }

    /** A {@code list<u8>}, not a copy. */
    public static byte[] bytes(List<Val> args, int index) {
        return ((Val.Bytes) args.get(index)).value();
    }

    /** The items of a {@code list}. */
    public static List<Val> list(List<Val> args, int index) {
        return ((Val.ListVal) args.get(index)).items();
    }

    /** The bits of {@code flags}. */
    public static int flags(List<Val> args, int index) {
        return ((Val.FlagsVal) args.get(index)).bits();
    }
}
