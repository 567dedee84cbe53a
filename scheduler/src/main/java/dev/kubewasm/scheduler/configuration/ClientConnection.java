package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;
import static dev.kubewasm.scheduler.configuration.Checks.require;

/**
 * How fast the API server is asked. Watches don't count.
 *
 * @param qps requests a second in the long run, 1 or more; beyond, a request waits for its turn
 * @param burst how many may go at once after a pause, 1 or more
 */
public record ClientConnection(Integer qps, Integer burst) {
    @SuppressWarnings("NullAway") // null is what a file leaves out
    static final ClientConnection DEFAULT = new ClientConnection(null, null);

    public ClientConnection {
        qps = or(qps, 2000);
        burst = or(burst, 4000);
        require(qps >= 1, "qps is %s, must be 1 or more", qps);
        require(burst >= 1, "burst is %s, must be 1 or more", burst);
    }
}
