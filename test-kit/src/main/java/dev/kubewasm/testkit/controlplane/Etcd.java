package dev.kubewasm.testkit.controlplane;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The API server's store, by the JSON form of its API.
 *
 * @param address where it serves clients
 */
record Etcd(URI address) {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final Pattern REVISION = Pattern.compile("\"revision\"\\s*:\\s*\"(\\d+)\"");

    /** Has it forget all revisions before the newest. */
    void compact() {
        // Any key will do: each answer says which revision it is of.
        Matcher revision = REVISION.matcher(ask("/v3/kv/range", "{\"key\":\"AA==\"}"));
        if (!revision.find()) {
            throw new ControlPlaneException("etcd doesn't say its revision");
        }
        ask("/v3/kv/compaction", "{\"revision\":\"" + revision.group(1) + "\"}");
    }

    private String ask(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(ANSWER_WITHIN)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new ControlPlaneException(
                        request.uri() + ": status " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new ControlPlaneException("no answer from " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlPlaneException("interrupted while asking " + request.uri(), e);
        }
    }
}
