package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.facts.ResourceName;

/** Amounts as Kubernetes writes them. */
final class Quantities {
    private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

    private Quantities() {}

    /** {@code 6 cpu}, {@code 1500m cpu}, {@code 64Mi memory}. */
    static String text(ResourceName resource, long amount) {
        return amount(resource, amount) + " " + resource;
    }

    private static String amount(ResourceName resource, long amount) {
        if (resource.equals(ResourceName.CPU)) {
            return amount % 1000 == 0 ? Long.toString(amount / 1000) : amount + "m";
        }
        if (!resource.equals(ResourceName.MEMORY) && !resource.equals(ResourceName.EPHEMERAL_STORAGE)) {
            return Long.toString(amount);
        }
        long scaled = amount;
        int unit = 0;
        while (scaled != 0 && scaled % 1024 == 0 && unit < BINARY.length - 1) {
            scaled /= 1024;
            unit++;
        }
        return scaled + BINARY[unit];
    }

    /** {@code Insufficient cpu}, or {@code Too many pods}. */
    static String insufficient(ResourceName resource) {
        return resource.equals(ResourceName.PODS) ? "Too many pods" : "Insufficient " + resource;
    }
}
