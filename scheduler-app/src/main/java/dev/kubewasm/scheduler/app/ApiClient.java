package dev.kubewasm.scheduler.app;

import dev.kubewasm.scheduler.app.kubernetes.PacedExecutor;
import dev.kubewasm.scheduler.app.kubernetes.RetryAfter;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The client of the API server: Quarkus' own, but that one can ask how long the API server wants to be left alone. */
@Singleton
final class ApiClient {
    /** When many news come, each may be told this late: a fraction of what a binding takes. */
    private static final Duration PACE = Duration.ofMillis(5);

    @Produces
    @Singleton
    RetryAfter retryAfter() {
        return new RetryAfter();
    }

    @Produces
    @Singleton
    KubernetesClient client(Config config, KubernetesSerialization serialization, RetryAfter retryAfter) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(serialization)
                .withTaskExecutorSupplier(new News())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("retry-after", retryAfter))
                .build();
    }

    void close(@Disposes KubernetesClient client) {
        client.close();
    }

    /** What watches tell is handled there; it ends with the client. */
    private static final class News implements KubernetesClientBuilder.ExecutorSupplier {
        private final PacedExecutor executor = PacedExecutor.start(PACE);

        @Override
        public Executor get() {
            return executor;
        }

        @Override
        public void onClose(Executor closed) {
            executor.close();
        }
    }
}
