package dev.kubewasm.simulations.generate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Makes up services. Imports go from later services to earlier ones, so that there is no cycle, and prefer those that are
 * imported already (Barabási and Albert): few are used by many. Sizes are skewed, as in published traces: most Pods are
 * small. The same shape gives the same services.
 */
public final class ServiceGenerator {
    private ServiceGenerator() {}

    /** The services of {@code shape}. */
    public static List<GeneratedService> services(ClusterShape shape) {
        SplittableRandom random = new SplittableRandom(shape.seed());
        List<GeneratedService> services = new ArrayList<>();
        List<Integer> urn = new ArrayList<>();
        for (int i = 0; i < shape.services(); i++) {
            services.add(new GeneratedService(
                    name(i),
                    shape.uniform()
                            ? shape.maxReplicas()
                            : 1 + (int) (shape.maxReplicas() * Math.pow(random.nextDouble(), 3)),
                    shape.uniform() ? shape.meanCpuMilli() : skewed(random, shape.meanCpuMilli()),
                    shape.uniform() ? shape.meanMemoryMebibytes() : skewed(random, shape.meanMemoryMebibytes()),
                    imports(random, shape, i, urn)));
            urn.add(i);
        }
        return services;
    }

    /**
     * How many Pods of each service come in an hour if {@code perHour} of all come, by its name: more of those with more
     * replicas.
     */
    public static SequencedMap<String, Double> arrivals(List<GeneratedService> services, double perHour) {
        int replicas = services.stream().mapToInt(GeneratedService::replicas).sum();
        SequencedMap<String, Double> rates = new LinkedHashMap<>();
        services.forEach(service -> rates.put(service.name(), perHour * service.replicas() / replicas));
        return rates;
    }

    private static String name(int service) {
        return "service-" + service;
    }

    /** Around {@code mean}, exponentially distributed; at least a twentieth of it, and 1. */
    private static int skewed(SplittableRandom random, int mean) {
        double least = Math.max(1, mean / 20.0);
        double drawn = least - (mean - least) * Math.log(1 - random.nextDouble());
        return (int) Math.min(Math.round(drawn), 20L * mean);
    }

    private static SortedMap<String, Integer> imports(
            SplittableRandom random, ClusterShape shape, int service, List<Integer> urn) {
        SortedMap<String, Integer> imports = new TreeMap<>();
        double wanted = shape.meanLinks() * 2 * random.nextDouble();
        int count = Math.min(service, (int) wanted + (random.nextDouble() < wanted - (int) wanted ? 1 : 0));
        for (int i = 0; i < count; i++) {
            int provider = urn.get(random.nextInt(urn.size()));
            imports.put(name(provider), 1 + (int) (1_000 * Math.pow(random.nextDouble(), 4)));
            urn.add(provider);
        }
        return imports;
    }
}
