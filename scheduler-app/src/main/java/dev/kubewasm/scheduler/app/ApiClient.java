package dev.kubewasm.scheduler.app;

import dev.kubewasm.scheduler.app.kubernetes.RetryAfter;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The client of the API server: Quarkus' own, but that one can ask how long the API server wants to be left alone. */
@Singleton
final class ApiClient {
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
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("retry-after", retryAfter))
                .build();
    }

    void close(@Disposes KubernetesClient client) {
        client.close();
    }
}
