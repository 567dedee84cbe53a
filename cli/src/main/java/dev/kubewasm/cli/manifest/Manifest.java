package dev.kubewasm.cli.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;

/**
 * One Kubernetes object and where it was read.
 *
 * @param file the YAML file
 * @param line the line its document begins on, from 1
 * @param object the object
 */
public record Manifest(Path file, int line, HasMetadata object) {}
