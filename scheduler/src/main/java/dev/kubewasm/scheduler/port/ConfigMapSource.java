package dev.kubewasm.scheduler.port;

import java.util.Optional;

/** Reads entries of ConfigMaps. */
@FunctionalInterface
public interface ConfigMapSource {
    /**
     * The value of {@code key} in {@code data} of a ConfigMap; empty if the ConfigMap or the entry is not there.
     *
     * @throws ClusterUnavailableException when the cluster gives no answer
     */
    Optional<String> value(String namespace, String name, String key);
}
