package dev.kubewasm.testkit.controlplane;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The address of an API server, the certificates it is trusted by, and the administrator's bearer token. */
final class AdminAccess implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final URI server;
    private final String authorityPem;
    private final String token;
    private final HttpClient http;

    /**
     * @param server {@code https://HOST:PORT}
     * @param authorityPem one or more certificates to trust, in PEM
     * @param token of a user in group {@code system:masters}
     */
    AdminAccess(URI server, String authorityPem, String token) {
        this.server = server;
        this.authorityPem = authorityPem;
        this.token = token;
        this.http = HttpClient.newBuilder()
                .sslContext(trusting(authorityPem))
                .connectTimeout(ANSWER_WITHIN)
                .build();
    }

    URI server() {
        return server;
    }

    String token() {
        return token;
    }

    /** GET with the administrator's rights. */
    HttpResponse<String> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + token)
                .timeout(ANSWER_WITHIN)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ControlPlaneException("no answer from " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlPlaneException("interrupted while asking " + request.uri(), e);
        }
    }

    /** Whether the API server says that it is ready. */
    boolean ready() {
        try {
            return get("/readyz").statusCode() == 200;
        } catch (ControlPlaneException e) {
            return false;
        }
    }

    /** The kubeconfig file's text. */
    String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: test
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: admin
                  user:
                    token: %s
                contexts:
                - name: test
                  context:
                    cluster: test
                    user: admin
                    namespace: default
                current-context: test
                """.formatted(
                server, Base64.getEncoder().encodeToString(authorityPem.getBytes(StandardCharsets.UTF_8)), token);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static SSLContext trusting(String pem) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int index = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))) {
                trusted.setCertificateEntry("authority-" + index++, certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new ControlPlaneException("the API server's certificate authority can't be used", e);
        }
    }
}
