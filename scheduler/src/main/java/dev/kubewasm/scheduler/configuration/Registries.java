package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;
import static dev.kubewasm.scheduler.configuration.Checks.require;

import dev.kubewasm.scheduler.component.BackgroundReading;
import dev.kubewasm.scheduler.oci.RegistrySettings;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How registries are asked.
 *
 * @param plainHttp registries, {@code HOST} or {@code HOST:PORT} as images name them, that are asked without TLS
 * @param credentials a docker {@code config.json} with the scheduler's own credentials, as a Secret of type {@code
 *     kubernetes.io/dockerconfigjson} is mounted; read again for each image, so that it can be changed
 * @param imagePullSecrets whether the Pods' pull secrets are read, in the namespaces where a RoleBinding allows it
 * @param timeout from asking for a manifest or binary to its last byte
 * @param maxBinarySize the largest binary read, a quantity
 * @param readsPerRegistry how many images are read from one registry at a time, 1 or more
 * @param patience how long the placement of Pods waits for an image that isn't known; the Pods that need it are tried again
 * @param keepAnswers how long an image is taken from memory: a moved tag is seen after this
 */
public record Registries(
        List<String> plainHttp,
        Optional<Path> credentials,
        Boolean imagePullSecrets,
        Duration timeout,
        Quantity maxBinarySize,
        Integer readsPerRegistry,
        Duration patience,
        Duration keepAnswers) {
    @SuppressWarnings("NullAway") // null is what a file leaves out
    static final Registries DEFAULT = new Registries(null, Optional.empty(), null, null, null, null, null, null);

    public Registries {
        plainHttp = List.copyOf(or(plainHttp, List.of()));
        credentials = or(credentials, Optional.empty());
        imagePullSecrets = or(imagePullSecrets, false);
        timeout = or(timeout, RegistrySettings.DEFAULT.timeout());
        maxBinarySize = or(maxBinarySize, new Quantity("64Mi"));
        readsPerRegistry = or(readsPerRegistry, BackgroundReading.DEFAULT.readsPerRegistry());
        patience = or(patience, BackgroundReading.DEFAULT.patience());
        keepAnswers = or(keepAnswers, BackgroundReading.DEFAULT.keepAnswers());
        for (String host : plainHttp) {
            require(host.matches("[A-Za-z0-9.-]+(:[0-9]+)?"), "plainHttp holds '%s', must be HOST or HOST:PORT", host);
        }
        require(timeout.isPositive(), "timeout must be more than 0");
        require(readsPerRegistry >= 1, "readsPerRegistry is %s, must be 1 or more", readsPerRegistry);
        require(
                maxBinarySize.getNumericalAmount().signum() > 0
                        && maxBinarySize.getNumericalAmount().longValue() <= 1 << 30,
                "maxBinarySize is %s, must be more than 0 and at most 1Gi",
                maxBinarySize);
    }

    /** What the reading of registries takes of it. */
    public RegistrySettings settings() {
        return new RegistrySettings(
                Set.copyOf(plainHttp),
                timeout,
                maxBinarySize.getNumericalAmount().longValue());
    }

    /** What the reading in the background takes of it. */
    public BackgroundReading background() {
        return new BackgroundReading(patience, keepAnswers, BackgroundReading.DEFAULT.keepRefusals(), readsPerRegistry);
    }
}
