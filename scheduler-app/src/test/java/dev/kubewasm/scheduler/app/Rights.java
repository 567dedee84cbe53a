package dev.kubewasm.scheduler.app;

import dev.kubewasm.testkit.ProjectRoot;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rights as text, {@code RESOURCE[/SUBRESOURCE][.GROUP] VERB}: what calls take, and what the scheduler's roles give. */
final class Rights {
    private static final Pattern PATH = Pattern.compile(
            "/(?:api|apis/(?<group>[^/]+))/v[^/]+/(?:namespaces/[^/]+/(?=[^/]))?(?<resource>[^/]+)(?:/(?<name>[^/]+)(?:/(?<sub>[^/]+))?)?");

    private Rights() {}

    /** What these calls took. */
    static Set<String> used(List<ApiProxy.Call> calls) {
        return calls.stream().flatMap(call -> used(call).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Nothing for what needs no right. */
    private static Optional<String> used(ApiProxy.Call call) {
        Matcher path = PATH.matcher(call.path());
        if (!path.matches()) {
            return Optional.empty();
        }
        boolean named = path.group("name") != null;
        String verb =
                switch (call.method()) {
                    case "WATCH" -> "watch";
                    case "GET" -> named ? "get" : "list";
                    case "POST" -> "create";
                    case "PATCH" -> "patch";
                    case "PUT" -> "update";
                    case "DELETE" -> "delete";
                    default -> call.method();
                };
        String resource =
                path.group("sub") == null ? path.group("resource") : path.group("resource") + "/" + path.group("sub");
        return Optional.of(right(resource, path.group("group"), verb));
    }

    /** What {@code manifests/base/rbac.yaml} gives the scheduler everywhere. */
    static Set<String> granted(KubernetesClient client) throws IOException {
        List<PolicyRule> rules = new ArrayList<>();
        try (InputStream in = Files.newInputStream(ProjectRoot.path().resolve("manifests/base/rbac.yaml"))) {
            for (HasMetadata object : client.load(in).items()) {
                if (object instanceof ClusterRole role
                        && role.getMetadata().getName().equals("kube-wasm-scheduler")) {
                    rules.addAll(role.getRules());
                } else if (object instanceof Role role) {
                    rules.addAll(role.getRules());
                }
            }
        }
        Set<String> rights = new TreeSet<>();
        for (PolicyRule rule : rules) {
            for (String group : rule.getApiGroups()) {
                for (String resource : rule.getResources()) {
                    rule.getVerbs().forEach(verb -> rights.add(right(resource, group, verb)));
                }
            }
        }
        return rights;
    }

    private static String right(String resource, @Nullable String group, String verb) {
        return resource + (group == null || group.isEmpty() ? "" : "." + group) + " " + verb;
    }
}
