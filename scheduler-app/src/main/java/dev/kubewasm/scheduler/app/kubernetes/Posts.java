package dev.kubewasm.scheduler.app.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.URLUtils;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Posts what there is one of for each Pod: Bindings and events. What is answered is read only if it is a refusal. The client's own
 * calls have a timer for each request, which makes exceptions also where nothing fails, and read the answer.
 */
final class Posts {
    private static final int SUCCESS = 2;

    private final HttpClient http;
    private final String server;
    private final KubernetesSerialization serialization;
    private final long timeoutMillis;

    /** By {@code client}, with its rights, interceptors and request timeout. */
    Posts(KubernetesClient client) {
        this.http = client.getHttpClient();
        this.server = client.getMasterUrl().toString();
        this.serialization = client.getKubernetesSerialization();
        this.timeoutMillis = client.getConfiguration().getRequestTimeout();
    }

    /**
     * Posts {@code body} to {@code path}.
     *
     * @throws KubernetesClientException as the client's own calls do; its code is none of HTTP if there was no answer
     */
    void post(String path, Object body) {
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(URLUtils.join(server, path))
                .post("application/json", serialization.asJson(body))
                .build();
        HttpResponse<byte[]> answer = await(http.sendAsync(request, byte[].class), request);
        if (answer.code() / 100 != SUCCESS) {
            throw refusal(request, answer);
        }
    }

    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer, HttpRequest request) {
        try {
            return answer.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw noAnswer(request, String.valueOf(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw noAnswer(request, "none within " + timeoutMillis + " ms", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw noAnswer(request, "interrupted", e);
        }
    }

    private static KubernetesClientException noAnswer(HttpRequest request, String why, @Nullable Throwable cause) {
        return new KubernetesClientException("no answer to POST " + request.uri() + ": " + why, cause);
    }

    private KubernetesClientException refusal(HttpRequest request, HttpResponse<byte[]> answer) {
        Status status = status(answer);
        return new KubernetesClientException(
                "Failure executing: POST at: " + request.uri() + ". Message: " + status.getMessage() + ".",
                answer.code(),
                status);
    }

    /** What a refusal says; proxies answer other things than a Status. */
    private Status status(HttpResponse<byte[]> answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        try {
            if (serialization.unmarshal(text) instanceof Status status) {
                return status;
            }
        } catch (RuntimeException _) {
            // Not JSON, or nothing that is known: its text has to do.
        }
        return new StatusBuilder().withCode(answer.code()).withMessage(text).build();
    }
}
