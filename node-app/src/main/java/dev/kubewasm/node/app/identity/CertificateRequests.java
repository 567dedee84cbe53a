package dev.kubewasm.node.app.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kubewasm.placement.facts.NodeFacts;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * Asks the cluster for the certificate of a node: kubernetes.io, "Certificate Signing Requests", signer
 * {@code kubernetes.io/kube-apiserver-client-kubelet}, which the controller manager approves and signs for who may ask.
 */
public final class CertificateRequests {
    static final String SIGNER = "kubernetes.io/kube-apiserver-client-kubelet";
    private static final List<String> USAGES = List.of("digital signature", "client auth");

    private final KubernetesClient client;
    private final Optional<Duration> life;

    /**
     * Requests made with the identity of {@code client}.
     *
     * @param life how long certificates are to last, 10 minutes at least, whole seconds; as long as the signer has it without
     */
    public CertificateRequests(KubernetesClient client, Optional<Duration> life) {
        this.client = client;
        this.life = life;
    }

    /** No certificate came: it was denied, couldn't be issued, or took too long. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * A credential as {@code system:node:NODE} of group {@code system:nodes}; waits until it is signed.
     *
     * @param patience how long to wait at most
     */
    public Credential request(String node, Duration patience) throws RefusedException {
        KeyPair keys = KeyPairs.generate();
        CertificateSigningRequest made = client.certificates()
                .v1()
                .certificateSigningRequests()
                .resource(new CertificateSigningRequestBuilder()
                        .withNewMetadata()
                        .withGenerateName("kube-wasm-node-")
                        // As the Node has it: what an uninstall deletes.
                        .addToLabels(NodeFacts.RUNTIME_LABEL, NodeFacts.LINKING_RUNTIME)
                        .endMetadata()
                        .withNewSpec()
                        .withSignerName(SIGNER)
                        .withUsages(USAGES)
                        .withRequest(base64(pkcs10(node, keys)))
                        .withExpirationSeconds(life.map(Duration::toSeconds)
                                .map(Math::toIntExact)
                                .orElse(null))
                        .endSpec()
                        .build())
                .create();
        String name = made.getMetadata().getName();
        CertificateSigningRequest answered;
        try {
            answered = client.certificates()
                    .v1()
                    .certificateSigningRequests()
                    .withName(name)
                    .waitUntilCondition(
                            now -> now != null
                                    && (issued(now).isPresent() || refusal(now).isPresent()),
                            patience.toMillis(),
                            TimeUnit.MILLISECONDS);
        } catch (KubernetesClientTimeoutException e) {
            throw new RefusedException("nobody has signed CertificateSigningRequest " + name + " within " + patience
                    + ": approve it with `kubectl certificate approve " + name
                    + "`, or see whether the controller manager"
                    + " runs its signer");
        }
        Optional<String> refusal = refusal(answered);
        if (refusal.isPresent()) {
            throw new RefusedException("CertificateSigningRequest " + name + " was refused: " + refusal.get());
        }
        return new Credential(issued(answered).orElseThrow(), KeyPairs.privatePem(keys));
    }

    private static String pkcs10(String node, KeyPair keys) {
        return KeyPairs.pem(new JcaPKCS10CertificationRequestBuilder(
                        new X500Principal("O=system:nodes, CN=system:node:" + node), keys.getPublic())
                .build(KeyPairs.signer(keys)));
    }

    private static Optional<String> issued(CertificateSigningRequest request) {
        return Optional.ofNullable(request.getStatus().getCertificate())
                .map(encoded -> new String(Base64.getDecoder().decode(encoded), US_ASCII));
    }

    private static Optional<String> refusal(CertificateSigningRequest request) {
        return request.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("Denied") || c.getType().equals("Failed"))
                .map(CertificateRequests::text)
                .findFirst();
    }

    private static String text(CertificateSigningRequestCondition condition) {
        return condition.getType() + ", " + condition.getReason() + ": " + condition.getMessage();
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(US_ASCII));
    }
}
