package dev.kubewasm.scheduler.app;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * Leaves {@code metadata.managedFields} out of what is read: who manages which field is up to half of an object, the caches hold
 * every Pod and node, and nobody here asks for it. The API server takes what comes back without as unchanged.
 */
@Singleton
public final class WithoutManagedFields implements KubernetesClientObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        mapper.addMixIn(ObjectMeta.class, Ignored.class);
    }

    @JsonIgnoreProperties("managedFields")
    private interface Ignored {}
}
