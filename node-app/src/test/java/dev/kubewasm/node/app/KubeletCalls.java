package dev.kubewasm.node.app;

import dev.kubewasm.testkit.cluster.TrustingAnybody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Asks a kubelet's API directly, whoever has signed its certificate, as the API server does by default. */
public final class KubeletCalls {
    private KubeletCalls() {}

    /** The status of the answer; without a token if {@code token} is null. */
    static int status(int port, String path, @Nullable String token) {
        return get(port, path, token).statusCode();
    }

    /** The answer; without a token if {@code token} is null. */
    public static HttpResponse<String> get(int port, String path, @Nullable String token) {
        return send(port, path, token, HttpRequest.newBuilder().GET());
    }

    /** The same, of a request by POST without a body. */
    static HttpResponse<String> post(int port, String path, String token) {
        return send(port, path, token, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()));
    }

    private static HttpResponse<String> send(
            int port, String path, @Nullable String token, HttpRequest.Builder request) {
        request.uri(URI.create("https://127.0.0.1:" + port + path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try (HttpClient http =
                HttpClient.newBuilder().sslContext(TrustingAnybody.context()).build()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The certificate that is shown at {@code port}. */
    public static X509Certificate certificate(int port) {
        try (SSLSocket socket =
                (SSLSocket) TrustingAnybody.context().getSocketFactory().createSocket("127.0.0.1", port)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
