package dev.kubewasm.node.app.kubelet;

import dev.kubewasm.node.NodeAgent;
import dev.kubewasm.node.NodeCluster;
import dev.kubewasm.node.logs.LogFiles;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The kubelet's API of one node. */
public final class KubeletApi {
    private KubeletApi() {}

    /**
     * Serves it; returns when it does.
     *
     * @param vertx serves
     * @param settings where and with what
     * @param client with the node's identity as it is now, which reviews who asks
     * @param agent runs the Pods
     * @param cluster knows them
     * @param logs what they print
     */
    public static KubeletServer serve(
            Vertx vertx,
            KubeletServer.Settings settings,
            Supplier<KubernetesClient> client,
            NodeAgent agent,
            NodeCluster cluster,
            LogFiles logs,
            InstantSource clock) {
        return KubeletServer.start(
                vertx,
                settings,
                new KubeletAuth(client, agent.name(), clock),
                new KubeletRoutes(agent, cluster, logs, new NodeUsage(agent.name(), clock), clock));
    }
}
