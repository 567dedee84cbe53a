package dev.kubewasm.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Calls functions of a node's Pods by its kubelet's API, over one connection. */
public final class KubeletClient implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().sslContext(TrustingAnybody.context()).build();
    private final int port;
    private final String token;

    /** A client with that bearer token. */
    public KubeletClient(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /**
     * What a function answers, as WAVE text; the container is of the Pod's name.
     *
     * @throws IllegalStateException if it doesn't answer a result
     */
    public String call(String namespace, String pod, String function, String arguments) {
        HttpResponse<String> answer = ask(namespace, pod, function, arguments);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(pod + " answers " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /** As {@link #call}; empty if the node can't call it now. */
    public Optional<String> tryCall(String namespace, String pod, String function, String arguments) {
        HttpResponse<String> answer = ask(namespace, pod, function, arguments);
        return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    }

    private HttpResponse<String> ask(String namespace, String pod, String function, String arguments) {
        String command = URLEncoder.encode(function + " " + arguments, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "https://127.0.0.1:" + port + "/run/" + namespace + "/" + pod + "/" + pod + "?cmd=" + command))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
