package dev.kubewasm.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables and the command line of a container, as the kubelet makes them: {@code env} over
 * {@code envFrom}, ConfigMap and field references, {@code $(NAME)} in values and arguments.
 *
 * @param variables in their order
 * @param arguments the command line; the container's name first where the Pod gives no command
 * @param problems references that can't be followed, each naming its field; the container can't start unless empty
 */
record ContainerEnvironment(Map<String, String> variables, List<String> arguments, List<String> problems) {
    /** {@code $(NAME)}; {@code $$} stands for one {@code $}. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([-._a-zA-Z][-._a-zA-Z0-9]*)\\)");

    /**
     * The environment of {@code container} of {@code pod}.
     *
     * @param objects what it may refer to
     */
    static ContainerEnvironment of(Pod pod, Container container, PodObjects objects) {
        Builder builder = new Builder(pod, container, objects);
        container.getEnvFrom().forEach(builder::addAll);
        container.getEnv().forEach(builder::add);
        return builder.build();
    }

    /** {@code value} with the variables that it refers to in their places; what is no variable stays as it is. */
    String expanded(String value) {
        return expanded(value, variables);
    }

    private static String expanded(String value, Map<String, String> variables) {
        return REFERENCE
                .matcher(value)
                .replaceAll(m -> Matcher.quoteReplacement(
                        m.group(1) == null ? "$" : variables.getOrDefault(m.group(1), m.group())));
    }

    /** Of the variables that {@code value} refers to the first that isn't there. */
    Optional<String> missing(String value) {
        return REFERENCE
                .matcher(value)
                .results()
                .map(m -> m.group(1))
                .filter(name -> name != null && !variables.containsKey(name))
                .findFirst();
    }

    private static Map<String, String> data(ConfigMap map) {
        return Objects.requireNonNullElse(map.getData(), Map.of());
    }

    private static Map<String, String> data(Secret secret) {
        Map<String, String> data = new TreeMap<>();
        Objects.requireNonNullElse(secret.getData(), Map.<String, String>of())
                .forEach((key, value) ->
                        data.put(key, new String(Base64.getDecoder().decode(value), UTF_8)));
        return data;
    }

    private static final class Builder {
        private final Pod pod;
        private final Container container;
        private final PodObjects objects;
        private final Map<String, String> variables = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();

        Builder(Pod pod, Container container, PodObjects objects) {
            this.pod = pod;
            this.container = container;
            this.objects = objects;
        }

        void addAll(EnvFromSource source) {
            String prefix = Objects.requireNonNullElse(source.getPrefix(), "");
            if (source.getConfigMapRef() != null) {
                String name = source.getConfigMapRef().getName();
                Optional<Map<String, String>> data = objects.configMap(name).map(ContainerEnvironment::data);
                addAll(
                        "ConfigMap `" + name + "`",
                        prefix,
                        data,
                        source.getConfigMapRef().getOptional());
            } else if (source.getSecretRef() != null) {
                String name = source.getSecretRef().getName();
                Optional<Map<String, String>> data = objects.secret(name).map(ContainerEnvironment::data);
                addAll(
                        "Secret `" + name + "`",
                        prefix,
                        data,
                        source.getSecretRef().getOptional());
            }
        }

        private void addAll(
                String what, String prefix, Optional<Map<String, String>> data, @Nullable Boolean optional) {
            if (data.isEmpty() && !Boolean.TRUE.equals(optional)) {
                problem("envFrom: no " + what + " in the namespace");
            }
            data.ifPresent(all -> all.forEach((k, v) -> variables.put(prefix + k, v)));
        }

        void add(EnvVar variable) {
            String name = variable.getName();
            EnvVarSource from = variable.getValueFrom();
            if (from == null) {
                variables.put(name, expand(Objects.requireNonNullElse(variable.getValue(), "")));
            } else if (from.getConfigMapKeyRef() != null) {
                ConfigMapKeySelector ref = from.getConfigMapKeyRef();
                fromKey(
                        name,
                        ref.getKey(),
                        "ConfigMap `" + ref.getName() + "`",
                        objects.configMap(ref.getName()).map(ContainerEnvironment::data),
                        ref.getOptional());
            } else if (from.getSecretKeyRef() != null) {
                SecretKeySelector ref = from.getSecretKeyRef();
                fromKey(
                        name,
                        ref.getKey(),
                        "Secret `" + ref.getName() + "`",
                        objects.secret(ref.getName()).map(ContainerEnvironment::data),
                        ref.getOptional());
            } else if (from.getFieldRef() != null) {
                String path = from.getFieldRef().getFieldPath();
                put(name, DownwardApi.field(pod, path), "fieldRef `" + path + "`");
            } else if (from.getResourceFieldRef() != null) {
                fromResource(name, from.getResourceFieldRef());
            } else {
                problem("env `" + name + "`: this kind of valueFrom is not supported by this node");
            }
        }

        private void fromKey(
                String name, String key, String what, Optional<Map<String, String>> data, @Nullable Boolean optional) {
            Optional<String> value = data.flatMap(all -> Optional.ofNullable(all.get(key)));
            value.ifPresent(v -> variables.put(name, v));
            if (value.isEmpty() && !Boolean.TRUE.equals(optional)) {
                problem("env `%s`: no key `%s` in %s".formatted(name, key, what));
            }
        }

        private void fromResource(String name, ResourceFieldSelector ref) {
            boolean own =
                    ref.getContainerName() == null || ref.getContainerName().equals(container.getName());
            Optional<String> value =
                    own ? DownwardApi.resource(container, ref.getResource(), ref.getDivisor()) : Optional.empty();
            put(name, value, "resourceFieldRef `" + ref.getResource() + "`");
        }

        private void put(String name, Optional<String> value, String what) {
            value.ifPresentOrElse(
                    v -> variables.put(name, v),
                    () -> problem("env `" + name + "`: " + what + " is not supported by this node"));
        }

        private String expand(String value) {
            return expanded(value, variables);
        }

        private void problem(String text) {
            problems.add("container `" + container.getName() + "`: " + text);
        }

        ContainerEnvironment build() {
            List<String> arguments = new ArrayList<>();
            if (container.getCommand().isEmpty()) {
                arguments.add(container.getName());
            }
            container.getCommand().forEach(c -> arguments.add(expand(c)));
            container.getArgs().forEach(a -> arguments.add(expand(a)));
            return new ContainerEnvironment(
                    Collections.unmodifiableMap(variables), List.copyOf(arguments), List.copyOf(problems));
        }
    }
}
