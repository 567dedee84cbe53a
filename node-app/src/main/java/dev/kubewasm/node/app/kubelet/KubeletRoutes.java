package dev.kubewasm.node.app.kubelet;

import dev.kubewasm.node.ContainerCall;
import dev.kubewasm.node.NodeAgent;
import dev.kubewasm.node.NodeCluster;
import dev.kubewasm.node.app.kubelet.exec.Exec;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the kubelet's API answers. */
final class KubeletRoutes {
    private static final Duration RUN_AT_MOST = Duration.ofSeconds(30);

    /** Not on virtual threads: a call that goes on and on would hold one of the few carriers, and its CPU time isn't measured there. */
    private final Executor calls = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("call-", 0).factory());

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
        if (pod(context).isEmpty()) {
            return;
        }
        List<String> command = context.queryParam("cmd");
        if (command.isEmpty() || command.getFirst().isBlank()) {
            KubeletServer.end(context, 400, "cmd names no exported function");
            return;
        }
        String[] words = command.getFirst().strip().split("\\s+", 2);
        ContainerCall.Answer answer = CompletableFuture.supplyAsync(call(context, List.of(words)), calls)
                .join();
        KubeletServer.end(context, answer.success() ? 200 : 400, answer.text());
    }

    /** {@code /exec/NAMESPACE/POD/CONTAINER?command=FUNCTION&command=ARGUMENT}: the same, as {@code kubectl exec} asks for it. */
    void exec(RoutingContext context) {
        if (pod(context).isEmpty()) {
            return;
        }
        List<String> command = context.queryParam("command");
        if (command.isEmpty()) {
            KubeletServer.end(context, 400, "command names no exported function");
        } else if (!Exec.answer(context, call(context, command), calls)) {
            KubeletServer.end(
                    context,
                    400,
                    "exec is asked for by an upgrade to SPDY/3.1 or WebSocket, " + Exec.webSocketProtocols());
        }
    }

    private Supplier<ContainerCall.Answer> call(RoutingContext context, List<String> command) {
        PodKey pod = key(context);
        String container = context.pathParam("container");
        return () -> ContainerCall.make(agent, pod, container, command, RUN_AT_MOST);
    }

    /** {@code attach}: there is nothing to attach to. */
    void attach(RoutingContext context) {
        KubeletServer.end(
                context,
                501,
                "not for components: they have no processes; kubectl exec calls a function that one exports");
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
