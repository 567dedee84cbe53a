package dev.kubewasm.cli.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;

/**
 * One Kubernetes object and where it was read.
 *
 * @param file the YAML file
 * @param line the line its document begins on, from 1
 * @param object the object
 * @param observed whether it is as an API server had it, admitted and with what controllers made of it; otherwise it is what
 *     someone would give to an API server
 */
public record Manifest(Path file, int line, HasMetadata object, boolean observed) {
    /** One that someone wrote. */
    public Manifest(Path file, int line, HasMetadata object) {
        this(file, line, object, false);
    }
}
