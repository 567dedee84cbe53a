package dev.kubewasm.scheduler.oci;

import java.time.Duration;
import java.util.Set;

/**
 * How registries are asked.
 *
 * @param plainHttp the registries, {@code HOST} or {@code HOST:PORT} as images name them, that are asked without TLS; no
 *     other is, whatever it redirects to
 * @param timeout from asking for a manifest or blob to its last byte, tokens and redirects included
 * @param maxBinarySize the largest binary read, in bytes, at most {@link Integer#MAX_VALUE} less a few
 */
public record RegistrySettings(Set<String> plainHttp, Duration timeout, long maxBinarySize) {
    /** TLS everywhere, 30 seconds, 256 MiB. */
    public static final RegistrySettings DEFAULT =
            new RegistrySettings(Set.of(), Duration.ofSeconds(30), OciLayoutArtifactSource.DEFAULT_MAX_BINARY_SIZE);

    public RegistrySettings {
        plainHttp = Set.copyOf(plainHttp);
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("the timeout is " + timeout + ", must be more than 0");
        }
        ImageContents.requireReadable(maxBinarySize);
    }
}
