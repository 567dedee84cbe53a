package dev.kubewasm.node.app.kubelet;

import dev.kubewasm.node.ContainerCall;
import dev.kubewasm.node.NodeAgent;
import dev.kubewasm.node.NodeCluster;
import dev.kubewasm.node.logs.LogFiles;
import dev.kubewasm.node.logs.LogQuery;
import dev.kubewasm.node.logs.LogReader;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** What the kubelet's API answers. */
final class KubeletRoutes {
    private static final Duration RUN_AT_MOST = Duration.ofSeconds(30);

    private final NodeAgent agent;
    private final NodeCluster cluster;
    private final LogFiles logs;
    private final NodeUsage usage;
    private final InstantSource clock;

    KubeletRoutes(NodeAgent agent, NodeCluster cluster, LogFiles logs, NodeUsage usage, InstantSource clock) {
        this.agent = agent;
        this.cluster = cluster;
        this.logs = logs;
        this.usage = usage;
        this.clock = clock;
    }

    /** {@code /containerLogs/NAMESPACE/POD/CONTAINER}, with the options of {@code kubectl logs}. */
    void logs(RoutingContext context) throws IOException, InterruptedException {
        LogQuery query;
        try {
            query = query(context);
        } catch (NumberFormatException | DateTimeException e) {
            KubeletServer.end(context, 400, "an option is no number or time: " + e.getMessage());
            return;
        }
        Optional<Pod> pod = pod(context);
        if (pod.isEmpty()) {
            return;
        }
        String container = context.pathParam("container");
        boolean previous = flag(context, "previous");
        Optional<List<Path>> files =
                logs.files(key(context), new Uid(pod.get().getMetadata().getUid()), container, previous);
        if (files.isEmpty()) {
            KubeletServer.end(context, 400, noLog(pod.get(), container, previous));
            return;
        }
        HttpServerResponse response = context.response().setChunked(true).putHeader("Content-Type", "text/plain");
        try (OutputStream out = new ResponseStream(response)) {
            LogReader.read(files.get(), query, () -> logs.growing(files.get()), out);
        }
    }

    private static String noLog(Pod pod, String container, boolean previous) {
        String which =
                "container \"" + container + "\" in pod \"" + pod.getMetadata().getName() + "\"";
        if (previous) {
            return "previous terminated " + which + " not found";
        }
        return statuses(pod)
                .filter(status -> status.getName().equals(container))
                .findFirst()
                .map(ContainerStatus::getState)
                .map(state -> state.getWaiting())
                .map(waiting -> which + " is waiting to start: " + waiting.getReason())
                .orElse(which + " is not available");
    }

    private static Stream<ContainerStatus> statuses(Pod pod) {
        return Stream.concat(
                pod.getStatus().getInitContainerStatuses().stream(), pod.getStatus().getContainerStatuses().stream());
    }

    private LogQuery query(RoutingContext context) {
        Optional<Instant> since = number(context, "sinceSeconds").isPresent()
                ? Optional.of(clock.instant()
                        .minusSeconds(number(context, "sinceSeconds").getAsLong()))
                : context.queryParam("sinceTime").stream().findFirst().map(Instant::parse);
        return new LogQuery(
                flag(context, "follow"),
                number(context, "tailLines"),
                since,
                flag(context, "timestamps"),
                number(context, "limitBytes"));
    }

    private static OptionalLong number(RoutingContext context, String name) {
        return context.queryParam(name).stream()
                .filter(value -> !value.isEmpty())
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static boolean flag(RoutingContext context, String name) {
        return context.queryParam(name).stream().anyMatch("true"::equals);
    }

    /** {@code /run/NAMESPACE/POD/CONTAINER?cmd=FUNCTION ARGUMENTS}: calls an exported function, answers its result. */
    void run(RoutingContext context) {
        Optional<Pod> pod = pod(context);
        if (pod.isEmpty()) {
            return;
        }
        List<String> command = context.queryParam("cmd");
        if (command.isEmpty() || command.getFirst().isBlank()) {
            KubeletServer.end(context, 400, "cmd names no exported function");
            return;
        }
        String[] words = command.getFirst().strip().split("\\s+", 2);
        ContainerCall.Answer answer = ContainerCall.make(
                agent,
                key(context),
                context.pathParam("container"),
                words.length == 1 ? List.of(words[0]) : List.of(words),
                RUN_AT_MOST);
        KubeletServer.end(context, answer.success() ? 200 : 400, answer.text());
    }

    /** {@code exec} and {@code attach} have nothing to attach to. */
    void exec(RoutingContext context) {
        KubeletServer.end(
                context,
                501,
                "not for components: they have no processes and no shell; call an exported function by POST"
                        + " /api/v1/nodes/NODE/proxy/run/NAMESPACE/POD/CONTAINER?cmd=FUNCTION");
    }

    /** Components have no ports. */
    void portForward(RoutingContext context) {
        KubeletServer.end(context, 501, "not for components: they have no ports");
    }

    /** {@code /pods}: those bound to this node. */
    void pods(RoutingContext context) {
        json(
                context,
                Serialization.asJson(new PodListBuilder()
                        .withItems(cluster.pods(agent.name()))
                        .build()));
    }

    /** {@code /stats/summary}. */
    void summary(RoutingContext context) {
        json(context, Serialization.asJson(usage.summary(agent.usage())));
    }

    /** {@code /metrics/resource}, in the text format of Prometheus. */
    void resourceMetrics(RoutingContext context) throws IOException {
        context.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(usage.metrics(agent.usage()));
    }

    private static void json(RoutingContext context, String text) {
        context.response().putHeader("Content-Type", "application/json").end(text);
    }

    private static PodKey key(RoutingContext context) {
        return new PodKey(context.pathParam("namespace"), context.pathParam("pod"));
    }

    /** The Pod that the path names; if there is none here that is answered. */
    private Optional<Pod> pod(RoutingContext context) {
        PodKey key = key(context);
        Optional<Pod> found = cluster.pods(agent.name()).stream()
                .filter(p -> p.getMetadata().getNamespace().equals(key.namespace())
                        && p.getMetadata().getName().equals(key.name()))
                .findFirst();
        if (found.isEmpty()) {
            KubeletServer.end(context, 404, "pod " + key + " is not on this node");
        }
        return found;
    }

    /** Writes to a response no faster than it is read; fails when nobody reads any more. */
    private static final class ResponseStream extends OutputStream {
        private final HttpServerResponse response;

        ResponseStream(HttpServerResponse response) {
            this.response = response;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                response.write(Buffer.buffer(length).appendBytes(bytes, offset, length))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            } catch (CompletionException | IllegalStateException e) {
                throw new IOException("nobody reads the log any more", e);
            }
        }

        @Override
        public void close() {
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        }
    }
}
