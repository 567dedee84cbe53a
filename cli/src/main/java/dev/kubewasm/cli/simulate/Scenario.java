package dev.kubewasm.cli.simulate;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kubewasm.placement.annotations.InterfacePatterns;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.facts.InterfacePattern;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.measure.CallCosts;
import dev.kubewasm.simulations.measure.CallSizes;
import dev.kubewasm.simulations.measure.LinkLatency;
import dev.kubewasm.simulations.price.PriceList;
import dev.kubewasm.simulations.strategy.Strategies;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A scenario file, as it is written; documented in {@code docs/simulations.md}. Fields left out have the defaults that the
 * accessors give.
 *
 * @param name of the simulation; the file's by default
 * @param description for its readers
 * @param manifests the cluster's YAML, a folder or a file, relative to the file
 * @param rasa a RASA instance instead, relative to the file
 * @param openb the OpenB trace instead
 * @param generate a cluster made up instead
 * @param standardNodes how many standard nodes to make up where the folder has none
 * @param pods which Pods to place
 * @param strategies their names
 * @param seed of all strategies
 * @param stepLimit steps of Kube-Wasm's local search
 * @param weights of soft constraints, by name
 * @param prices of nodes; {@code kube-wasm/cost} of those that none fits
 * @param latency what a call over a link is taken to cost
 * @param callBytes how many bytes a call carries, by interface
 * @param timeline what happens over time; the Pods are placed once otherwise
 * @param whatIf variants, each beside the strategies
 * @param rebalance how to move bound Pods once the others are placed; they stay otherwise
 * @param migrate what to plan the move of from containers to components
 * @param failIf a goal on the first strategy's measures
 */
record Scenario(
        @Nullable String name,
        @Nullable String description,
        @Nullable String manifests,
        @Nullable String rasa,
        @Nullable Openb openb,
        @Nullable GenerateSpec generate,
        @Nullable Integer standardNodes,
        @Nullable Selection pods,
        @Nullable List<String> strategies,
        @Nullable Long seed,
        @Nullable Integer stepLimit,
        @Nullable Map<String, Long> weights,
        @Nullable List<PriceSpec> prices,
        @Nullable Latency latency,
        @Nullable Map<String, Long> callBytes,
        @Nullable TimelineSpec timeline,
        @Nullable List<WhatIfSpec> whatIf,
        @Nullable RebalanceSpec rebalance,
        @Nullable MigrateSpec migrate,
        @Nullable String failIf) {
    private static final int STANDARD_NODES = 3;
    private static final int MAX_STANDARD_NODES = 5_000;

    /** Which Pods to place. */
    enum Selection {
        /** Those without a node. */
        pending,
        /** Those, and those of scheduler {@code kube-wasm} that have one, as if they had none. */
        all
    }

    /**
     * The files of the OpenB trace, relative to the scenario.
     *
     * @param nodes a list of nodes
     * @param pods a list of Pods
     */
    record Openb(
            @JsonProperty(required = true) String nodes,
            @JsonProperty(required = true) String pods) {
        private static final String NODES_BESIDE = "openb_node_list_all_node.csv";
    }

    /** Microseconds of a call, by where it goes; what isn't given is as by default. */
    record Latency(
            @Nullable Double inProcess,
            @Nullable Double sameNode,
            @Nullable Double crossNode,
            @Nullable Double crossZone) {
        LinkLatency orDefaults() {
            return new LinkLatency(
                    Objects.requireNonNullElse(inProcess, LinkLatency.DEFAULT.inProcess()),
                    Objects.requireNonNullElse(sameNode, LinkLatency.DEFAULT.sameNode()),
                    Objects.requireNonNullElse(crossNode, LinkLatency.DEFAULT.crossNode()),
                    Objects.requireNonNullElse(crossZone, LinkLatency.DEFAULT.crossZone()));
        }
    }

    /** The scenario of a file or folder of manifests, relative to where it is read from, without a scenario file. */
    static Scenario of(String name, String manifests) {
        return withDefaults(name, manifests, null, null);
    }

    /** The scenario of a RASA instance without a scenario file. */
    static Scenario ofRasa(String file) {
        return withDefaults(file, null, file, null);
    }

    /** The scenario of OpenB's Pods without a scenario file; all its nodes are to be in the file beside it. */
    static Scenario ofOpenb(String file) {
        return withDefaults(file, null, null, new Openb(Openb.NODES_BESIDE, file));
    }

    private static Scenario withDefaults(
            String name, @Nullable String manifests, @Nullable String rasa, @Nullable Openb openb) {
        return new Scenario(
                name, null, manifests, rasa, openb, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null);
    }

    /** @throws IllegalArgumentException unless one source of the cluster is given */
    Scenario checked() {
        if (Stream.of(manifests, rasa, openb, generate).filter(Objects::nonNull).count() != 1) {
            throw new IllegalArgumentException("one of `manifests`, `rasa`, `openb` and `generate` must be given");
        }
        if (migrate != null && timeline != null) {
            throw new IllegalArgumentException("`migrate` places Pods once, and can't be given beside `timeline`");
        }
        if (rebalance != null && timeline != null) {
            throw new IllegalArgumentException("`rebalance` places Pods once, and can't be given beside `timeline`");
        }
        if (generate != null) {
            try {
                generate.shape();
                if (generate.arrivals() != null && timeline == null) {
                    throw new IllegalArgumentException("`arrivals` need a `timeline`, which says until when");
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("`generate`: " + e.getMessage(), e);
            }
        }
        return this;
    }

    /** The prices, if there are any. */
    Optional<PriceList> priceList() {
        return Optional.ofNullable(prices).map(PriceSpec::read);
    }

    /** What it says in vain, a line each; it can be read otherwise. */
    List<String> passedOver() {
        PassedOver passed = new PassedOver();
        if (timeline != null) {
            timeline.passOver(passed);
        }
        List<WhatIfSpec> variants = Objects.requireNonNullElse(whatIf, List.of());
        for (int i = 0; i < variants.size(); i++) {
            variants.get(i).passOver("whatIf[" + i + "]", prices != null, passed);
        }
        return passed.notices();
    }

    /** What happens over time, the arrivals of a cluster made up among it; empty if Pods are placed once. */
    Optional<TimelineSpec> happening() {
        return Optional.ofNullable(timeline)
                .map(spec -> generate == null ? spec : spec.with(generate.arrivalsOrNone()));
    }

    /** @throws IllegalArgumentException if one can't be read or is out of range; it is named */
    CallCosts callCosts() {
        return new CallCosts(latency == null ? LinkLatency.DEFAULT : latency.orDefaults(), callSizes());
    }

    private CallSizes callSizes() {
        Map<InterfacePattern, Long> sizes = new LinkedHashMap<>();
        Objects.requireNonNullElse(callBytes, Map.<String, Long>of()).forEach((pattern, bytes) -> {
            switch (InterfacePatterns.parse("callBytes", pattern)) {
                case Parsed.Valid<InterfacePattern>(InterfacePattern read) -> sizes.put(read, bytes);
                case Parsed.Invalid<InterfacePattern>(String key, String problem) ->
                    throw new IllegalArgumentException("`" + key + "`: " + problem);
            }
        });
        try {
            return new CallSizes(sizes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("`callBytes`: " + e.getMessage(), e);
        }
    }

    int standardNodesOrDefault() {
        int nodes = Objects.requireNonNullElse(standardNodes, STANDARD_NODES);
        if (nodes < 1 || nodes > MAX_STANDARD_NODES) {
            throw new IllegalArgumentException("`standardNodes` is " + nodes + ", must be 1 to " + MAX_STANDARD_NODES);
        }
        return nodes;
    }

    boolean placesAll() {
        return pods == Selection.all;
    }

    List<Strategies> chosenStrategies() {
        if (strategies == null) {
            return List.of(Strategies.values());
        }
        if (strategies.isEmpty()) {
            throw new IllegalArgumentException("`strategies` is empty");
        }
        return strategies.stream().map(Scenario::strategy).distinct().toList();
    }

    private static Strategies strategy(String name) {
        return Strategies.named(name)
                .orElseThrow(() -> new IllegalArgumentException("`strategies`: there is no '" + name + "', but "
                        + String.join(
                                ", ",
                                Arrays.stream(Strategies.values())
                                        .map(Strategies::id)
                                        .toList())));
    }

    PlacementSettings settings() {
        return new PlacementSettings(
                Objects.requireNonNullElse(seed, 0L),
                Objects.requireNonNullElse(stepLimit, PlacementSettings.DEFAULT.stepLimit()),
                // The report is to depend on seed and steps alone.
                Duration.ofHours(1),
                ConstraintWeights.named(new TreeMap<>(Objects.requireNonNullElse(weights, Map.of()))));
    }
}
