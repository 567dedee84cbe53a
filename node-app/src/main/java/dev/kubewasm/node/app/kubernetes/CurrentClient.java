package dev.kubewasm.node.app.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The API server's client with the node's certificate as it is now. Whoever uses it asks for it before each request; one that is
 * under way ends with the client that it began with.
 */
public final class CurrentClient implements Supplier<KubernetesClient>, AutoCloseable {
    private volatile KubernetesClient current;
    /** Closed when the next is replaced: by then its requests have ended. */
    private @Nullable KubernetesClient former;

    /** Begins with {@code first}. */
    public CurrentClient(KubernetesClient first) {
        this.current = first;
    }

    @Override
    public KubernetesClient get() {
        return current;
    }

    /** Uses {@code next} from now on. */
    public synchronized void replace(KubernetesClient next) {
        closeFormer();
        former = current;
        current = next;
    }

    private void closeFormer() {
        if (former != null) {
            former.close();
        }
    }

    @Override
    public synchronized void close() {
        closeFormer();
        current.close();
    }
}
