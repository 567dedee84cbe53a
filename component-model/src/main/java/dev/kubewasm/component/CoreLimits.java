package dev.kubewasm.component;

import dev.kubewasm.component.ResolvedType.CoreItemType;
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
            case ResolvedType.CoreFunction f ->
                "core func %s -> %s".formatted(f.type().params(), f.type().results());
            case ResolvedType.CoreTag t -> "core tag " + t.type().params();
            case ResolvedType.CoreTable t -> "core table " + t.type().limits();
            case ResolvedType.CoreMemory m -> "core memory " + m.type().limits();
            case ResolvedType.CoreGlobal g ->
                "core global " + (g.type().mutable() ? "mut " : "") + g.type().type();
        };
    }
}
