package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.CoreExternType.Limits;

/** Limits of core memories and tables: matching and wording. */
final class CoreLimits {
    private CoreLimits() {}

    /** Whether something with {@code actual} limits may be imported as having {@code expected}. */
    static boolean fit(Limits actual, Limits expected) {
        boolean maxFits = expected.max().isEmpty()
                || (actual.max().isPresent()
                        && Long.compareUnsigned(
                                        actual.max().getAsLong(), expected.max().getAsLong())
                                <= 0);
        return actual.shared() == expected.shared()
                && actual.index64() == expected.index64()
                && Long.compareUnsigned(actual.min(), expected.min()) >= 0
                && maxFits;
    }

    /** A core item in words. */
    static String describe(CoreItemType item) {
        return switch (item) {
            case CoreItemType.CoreFunction f ->
                "core func %s -> %s".formatted(f.type().params(), f.type().results());
            case CoreItemType.CoreTag t -> "core tag " + t.type().params();
            case CoreItemType.CoreTable t -> "core table " + t.type().limits();
            case CoreItemType.CoreMemory m -> "core memory " + m.type().limits();
            case CoreItemType.CoreGlobal g ->
                "core global " + (g.type().mutable() ? "mut " : "") + g.type().type();
        };
    }
}
