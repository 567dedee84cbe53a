package dev.kubewasm.testkit.controlplane;

/** An API server that is ready, wherever it runs. */
interface RunningServer extends AutoCloseable {
    /** How to reach it. */
    AdminAccess access();

    /** Whose client certificates it takes. */
    ClientAuthority clientAuthority();

    /** Stops it; safe to call once. */
    @Override
    void close();
}
