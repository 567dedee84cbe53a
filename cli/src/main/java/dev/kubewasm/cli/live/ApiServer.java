package dev.kubewasm.cli.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.cli.exit.UnusableInputException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An API server that is only read: GET, page by page. What it answers is taken as it is, fields nobody knows too. */
public final class ApiServer implements AutoCloseable {
    /** More of one kind isn't read: a cluster of 5,000 nodes has at most 150,000 Pods. */
    private static final int MAX_OBJECTS = 300_000;

    private static final int REQUEST_MILLIS = 60_000;
    private static final int CONNECTION_MILLIS = 10_000;
    private static final int RETRIES = 2;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final KubernetesClient client;
    private final int chunkSize;

    private ApiServer(KubernetesClient client, int chunkSize) {
        this.client = client;
        this.chunkSize = chunkSize;
    }

    /** @param chunkSize how many objects of a list to ask for at a time */
    static ApiServer connect(Optional<Path> kubeconfig, Optional<String> context, int chunkSize) {
        Config config = config(kubeconfig, context);
        config.setRequestTimeout(REQUEST_MILLIS);
        config.setConnectionTimeout(CONNECTION_MILLIS);
        config.setRequestRetryBackoffLimit(RETRIES);
        return new ApiServer(new KubernetesClientBuilder().withConfig(config).build(), chunkSize);
    }

    private static Config config(Optional<Path> kubeconfig, Optional<String> context) {
        if (kubeconfig.isPresent() && !Files.isReadable(kubeconfig.get())) {
            throw new UnusableInputException(kubeconfig.get() + ": there is no such file, or it can't be read");
        }
        try {
            return kubeconfig.isPresent()
                    ? Config.fromKubeconfig(
                            context.orElse(null), kubeconfig.get().toFile())
                    : Config.autoConfigure(context.orElse(null));
        } catch (KubernetesClientException | IllegalArgumentException e) {
            throw new UnusableInputException(
                    kubeconfig.map(Path::toString).orElse("kubeconfig") + ": can't be read: " + e.getMessage(), e);
        }
    }

    /** What came of a list. */
    public sealed interface Listing {
        /** All objects, as the API server has them; a list's items don't say their kind. */
        record Objects(List<ObjectNode> items) implements Listing {
            public Objects {
                items = List.copyOf(items);
            }
        }

        /** The user may not list them. */
        record Forbidden() implements Listing {}

        /** The API server doesn't have this kind. */
        record Unknown() implements Listing {}
    }

    /**
     * All objects at {@code path}, such as {@code /api/v1/nodes}.
     *
     * @throws UnusableInputException if there is no answer, or one that is no list
     */
    public Listing list(String path) {
        try {
            return new Listing.Objects(pages(path));
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_FORBIDDEN -> new Listing.Forbidden();
                case HttpURLConnection.HTTP_NOT_FOUND -> new Listing.Unknown();
                // The list was so long under way that the API server has forgotten its beginning: once more from the
                // start.
                case HttpURLConnection.HTTP_GONE -> again(path);
                default -> throw unreadable(path, e);
            };
        }
    }

    private Listing again(String path) {
        try {
            return new Listing.Objects(pages(path));
        } catch (KubernetesClientException e) {
            throw unreadable(path, e);
        }
    }

    private List<ObjectNode> pages(String path) {
        List<ObjectNode> items = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = get(path + "?limit=" + chunkSize
                    + (next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8)));
            for (JsonNode item : page.path("items")) {
                if (item instanceof ObjectNode object) {
                    items.add(object);
                }
            }
            if (items.size() > MAX_OBJECTS) {
                throw new UnusableInputException(
                        client.getMasterUrl() + ": there are more than " + MAX_OBJECTS + " objects at " + path);
            }
            next = page.path("metadata").path("continue").asText();
        } while (!next.isEmpty());
        return items;
    }

    /**
     * The object at {@code path}; empty if there is none.
     *
     * @throws UnusableInputException if there is no answer, or it isn't allowed
     */
    public Optional<ObjectNode> object(String path) {
        try {
            return get(path) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw unreadable(path, e);
        }
    }

    private JsonNode get(String path) {
        @Nullable String answer = client.raw(path);
        if (answer == null) {
            throw new KubernetesClientException("not found", HttpURLConnection.HTTP_NOT_FOUND, null);
        }
        try {
            return MAPPER.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new UnusableInputException(client.getMasterUrl() + ": what it answers at " + path + " is no JSON", e);
        }
    }

    private UnusableInputException unreadable(String path, KubernetesClientException e) {
        Throwable cause = e;
        while (cause.getCause() != null && e.getCode() == 0) {
            cause = cause.getCause();
        }
        String why = e.getCode() == 0
                ? cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage())
                : "it answers " + e.getCode()
                        + Optional.ofNullable(e.getStatus())
                                .map(status -> ": " + status.getMessage())
                                .orElse("");
        return new UnusableInputException(client.getMasterUrl() + ": " + path + " can't be read: " + why, e);
    }

    /** The address, for messages. */
    public String address() {
        return client.getMasterUrl().toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
