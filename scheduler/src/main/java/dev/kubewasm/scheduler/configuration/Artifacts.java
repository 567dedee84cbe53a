package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where images are read from: a folder if one is named, else registries.
 *
 * @param ociLayout an OCI image layout folder
 * @param registries how registries are asked
 */
public record Artifacts(Optional<Path> ociLayout, Registries registries) {
    @SuppressWarnings("NullAway") // null is what a file leaves out
    static final Artifacts DEFAULT = new Artifacts(Optional.empty(), null);

    public Artifacts {
        ociLayout = or(ociLayout, Optional.empty());
        registries = or(registries, Registries.DEFAULT);
    }
}
