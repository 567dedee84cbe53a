package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;
import static dev.kubewasm.scheduler.configuration.Checks.require;

import java.net.URI;
import java.util.Optional;

/**
 * Where traces of cycles go, as Kubernetes' own programs are told.
 *
 * @param endpoint of a collector that takes OTLP by gRPC, {@code http://HOST:PORT} or https; none: no traces are made
 * @param samplingRatePerMillion of so many cycles a trace is made, 0 to 1,000,000
 */
public record Tracing(Optional<URI> endpoint, Integer samplingRatePerMillion) {
    private static final int MILLION = 1_000_000;

    @SuppressWarnings("NullAway") // null is what a file leaves out
    static final Tracing DEFAULT = new Tracing(Optional.empty(), null);

    public Tracing {
        endpoint = or(endpoint, Optional.empty());
        samplingRatePerMillion = or(samplingRatePerMillion, MILLION);
        endpoint.ifPresent(address -> require(
                address.getHost() != null
                        && ("http".equals(address.getScheme()) || "https".equals(address.getScheme())),
                "endpoint is '%s', must be http://HOST:PORT or https://HOST:PORT",
                address));
        require(
                samplingRatePerMillion >= 0 && samplingRatePerMillion <= MILLION,
                "samplingRatePerMillion is %s, must be from 0 to %s",
                samplingRatePerMillion,
                MILLION);
    }

    /** Of which part of the cycles a trace is made, 0 to 1. */
    public double ratio() {
        return samplingRatePerMillion / (double) MILLION;
    }
}
