package dev.kubewasm.cli.simulate;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kubewasm.simulations.generate.ClusterShape;
import dev.kubewasm.simulations.generate.GeneratedService;
import dev.kubewasm.simulations.generate.NodePool;
import dev.kubewasm.simulations.generate.ServiceGenerator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code generate:} of a scenario file, as it is written: a cluster to make up; documented in {@code docs/simulations.md}.
 *
 * @param seed of every choice
 * @param services how many Deployments
 * @param replicas of each at most, of each exactly with {@code uniform}
 * @param links imports of a service on average
 * @param cpu milli-CPU of a Pod on average
 * @param memory MiB of a Pod on average
 * @param components whether services are components, with WIT
 * @param uniform whether all services are alike
 * @param zones how many
 * @param pools of nodes
 * @param arrivals Pods that come by chance, in the scenario's timeline
 */
record GenerateSpec(
        @Nullable Long seed,
        @Nullable Integer services,
        @Nullable Integer replicas,
        @Nullable Double links,
        @Nullable Integer cpu,
        @Nullable Integer memory,
        @Nullable Boolean components,
        @Nullable Boolean uniform,
        @Nullable Integer zones,
        @JsonProperty(required = true) List<Pool> pools,
        @Nullable Arrivals arrivals) {
    private static final int SERVICES = 50;
    private static final int REPLICAS = 5;
    private static final double LINKS = 1.5;
    private static final int CPU = 200;
    private static final int MEMORY = 256;
    private static final int ZONES = 3;
    private static final int PODS = 110;

    /** Nodes that are alike. */
    record Pool(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) int nodes,
            @JsonProperty(required = true) String cpu,
            @JsonProperty(required = true) String memory,
            @Nullable Integer pods,
            @Nullable String arch,
            @Nullable Integer cost) {
        NodePool read() {
            WhatIfSpec.Amounts amounts = new WhatIfSpec.Amounts(cpu, memory);
            return new NodePool(
                    name,
                    nodes,
                    orZero(amounts.cpuMilli()),
                    orZero(amounts.memoryBytes()) >> 20,
                    Objects.requireNonNullElse(pods, PODS),
                    Objects.requireNonNullElse(arch, "amd64"),
                    Objects.requireNonNullElse(cost, 0));
        }

        private static long orZero(Optional<Long> amount) {
            return amount.orElse(0L);
        }
    }

    /**
     * Pods of the services made up, shared out by their replicas.
     *
     * @param perHour of all services
     * @param lifetime as of {@code timeline.arrivals}, as the rest
     */
    record Arrivals(
            @JsonProperty(required = true) double perHour,
            @Nullable String lifetime,
            @Nullable Double daily,
            @Nullable String peak) {
        /** One for each service. */
        List<TimelineSpec.ArrivalsSpec> of(List<GeneratedService> services) {
            return ServiceGenerator.arrivals(services, perHour).entrySet().stream()
                    .map(rate -> new TimelineSpec.ArrivalsSpec(
                            "deployment/" + rate.getKey(), rate.getValue(), lifetime, daily, peak))
                    .toList();
        }
    }

    /** The arrivals of the services; none if none are asked for. */
    List<TimelineSpec.ArrivalsSpec> arrivalsOrNone() {
        return arrivals == null ? List.of() : arrivals.of(ServiceGenerator.services(shape()));
    }

    /** @throws IllegalArgumentException if a value is out of its range; it is named */
    ClusterShape shape() {
        boolean linkable = Objects.requireNonNullElse(components, true);
        return new ClusterShape(
                Objects.requireNonNullElse(seed, 0L),
                Objects.requireNonNullElse(services, SERVICES),
                Objects.requireNonNullElse(replicas, REPLICAS),
                Objects.requireNonNullElse(links, linkable ? LINKS : 0),
                Objects.requireNonNullElse(cpu, CPU),
                Objects.requireNonNullElse(memory, MEMORY),
                linkable,
                Objects.requireNonNullElse(uniform, false),
                pools.stream().map(Pool::read).toList(),
                Objects.requireNonNullElse(zones, ZONES));
    }
}
