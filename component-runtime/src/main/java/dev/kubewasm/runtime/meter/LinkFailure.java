package dev.kubewasm.runtime.meter;

/** Why a call through a link ended without a result. */
public enum LinkFailure {
    /** The provider trapped, or ended itself; what it called in turn counts to it. */
    TRAP,
    /** There was no provider, and none came within the link's deadline. */
    PROVIDER_GONE,
    /** The provider was busy with others until the link's deadline. */
    DEADLINE,
    /** The caller was told to end, or its own deadline passed. */
    INTERRUPTED
}
