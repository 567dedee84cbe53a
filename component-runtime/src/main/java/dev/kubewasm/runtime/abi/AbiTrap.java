package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.failure.Trap;

/** A rule of the canonical ABI was broken, and it is known by whom. */
final class AbiTrap extends Trap {
    private static final long serialVersionUID = 1L;

    private final transient InstanceScope culprit;

    AbiTrap(InstanceScope culprit, String message) {
        this(Kind.CANONICAL_ABI, culprit, message);
    }

    AbiTrap(Kind kind, InstanceScope culprit, String message) {
        super(kind, message);
        this.culprit = culprit;
    }

    /** The instance that broke the rule. */
    InstanceScope culprit() {
        return culprit;
    }
}
