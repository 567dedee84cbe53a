package dev.kubewasm.node.app.kubelet;

import dev.kubewasm.node.app.identity.Credential;
import dev.kubewasm.node.app.kubelet.exec.Exec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jboss.logging.Logger;

/** Serves the kubelet's API by TLS; answers are made on virtual threads. */
public final class KubeletServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KubeletServer.class);
    private static final String BEARER = "Bearer ";

    private final HttpServer server;
    private final SSLOptions ssl;
    private final ExecutorService threads;

    private KubeletServer(HttpServer server, SSLOptions ssl, ExecutorService threads) {
        this.server = server;
        this.ssl = ssl;
        this.threads = threads;
    }

    /**
     * Where and with what to serve.
     *
     * @param host the address to listen at
     * @param port to listen at
     * @param credential the server's certificate, to begin with
     * @param clientAuthority whose client certificates are taken, a file of PEM; none are without it
     */
    public record Settings(String host, int port, Credential credential, Optional<Path> clientAuthority) {}

    /** Starts to serve; returns when it does. */
    static KubeletServer start(Vertx vertx, Settings settings, KubeletAuth auth, KubeletRoutes routes) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Router router = Router.router(vertx);
        // Asked by load balancers and people; says nothing that is not public.
        router.get("/healthz").handler(context -> context.response().end("ok"));
        Guard guard = new Guard(auth, threads);
        guard.route(router, HttpMethod.GET, "/containerLogs/:namespace/:pod/:container", "proxy", routes::logs);
        guard.route(router, HttpMethod.POST, "/run/:namespace/:pod/:container", "proxy", routes::run);
        guard.route(router, HttpMethod.POST, "/exec/:namespace/:pod/:container", "proxy", routes::exec);
        guard.route(router, HttpMethod.GET, "/exec/:namespace/:pod/:container", "proxy", routes::exec);
        guard.route(router, HttpMethod.POST, "/attach/:namespace/:pod/:container", "proxy", routes::attach);
        guard.route(router, HttpMethod.GET, "/attach/:namespace/:pod/:container", "proxy", routes::attach);
        guard.route(router, HttpMethod.POST, "/portForward/:namespace/:pod", "proxy", routes::portForward);
        guard.route(router, HttpMethod.GET, "/pods", "pods", routes::pods);
        guard.route(router, HttpMethod.GET, "/stats/summary", "stats", routes::summary);
        guard.route(router, HttpMethod.GET, "/metrics/resource", "metrics", routes::resourceMetrics);
        return listen(vertx, settings, router, threads);
    }

    /** Serves what {@code router} answers on {@code threads}. */
    static KubeletServer listen(Vertx vertx, Settings settings, Router router, ExecutorService threads) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setSsl(true)
                .setWebSocketSubProtocols(Exec.webSocketProtocols())
                .setKeyCertOptions(keyAndCertificate(settings.credential()));
        settings.clientAuthority().ifPresent(authority -> options.setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(new PemTrustOptions().addCertPath(authority.toString())));
        HttpServer server =
                done(vertx.createHttpServer(options).requestHandler(router).listen());
        LOG.infof("the kubelet's API is served at %s:%d", settings.host(), server.actualPort());
        return new KubeletServer(server, options.getSslOptions(), threads);
    }

    private static PemKeyCertOptions keyAndCertificate(Credential credential) {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(credential.certificatePem()))
                .addKeyValue(Buffer.buffer(credential.keyPem()));
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /** The port that it listens at. */
    int port() {
        return server.actualPort();
    }

    /** Shows {@code credential} to whoever connects from now on; connections that there are stay. */
    public void show(Credential credential) {
        Boolean _ = done(server.updateSSLOptions(new SSLOptions(ssl).setKeyCertOptions(keyAndCertificate(credential))));
    }

    @Override
    public void close() {
        Void _ = done(server.close());
        threads.shutdownNow();
    }

    /** An answer that takes a virtual thread as long as it likes. */
    @FunctionalInterface
    interface Answer {
        void to(RoutingContext context) throws Exception;
    }

    /** Lets through who may ask. */
    private record Guard(KubeletAuth auth, ExecutorService threads) {
        private static final List<String> CALLING = List.of("/exec/", "/attach/", "/run/", "/portForward/");

        void route(Router router, HttpMethod method, String path, String subresource, Answer answer) {
            router.route(method, path).handler(context -> {
                // Until an answer is there: the body isn't wanted, and must not be lost either.
                context.request().pause();
                threads.execute(() -> answer(context, subresource, answer));
            });
        }

        private void answer(RoutingContext context, String subresource, Answer answer) {
            try {
                Optional<Caller> caller = caller(context);
                if (caller.isEmpty()) {
                    end(context, 401, "Unauthorized");
                } else if (!allowed(caller.get(), verb(context), subresource)) {
                    end(
                            context,
                            403,
                            "Forbidden (user=" + caller.get().name() + ", verb=" + verb(context)
                                    + ", resource=nodes, subresource=" + subresource + ")");
                } else {
                    answer.to(context);
                }
            } catch (KubernetesClientException e) {
                LOG.warnf(
                        "who asks for %s can't be checked: %s",
                        context.request().path(), e.getMessage());
                end(context, 503, "the API server doesn't say whether you may ask");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                end(context, 503, "the node is about to end");
            } catch (Exception e) {
                LOG.warnf(e, "%s failed", context.request().path());
                end(context, 500, "it failed: see the node's log");
            }
        }

        /** {@code proxy} stands for all, as before there were finer subresources. */
        private boolean allowed(Caller caller, String verb, String subresource) {
            return auth.allows(caller, verb, subresource)
                    || (subresource.equals("pods") && auth.allows(caller, verb, "proxy"));
        }

        /** A GET reads, unless it is the beginning of a WebSocket by which something is called. */
        private static String verb(RoutingContext context) {
            boolean calls = CALLING.stream().anyMatch(context.request().path()::startsWith);
            return context.request().method().equals(HttpMethod.GET) && !calls ? "get" : "create";
        }

        private Optional<Caller> caller(RoutingContext context) {
            try {
                if (context.request().sslSession().getPeerCertificates()[0] instanceof X509Certificate certificate) {
                    return KubeletAuth.of(certificate);
                }
            } catch (SSLPeerUnverifiedException _) {
                // Without a certificate: by token.
            }
            String header = context.request().getHeader("Authorization");
            return header != null && header.startsWith(BEARER)
                    ? auth.of(header.substring(BEARER.length()).strip())
                    : Optional.empty();
        }
    }

    /** Ends with a text, unless the answer has begun. */
    static void end(RoutingContext context, int status, String text) {
        if (context.response().headWritten()) {
            context.response().reset();
        } else if (!context.response().ended()) {
            context.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(text + "\n");
        }
    }
}
