package dev.kubewasm.node.app;

import dev.kubewasm.node.NodeCluster;
import dev.kubewasm.scheduler.oci.OciLayoutArtifactSource;
import dev.kubewasm.scheduler.oci.RegistryArtifactSource;
import dev.kubewasm.scheduler.oci.RegistryCredentials;
import dev.kubewasm.scheduler.oci.RegistrySettings;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ComponentReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Where images are pulled from: a layout folder if one is configured, else registries, with the pull secrets of the Pod and
 * then the credentials of the node.
 */
final class ImageSources implements Function<ComponentReference, ArtifactSource>, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ImageSources.class);
    private static final String DOCKER_CONFIG = ".dockerconfigjson";

    private final Optional<ArtifactSource> layout;
    private final RegistryArtifactSource registries;
    private final Optional<Path> credentials;
    private final NodeCluster cluster;

    ImageSources(NodeConfig.Artifacts config, NodeCluster cluster) {
        this.layout = config.ociLayout().map(OciLayoutArtifactSource::new);
        this.registries = new RegistryArtifactSource(
                new RegistrySettings(
                        Set.copyOf(config.plainHttp().orElse(List.of())),
                        config.timeout(),
                        config.maxBinarySize().asLongValue()),
                RegistryCredentials.NONE);
        this.credentials = config.credentials();
        this.cluster = cluster;
    }

    @Override
    public ArtifactSource apply(ComponentReference container) {
        return layout.orElseGet(() -> registries.with(
                ofPod(container).or(credentials.map(ImageSources::read).orElse(RegistryCredentials.NONE))));
    }

    private RegistryCredentials ofPod(ComponentReference container) {
        RegistryCredentials all = RegistryCredentials.NONE;
        for (String name : container.pullSecrets()) {
            Optional<String> config = cluster.secret(container.namespace(), name)
                    .map(Secret::getData)
                    .map(data -> data.get(DOCKER_CONFIG));
            String where = "Secret " + container.namespace() + "/" + name;
            // As the kubelet has it: one that isn't there or isn't right is passed over.
            all = all.or(config.map(text -> parse(Base64.getDecoder().decode(text), where))
                    .orElse(RegistryCredentials.NONE));
        }
        return all;
    }

    private static RegistryCredentials read(Path file) {
        try {
            return parse(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            LOG.errorf("the credentials for registries can't be read: %s", e.getMessage());
            return RegistryCredentials.NONE;
        }
    }

    private static RegistryCredentials parse(byte[] json, String where) {
        try {
            return RegistryCredentials.parse(json, where);
        } catch (RegistryCredentials.UnreadableException e) {
            LOG.errorf("images are pulled without these credentials: %s", e.getMessage());
            return RegistryCredentials.NONE;
        }
    }

    /** Breaks off what is being pulled. */
    @Override
    public void close() {
        registries.close();
    }
}
