package dev.kubewasm.node.app.kubernetes;

import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.Supplier;

/** What the answers of an API server mean to whoever asked. */
final class Requests {
    private static final int TOO_MANY_REQUESTS = 429;

    private Requests() {}

    /**
     * Makes a request; only answers on the matter itself come through as {@link KubernetesClientException}.
     *
     * @param what is asked for, for messages: "could not WHAT"
     * @throws ClusterUnavailableException when there was no answer, or none on the matter (408, 429, 5xx)
     */
    static <T> T ask(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            int code = e.getCode();
            if (code >= 400
                    && code < 500
                    && code != TOO_MANY_REQUESTS
                    && code != HttpURLConnection.HTTP_CLIENT_TIMEOUT) {
                throw e;
            }
            throw new ClusterUnavailableException("could not " + what + ": " + e.getMessage(), e);
        }
    }

    /** The object isn't there, or is another one than was meant. */
    static boolean gone(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }
}
