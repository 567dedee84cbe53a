package dev.kubewasm.scheduler.app;

import dev.kubewasm.scheduler.app.Breakpoint.Side;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between a scheduler and the API server: writes down what is asked and answered, and lets calls fail, keeps them
 * back and breaks watches as a test says. It speaks plain HTTP to the scheduler, WebSockets included.
 */
final class ApiProxy implements AutoCloseable {
    /**
     * A call and what came of it.
     *
     * @param status that the scheduler got: 101 for a watch that was begun, 410 for one that began too late
     * @param done whether the API server did what was asked, which the scheduler needn't know
     */
    record Call(String method, String path, int status, boolean done) {}

    /**
     * What goes wrong with a call.
     *
     * @param status that the scheduler gets
     * @param retryAfter seconds in header {@code Retry-After}; none if 0
     * @param done whether the API server got the call all the same, and only its answer is lost
     */
    record Fault(int status, int retryAfter, boolean done) {}

    /** Decides about a call before it is forwarded. */
    @FunctionalInterface
    interface Faults {
        Optional<Fault> of(String method, String path);
    }

    /** In a watch's news: the version that it was to begin with isn't known any more. */
    private static final String GONE = "\"code\":410";

    private final Vertx vertx = Vertx.vertx();
    private final URI server;
    private final HttpClient client;
    private final HttpServer listener;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Set<NetSocket> watches = ConcurrentHashMap.newKeySet();
    private volatile Faults faults = (_, _) -> Optional.empty();
    private volatile Breakpoint breakpoint = Breakpoint.NONE;
    private volatile boolean cut;
    private volatile long watchLife;

    ApiProxy(URI server) {
        this.server = server;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setMaxPoolSize(200));
        this.listener = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(this::serve)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** A kubeconfig with this proxy in the API server's place. */
    String behind(String kubeconfig) {
        return kubeconfig
                .replaceAll("server: .*", "server: http://127.0.0.1:" + listener.actualPort())
                .replaceAll("certificate-authority-data: .*", "");
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** From now on calls fail so. */
    void fail(Faults how) {
        faults = how;
    }

    /** From now on calls are kept back there, and no more where they were before. */
    Breakpoint holdAt(Breakpoint there) {
        breakpoint = there;
        return there;
    }

    /** From now on every watch breaks so many milliseconds after it has begun, whether there is news or not. */
    void breakWatchesAfter(long millis) {
        watchLife = millis;
    }

    /** Lets nothing through any more, until {@link #restore}. */
    void cutOff() {
        cut = true;
        watches.forEach(NetSocket::close);
    }

    void restore() {
        cut = false;
    }

    private void serve(HttpServerRequest request) {
        String method = request.method().name();
        if (cut) {
            request.connection().close();
            return;
        }
        Optional<Fault> fault = faults.of(method, request.path());
        if (fault.isPresent() && !fault.get().done()) {
            answer(request, fault.get(), false);
            return;
        }
        request.pause();
        unlessHeld(Side.REQUEST, request, () -> client.request(new RequestOptions()
                        .setMethod(HttpMethod.valueOf(method))
                        .setHost(server.getHost())
                        .setPort(server.getPort())
                        .setURI(request.uri()))
                .onSuccess(forwarded -> forward(request, forwarded, fault))
                .onFailure(_ -> request.connection().close()));
    }

    private void unlessHeld(Side here, HttpServerRequest request, Runnable then) {
        CompletableFuture<Void> passed = breakpoint.pass(here, request.method().name(), request.path());
        if (passed.isDone() && !passed.isCompletedExceptionally()) {
            then.run();
            return;
        }
        Context context = vertx.getOrCreateContext();
        CompletableFuture<Void> _ = passed.whenComplete((_, dropped) -> context.runOnContext(_ -> {
            if (dropped == null) {
                then.run();
            } else {
                request.connection().close();
            }
        }));
    }

    private void forward(HttpServerRequest request, HttpClientRequest forwarded, Optional<Fault> fault) {
        request.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Host")) {
                forwarded.putHeader(name, value);
            }
        });
        request.resume();
        Future<HttpClientResponse> answered = request.headers().contains("Upgrade")
                ? forwarded.connect()
                : request.body().compose(forwarded::send);
        answered.onSuccess(response -> {
                    if (response.statusCode() == 101) {
                        upgrade(request, response);
                    } else if (fault.isPresent()) {
                        response.resume();
                        answer(request, fault.get(), successful(response));
                    } else {
                        note(request, response.statusCode(), successful(response));
                        response.pause();
                        unlessHeld(Side.ANSWER, request, () -> copy(request, response));
                    }
                })
                .onFailure(_ -> request.connection().close());
    }

    private static boolean successful(HttpClientResponse response) {
        return response.statusCode() / 100 == 2;
    }

    private static void copy(HttpServerRequest request, HttpClientResponse response) {
        request.response().setStatusCode(response.statusCode());
        response.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("Transfer-Encoding")) {
                request.response().putHeader(name, value);
            }
        });
        request.response().setChunked(true);
        response.pipeTo(request.response());
    }

    private void upgrade(HttpServerRequest request, HttpClientResponse response) {
        note(request, 101, true);
        NetSocket upstream = response.netSocket();
        upstream.pause();
        response.headers().forEach((name, value) -> request.response().putHeader(name, value));
        request.response().setStatusCode(101);
        request.toNetSocket()
                .onSuccess(downstream -> {
                    watches.add(downstream);
                    downstream.handler(upstream::write);
                    if (watchLife > 0) {
                        vertx.setTimer(watchLife, _ -> downstream.close());
                    }
                    upstream.handler(news -> {
                        downstream.write(news);
                        if (news.toString(StandardCharsets.ISO_8859_1).contains(GONE)) {
                            note(request, 410, false);
                        }
                    });
                    downstream.closeHandler(_ -> {
                        watches.remove(downstream);
                        upstream.close();
                    });
                    upstream.closeHandler(_ -> downstream.close());
                    upstream.resume();
                })
                .onFailure(_ -> upstream.close());
    }

    private void answer(HttpServerRequest request, Fault fault, boolean done) {
        note(request, fault.status(), done);
        if (fault.retryAfter() > 0) {
            request.response().putHeader("Retry-After", Integer.toString(fault.retryAfter()));
        }
        request.response()
                .setStatusCode(fault.status())
                .putHeader("Content-Type", "application/json")
                .end("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,"
                                .formatted(fault.status())
                        + "\"message\":\"made up by a test\"}");
    }

    private void note(HttpServerRequest request, int status, boolean done) {
        boolean watch = "true".equals(request.getParam("watch"));
        calls.add(new Call(watch ? "WATCH" : request.method().name(), request.path(), status, done));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
