package dev.kubewasm.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;

/** The ConfigMaps and Secrets of a Pod's namespace. */
interface PodObjects {
    /** The ConfigMap of that name. */
    Optional<ConfigMap> configMap(String name);

    /** The Secret of that name. */
    Optional<Secret> secret(String name);

    /** Those of {@code namespace}, asked for by {@code requests}. */
    static PodObjects of(NodeCluster cluster, Requests requests, String namespace) {
        return new PodObjects() {
            @Override
            public Optional<ConfigMap> configMap(String name) {
                return requests.ask(
                        "read ConfigMap " + namespace + "/" + name, () -> cluster.configMap(namespace, name));
            }

            @Override
            public Optional<Secret> secret(String name) {
                return requests.ask("read Secret " + namespace + "/" + name, () -> cluster.secret(namespace, name));
            }
        };
    }
}
