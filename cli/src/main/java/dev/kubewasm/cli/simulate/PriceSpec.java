package dev.kubewasm.cli.simulate;

import dev.kubewasm.simulations.price.Price;
import dev.kubewasm.simulations.price.PriceList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code prices:} of a scenario file, as it is written; documented in {@code docs/simulations.md}.
 *
 * @param instanceType the nodes' {@code node.kubernetes.io/instance-type}
 * @param labels that the nodes have
 * @param cpu the most allocatable CPU that they have
 * @param memory the most allocatable memory
 * @param cost of each
 * @param perCpu of each CPU, besides
 * @param perGi of each GiB of memory, besides
 */
record PriceSpec(
        @Nullable String instanceType,
        @Nullable Map<String, String> labels,
        @Nullable String cpu,
        @Nullable String memory,
        @Nullable Double cost,
        @Nullable Double perCpu,
        @Nullable Double perGi) {
    /** @throws IllegalArgumentException if a value can't be read; the message names the field */
    static PriceList read(List<PriceSpec> specs) {
        List<Price> prices = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            try {
                prices.add(specs.get(i).read());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("`prices[" + i + "]`: " + e.getMessage(), e);
            }
        }
        return new PriceList(prices);
    }

    private Price read() {
        if (cost == null && perCpu == null && perGi == null) {
            throw new IllegalArgumentException("it has none of cost, perCpu, perGi");
        }
        Map<String, String> all = new HashMap<>(Objects.requireNonNullElse(labels, Map.of()));
        if (instanceType != null) {
            all.put(Price.INSTANCE_TYPE_LABEL, instanceType);
        }
        WhatIfSpec.Amounts most = new WhatIfSpec.Amounts(cpu, memory);
        return new Price(
                all,
                most.cpuMilli(),
                most.memoryBytes(),
                Objects.requireNonNullElse(cost, 0.0),
                Objects.requireNonNullElse(perCpu, 0.0),
                Objects.requireNonNullElse(perGi, 0.0));
    }
}
