package dev.kubewasm.node.app;

import dev.kubewasm.node.app.identity.CertificateRenewal;
import dev.kubewasm.node.app.identity.CertificateRequests;
import dev.kubewasm.node.app.identity.Credential;
import dev.kubewasm.node.app.identity.KeyPairs;
import dev.kubewasm.node.app.kubernetes.CurrentClient;
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
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Who the node is to the API server: {@code system:node:NAME}, so that the Node authorizer limits what it may do, unless it is
 * configured to stay who it was given to be.
 */
final class NodeIdentity implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(NodeIdentity.class);

    private static final Duration ASKS_AGAIN_AFTER = Duration.ofSeconds(1);
    /** What the API server takes for {@code spec.expirationSeconds}. */
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(10);

    private final NodeName name;
    private final NodeConfig.Identity config;
    private final KubernetesClient given;
    private final Path folder;
    private final InstantSource clock;
    private Optional<Own> own = Optional.empty();

    /** A certificate, and the client that has it to begin with. */
    private record Own(Credential first, CurrentClient client) {}

    private NodeIdentity(
            NodeName name, NodeConfig config, Path nodeFolder, KubernetesClient given, InstantSource clock) {
        this.name = name;
        this.config = config.identity();
        this.given = given;
        this.folder = nodeFolder.resolve("identity");
        this.clock = clock;
    }

    /**
     * The identity with the certificate kept in the node's folder, or, if that is missing or old, with a new one that is asked
     * for with the identity of {@code given}.
     *
     * @throws CertificateRequests.RefusedException if none is to be had
     * @throws IllegalArgumentException if the configuration asks for what no API server gives
     */
    static NodeIdentity assume(
            NodeName name, NodeConfig config, Path nodeFolder, KubernetesClient given, InstantSource clock)
            throws IOException, CertificateRequests.RefusedException {
        NodeIdentity identity = new NodeIdentity(name, config, nodeFolder, given, clock);
        if (config.identity().request()) {
            Credential credential = identity.keptOrNew();
            identity.own = Optional.of(new Own(credential, new CurrentClient(identity.client(credential))));
        }
        return identity;
    }

    /** The API server's client as this identity; to be asked for before each request. */
    Supplier<KubernetesClient> client() {
        return own.<Supplier<KubernetesClient>>map(Own::client).orElse(() -> given);
    }

    /**
     * How its certificate is renewed, if it has one of its own.
     *
     * @param renewed called when the client has the new one
     */
    Optional<CertificateRenewal> renewal(Runnable renewed) {
        return own.map(mine -> new CertificateRenewal(
                "certificate of system:node:" + name,
                mine.first(),
                folder,
                this::request,
                next -> {
                    mine.client().replace(client(next));
                    renewed.run();
                },
                clock,
                RandomGenerator.getDefault()));
    }

    private Credential keptOrNew() throws IOException, CertificateRequests.RefusedException {
        config.certificateLife()
                .filter(life -> life.compareTo(SHORTEST_LIFE) < 0)
                .ifPresent(life -> {
                    throw new IllegalArgumentException("kube-wasm.node.identity.certificate-life is " + life
                            + ", but API servers take " + SHORTEST_LIFE + " at least");
                });
        Files.createDirectories(folder);
        String subject = "CN=system:node:" + name + ",O=system:nodes";
        Optional<Credential> before = Credential.read(folder)
                .filter(c -> c.fresh(clock.instant()))
                .filter(c -> c.certificate().getSubjectX500Principal().getName().equals(subject));
        Credential credential;
        if (before.isPresent()) {
            credential = before.get();
        } else {
            LOG.infof("asking for a certificate as system:node:%s", name);
            credential = request();
            credential.write(folder);
        }
        LOG.infof("%s until %s", credential, credential.at(1));
        return credential;
    }

    /** Asks until there is an answer, for the API server may start later than the node. */
    private Credential request() throws CertificateRequests.RefusedException {
        Instant giveUpAt = clock.instant().plus(config.patience());
        while (true) {
            try {
                return new CertificateRequests(given, config.certificateLife())
                        .request(name.value(), config.patience());
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

    /** The API server's client with {@code credential}: its server, and nothing of the identity given. */
    private KubernetesClient client(Credential credential) {
        Config server = given.getConfiguration();
        Config own = new ConfigBuilder(Config.empty())
                .withMasterUrl(server.getMasterUrl())
                .withCaCertFile(server.getCaCertFile())
                .withCaCertData(server.getCaCertData())
                .withClientCertData(base64(credential.certificatePem()))
                .withClientKeyData(base64(credential.keyPem()))
                .withClientKeyAlgo(KeyPairs.ALGORITHM)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(own).build();
    }

    @Override
    public void close() {
        own.map(Own::client).ifPresent(CurrentClient::close);
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
