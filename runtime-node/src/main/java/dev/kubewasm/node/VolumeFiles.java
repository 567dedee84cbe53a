package dev.kubewasm.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapProjection;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is in a volume of kind configMap, secret, downwardAPI or projected.
 *
 * @param files by their path in the volume
 * @param problems what can't be found; the volume can't be mounted unless empty
 */
record VolumeFiles(Map<String, byte[]> files, List<String> problems) {
    /** The content of {@code volume}; empty if it is of another kind. */
    static Optional<VolumeFiles> of(Volume volume, Pod pod, PodObjects objects) {
        Builder builder = new Builder(pod, objects);
        if (volume.getConfigMap() != null) {
            builder.configMap(
                    volume.getConfigMap().getName(),
                    volume.getConfigMap().getItems(),
                    volume.getConfigMap().getOptional());
        } else if (volume.getSecret() != null) {
            builder.secret(
                    volume.getSecret().getSecretName(),
                    volume.getSecret().getItems(),
                    volume.getSecret().getOptional());
        } else if (volume.getDownwardAPI() != null) {
            volume.getDownwardAPI().getItems().forEach(builder::downward);
        } else if (volume.getProjected() != null) {
            volume.getProjected().getSources().forEach(builder::projected);
        } else {
            return Optional.empty();
        }
        return Optional.of(new VolumeFiles(builder.files, builder.problems));
    }

    private static final class Builder {
        private final Pod pod;
        private final PodObjects objects;
        private final Map<String, byte[]> files = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();

        Builder(Pod pod, PodObjects objects) {
            this.pod = pod;
            this.objects = objects;
        }

        void projected(VolumeProjection source) {
            ConfigMapProjection map = source.getConfigMap();
            SecretProjection secret = source.getSecret();
            if (map != null) {
                configMap(map.getName(), map.getItems(), map.getOptional());
            } else if (secret != null) {
                secret(secret.getName(), secret.getItems(), secret.getOptional());
            } else if (source.getDownwardAPI() != null) {
                source.getDownwardAPI().getItems().forEach(this::downward);
            } else {
                problems.add("only configMap, secret and downwardAPI can be projected by this node");
            }
        }

        void configMap(String name, List<KeyToPath> items, @Nullable Boolean optional) {
            Map<String, byte[]> data = new LinkedHashMap<>();
            Optional<ConfigMap> map = objects.configMap(name);
            map.map(ConfigMap::getData).ifPresent(d -> d.forEach((k, v) -> data.put(k, v.getBytes(UTF_8))));
            map.map(ConfigMap::getBinaryData)
                    .ifPresent(d ->
                            d.forEach((k, v) -> data.put(k, Base64.getDecoder().decode(v))));
            add("ConfigMap `" + name + "`", map.isPresent(), data, items, optional);
        }

        void secret(String name, List<KeyToPath> items, @Nullable Boolean optional) {
            Map<String, byte[]> data = new LinkedHashMap<>();
            Optional<Secret> secret = objects.secret(name);
            secret.map(Secret::getData)
                    .ifPresent(d ->
                            d.forEach((k, v) -> data.put(k, Base64.getDecoder().decode(v))));
            add("Secret `" + name + "`", secret.isPresent(), data, items, optional);
        }

        private void add(
                String what,
                boolean there,
                Map<String, byte[]> data,
                List<KeyToPath> items,
                @Nullable Boolean optional) {
            boolean required = !Boolean.TRUE.equals(optional);
            if (!there) {
                if (required) {
                    problems.add("no " + what + " in the namespace");
                }
            } else if (items.isEmpty()) {
                files.putAll(data);
            } else {
                for (KeyToPath item : items) {
                    byte[] content = data.get(item.getKey());
                    if (content != null) {
                        files.put(item.getPath(), content);
                    } else if (required) {
                        problems.add("no key `" + item.getKey() + "` in " + what);
                    }
                }
            }
        }

        void downward(DownwardAPIVolumeFile item) {
            ObjectFieldSelector field = item.getFieldRef();
            ResourceFieldSelector resource = item.getResourceFieldRef();
            Optional<String> value = field != null
                    ? DownwardApi.field(pod, field.getFieldPath())
                    : container(resource)
                            .flatMap(c -> DownwardApi.resource(c, resource.getResource(), resource.getDivisor()));
            value.ifPresentOrElse(
                    text -> files.put(item.getPath(), text.getBytes(UTF_8)),
                    () -> problems.add(
                            "downwardAPI item `" + item.getPath() + "`: this node doesn't have what it asks for"));
        }

        private Optional<Container> container(@Nullable ResourceFieldSelector resource) {
            return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                    .filter(c -> resource != null && Objects.equals(c.getName(), resource.getContainerName()))
                    .findFirst();
        }
    }
}
