package dev.kubewasm.scheduler.framework;

/**
 * A port that a container takes on its node.
 *
 * @param ip the node's address; {@link #ANY} for all of them
 * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
 * @param port 1 to 65535
 */
public record HostPort(String ip, String protocol, int port) {
    /** Every address of the node. */
    public static final String ANY = "0.0.0.0";

    /** Whether both can't be taken on one node. */
    public boolean conflictsWith(HostPort other) {
        return port == other.port
                && protocol.equals(other.protocol)
                && (ip.equals(ANY) || other.ip.equals(ANY) || ip.equals(other.ip));
    }
}
