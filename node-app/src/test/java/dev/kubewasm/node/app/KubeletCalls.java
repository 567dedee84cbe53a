package dev.kubewasm.node.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
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
                HttpClient.newBuilder().sslContext(trustingAnybody()).build()) {
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
        try (SSLSocket socket = (SSLSocket) trustingAnybody().getSocketFactory().createSocket("127.0.0.1", port)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext trustingAnybody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
