package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;
import static dev.kubewasm.scheduler.configuration.Checks.require;

import dev.kubewasm.scheduler.framework.plugins.ScoringStrategy;
import dev.kubewasm.scheduler.framework.plugins.ScoringStrategy.RequestedToCapacityRatio.Point;
import java.util.List;

/**
 * How full a node should be.
 *
 * @param type {@code LeastAllocated}, {@code MostAllocated} or {@code RequestedToCapacityRatio}
 * @param resources those that count
 * @param requestedToCapacityRatio for that type, and there alone
 */
public record Scoring(String type, List<Resource> resources, Ratio requestedToCapacityRatio) {
    static final List<Resource> CPU_AND_MEMORY = List.of(new Resource("cpu", 1), new Resource("memory", 1));

    private static final String LEAST = "LeastAllocated";
    private static final String MOST = "MostAllocated";
    private static final String RATIO = "RequestedToCapacityRatio";

    @SuppressWarnings("NullAway") // null is what a file leaves out
    static final Scoring DEFAULT = new Scoring(null, null, null);

    public Scoring {
        type = or(type, LEAST);
        resources = List.copyOf(or(resources, CPU_AND_MEMORY));
        requestedToCapacityRatio = or(requestedToCapacityRatio, Ratio.NONE);
        require(
                List.of(LEAST, MOST, RATIO).contains(type),
                "type is '%s', must be %s, %s or %s",
                type,
                LEAST,
                MOST,
                RATIO);
        require(
                type.equals(RATIO) != requestedToCapacityRatio.shape().isEmpty(),
                "requestedToCapacityRatio.shape must be there if type is %s, and not otherwise",
                RATIO);
        ScoringStrategy _ = strategy(type, resources, requestedToCapacityRatio);
    }

    /** What the rules take of it. */
    ScoringStrategy strategy() {
        return strategy(type, resources, requestedToCapacityRatio);
    }

    private static ScoringStrategy strategy(String type, List<Resource> resources, Ratio ratio) {
        List<ScoringStrategy.Weight> weights = resources.stream()
                .map(resource -> new ScoringStrategy.Weight(resource.name(), resource.weight()))
                .toList();
        return switch (type) {
            case MOST -> new ScoringStrategy.MostAllocated(weights);
            case RATIO ->
                new ScoringStrategy.RequestedToCapacityRatio(
                        weights,
                        ratio.shape().stream()
                                .map(point -> new Point(point.utilization(), point.score()))
                                .toList());
            default -> new ScoringStrategy.LeastAllocated(weights);
        };
    }

    /**
     * A resource that counts.
     *
     * @param weight 1 to 100, 1 if it isn't there
     */
    public record Resource(String name, Integer weight) {
        public Resource {
            require(name != null && !name.isBlank(), "name of a resource is empty");
            weight = or(weight, 1);
            require(weight >= 1 && weight <= 100, "weight of %s is %s, must be from 1 to 100", name, weight);
        }
    }

    /**
     * A function of how full a node is, linear between its points.
     *
     * @param shape points, by ascending utilization
     */
    public record Ratio(List<ShapePoint> shape) {
        static final Ratio NONE = new Ratio(List.of());

        public Ratio {
            shape = List.copyOf(or(shape, List.of()));
        }
    }

    /**
     * A point of it.
     *
     * @param utilization in percent, 0 to 100
     * @param score 0 to 10
     */
    public record ShapePoint(Integer utilization, Integer score) {
        public ShapePoint {
            utilization = or(utilization, 0);
            score = or(score, 0);
            Point _ = new Point(utilization, score);
        }
    }
}
