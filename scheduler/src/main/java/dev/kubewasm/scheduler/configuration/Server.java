package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;
import static dev.kubewasm.scheduler.configuration.Checks.require;

/**
 * Where {@code /livez}, {@code /readyz} and {@code /metrics} are served, by plain HTTP and to anybody who reaches it.
 *
 * @param bindAddress of this machine
 * @param port from 1 to 65535
 */
public record Server(String bindAddress, Integer port) {
    @SuppressWarnings("NullAway") // null is what a file leaves out
    static final Server DEFAULT = new Server(null, null);

    public Server {
        bindAddress = or(bindAddress, "127.0.0.1");
        port = or(port, 10351);
        require(!bindAddress.isBlank(), "bindAddress is empty");
        require(port >= 1 && port <= 65535, "port is %s, must be from 1 to 65535", port);
    }
}
