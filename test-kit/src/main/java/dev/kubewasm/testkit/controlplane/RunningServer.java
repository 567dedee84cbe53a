package dev.kubewasm.testkit.controlplane;

/** An API server that is ready, wherever it runs. */
interface RunningServer extends AutoCloseable {
    /** How to reach it. */
    AdminAccess access();

    /** Stops it; safe to call once. */
    @Override
    void close();
}
