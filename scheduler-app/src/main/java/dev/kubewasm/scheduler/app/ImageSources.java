package dev.kubewasm.scheduler.app;

import dev.kubewasm.scheduler.app.kubernetes.PullSecrets;
import dev.kubewasm.scheduler.component.BackgroundComponentSource;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.configuration.Artifacts;
import dev.kubewasm.scheduler.configuration.Registries;
import dev.kubewasm.scheduler.oci.OciLayoutArtifactSource;
import dev.kubewasm.scheduler.oci.RegistryArtifactSource;
import dev.kubewasm.scheduler.oci.RegistryCredentials;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentSource;
import dev.kubewasm.scheduler.port.ConfigMapSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** Components as the configuration says: of a layout folder, or of registries read in the background. */
final class ImageSources implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ImageSources.class);

    private final ExecutorService reading = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("image-", 0).factory());
    private final RegistryArtifactSource registries;
    private final ComponentSource components;
    private final Registries settings;
    private final PullSecrets pullSecrets;

    ImageSources(Artifacts artifacts, ConfigMapSource configMaps, PullSecrets pullSecrets, SteadyClock clock) {
        this.settings = artifacts.registries();
        this.pullSecrets = pullSecrets;
        this.registries = new RegistryArtifactSource(settings.settings(), RegistryCredentials.NONE);
        this.components = artifacts
                .ociLayout()
                .<ComponentSource>map(folder -> new ComponentResolver(new OciLayoutArtifactSource(folder), configMaps))
                .orElseGet(() -> new BackgroundComponentSource(
                        new ComponentResolver(this::registriesFor, configMaps), settings.background(), reading, clock));
    }

    ComponentSource components() {
        return components;
    }

    private ArtifactSource registriesFor(ComponentReference reference) {
        RegistryCredentials own = settings.credentials().map(ImageSources::read).orElse(RegistryCredentials.NONE);
        return registries.with(
                settings.imagePullSecrets()
                        ? pullSecrets
                                .of(reference.namespace(), reference.pullSecrets())
                                .or(own)
                        : own);
    }

    private static RegistryCredentials read(Path file) {
        try {
            return RegistryCredentials.parse(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException _) {
            // An optional Secret that isn't there, or isn't yet.
            return RegistryCredentials.NONE;
        } catch (IOException | RegistryCredentials.UnreadableException e) {
            LOG.errorf("the credentials for registries can't be read, images are read without: %s", e.getMessage());
            return RegistryCredentials.NONE;
        }
    }

    /** Breaks off what is being read. */
    @Override
    public void close() {
        registries.close();
        reading.shutdownNow();
    }
}
