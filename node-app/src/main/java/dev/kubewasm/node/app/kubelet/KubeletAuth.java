package dev.kubewasm.node.app.kubelet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.scheduler.port.Digest;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Whether a request may be answered: kubernetes.io, "Kubelet authentication/authorization". Client certificates were checked by
 * TLS; bearer tokens are by TokenReview; what they may do is by SubjectAccessReview of the node's subresources.
 */
final class KubeletAuth {
    /** The kubelet's cache times. */
    private static final Duration TOKEN_KNOWN_FOR = Duration.ofMinutes(2);

    private static final Duration ALLOWED_FOR = Duration.ofMinutes(5);
    private static final Duration DENIED_FOR = Duration.ofSeconds(30);
    /** Tokens and requests come from outside: no more than this are remembered. */
    private static final int MAX_REMEMBERED = 10_000;

    private final Supplier<KubernetesClient> client;
    private final NodeName node;
    private final InstantSource clock;
    private final Map<String, Known<Optional<Caller>>> tokens = new ConcurrentHashMap<>();
    private final Map<Access, Known<Boolean>> decisions = new ConcurrentHashMap<>();

    KubeletAuth(Supplier<KubernetesClient> client, NodeName node, InstantSource clock) {
        this.client = client;
        this.node = node;
        this.clock = clock;
    }

    private record Known<T>(T value, Instant until) {}

    private record Access(Caller caller, String verb, String subresource) {}

    /** The caller that a client certificate names: common name and organizations. */
    static Optional<Caller> of(X509Certificate certificate) {
        try {
            String name = "";
            List<String> groups = new ArrayList<>();
            for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (rdn.getType().equalsIgnoreCase("CN")) {
                    name = rdn.getValue().toString();
                } else if (rdn.getType().equalsIgnoreCase("O")) {
                    groups.add(rdn.getValue().toString());
                }
            }
            groups.add("system:authenticated");
            return name.isEmpty() ? Optional.empty() : Optional.of(new Caller(name, "", groups));
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    /** The caller whose token it is, if the API server knows it. */
    Optional<Caller> of(String token) {
        String key = Digest.of(token.getBytes(UTF_8)).hex();
        Known<Optional<Caller>> known = tokens.get(key);
        if (known == null || !clock.instant().isBefore(known.until())) {
            known = new Known<>(review(token), clock.instant().plus(TOKEN_KNOWN_FOR));
            remember(tokens, key, known);
        }
        return known.value();
    }

    private Optional<Caller> review(String token) {
        TokenReview answer = client.get()
                .tokenReviews()
                .create(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .endSpec()
                        .build());
        if (!Boolean.TRUE.equals(answer.getStatus().getAuthenticated())) {
            return Optional.empty();
        }
        var user = answer.getStatus().getUser();
        return Optional.of(
                new Caller(user.getUsername(), user.getUid() == null ? "" : user.getUid(), user.getGroups()));
    }

    /**
     * Whether {@code caller} may do it.
     *
     * @param verb {@code get} or {@code create}
     * @param subresource of nodes: {@code proxy}, {@code stats}, {@code metrics}, {@code healthz}, {@code pods}
     */
    boolean allows(Caller caller, String verb, String subresource) {
        Access access = new Access(caller, verb, subresource);
        Known<Boolean> known = decisions.get(access);
        if (known == null || !clock.instant().isBefore(known.until())) {
            boolean allowed = review(access);
            known = new Known<>(allowed, clock.instant().plus(allowed ? ALLOWED_FOR : DENIED_FOR));
            remember(decisions, access, known);
        }
        return known.value();
    }

    private boolean review(Access access) {
        SubjectAccessReview answer = client.get()
                .authorization()
                .v1()
                .subjectAccessReview()
                .create(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(access.caller().name())
                        .withUid(
                                access.caller().uid().isEmpty()
                                        ? null
                                        : access.caller().uid())
                        .withGroups(access.caller().groups())
                        .withNewResourceAttributes()
                        .withVerb(access.verb())
                        .withResource("nodes")
                        .withSubresource(access.subresource())
                        .withName(node.value())
                        .endResourceAttributes()
                        .endSpec()
                        .build());
        return Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }

    private static <K, V> void remember(Map<K, V> cache, K key, V value) {
        if (cache.size() >= MAX_REMEMBERED) {
            cache.clear();
        }
        cache.put(key, value);
    }
}
