package dev.kubewasm.node.app;

import dev.kubewasm.node.app.identity.CertificateRequests;
import dev.kubewasm.node.app.identity.Credential;
import dev.kubewasm.node.app.identity.KeyPairs;
import dev.kubewasm.placement.facts.NodeName;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** The API server's client as {@code system:node:NAME}, so that the Node authorizer limits what it may do. */
final class NodeIdentity {
    private static final Logger LOG = Logger.getLogger(NodeIdentity.class);

    private static final Duration ASKS_AGAIN_AFTER = Duration.ofSeconds(1);

    private NodeIdentity() {}

    /**
     * A client with the certificate kept in the node's folder, or, if that is missing or old, with a new one that is asked
     * for with the identity of {@code given}.
     *
     * @throws CertificateRequests.RefusedException if none is to be had
     */
    static KubernetesClient assume(
            NodeName name, NodeConfig config, Path folder, KubernetesClient given, InstantSource clock)
            throws IOException, CertificateRequests.RefusedException {
        Path kept = Files.createDirectories(folder.resolve("identity"));
        String subject = "CN=system:node:" + name + ",O=system:nodes";
        Optional<Credential> before = Credential.read(kept)
                .filter(c -> c.fresh(clock.instant()))
                .filter(c -> c.certificate().getSubjectX500Principal().getName().equals(subject));
        Credential credential;
        if (before.isPresent()) {
            credential = before.get();
        } else {
            LOG.infof("asking for a certificate as system:node:%s", name);
            credential = request(name, config.identity().patience(), given, clock);
            credential.write(kept);
        }
        LOG.infof(
                "%s until %s",
                credential, credential.certificate().getNotAfter().toInstant());
        return client(given.getConfiguration(), credential);
    }

    /** Asks until there is an answer, for the API server may start later than the node. */
    private static Credential request(NodeName name, Duration patience, KubernetesClient given, InstantSource clock)
            throws CertificateRequests.RefusedException {
        Instant giveUpAt = clock.instant().plus(patience);
        while (true) {
            try {
                return new CertificateRequests(given).request(name.value(), patience);
            } catch (KubernetesClientException e) {
                boolean answered = e.getCode() >= 400 && e.getCode() < 500;
                if (answered || clock.instant().isAfter(giveUpAt)) {
                    throw e;
                }
                LOG.warnf("no certificate yet: %s", e.getMessage());
                LockSupport.parkNanos(ASKS_AGAIN_AFTER.toNanos());
            }
        }
    }

    /** The server of {@code given}, and nothing of its identity. */
    private static KubernetesClient client(Config given, Credential credential) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(given.getMasterUrl())
                .withCaCertFile(given.getCaCertFile())
                .withCaCertData(given.getCaCertData())
                .withClientCertData(base64(credential.certificatePem()))
                .withClientKeyData(base64(credential.keyPem()))
                .withClientKeyAlgo(KeyPairs.ALGORITHM)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
