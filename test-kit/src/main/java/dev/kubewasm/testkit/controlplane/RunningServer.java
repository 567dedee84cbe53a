package dev.kubewasm.testkit.controlplane;

/** An API server that is ready, wherever it runs. */
interface RunningServer extends AutoCloseable {
    /** How to reach it. */
    AdminAccess access();

    /** Whose client certificates it takes. */
    ClientAuthority clientAuthority();

    /**
     * Stops the API server, its store goes on; starts it again on the same port when {@code whileAway} has returned, and returns
     * when it is ready.
     *
     * @throws ControlPlaneException where that can't be done
     */
    void restart(Runnable whileAway);

    /**
     * Has the store forget all versions before the newest.
     *
     * @throws ControlPlaneException where that can't be done
     */
    void compact();

    /** Stops it; safe to call once. */
    @Override
    void close();
}
