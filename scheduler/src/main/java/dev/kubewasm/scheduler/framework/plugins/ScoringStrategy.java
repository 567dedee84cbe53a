package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.Amounts;
import dev.kubewasm.scheduler.framework.NodeScorer;
import java.util.List;

/** How full a node should be, by resource. */
public sealed interface ScoringStrategy {
    /** CPU and memory, alike. */
    List<Weight> CPU_AND_MEMORY = List.of(new Weight("cpu", 1), new Weight("memory", 1));

    /**
     * A resource that counts.
     *
     * @param resource its name
     * @param weight 1 to 100
     */
    record Weight(String resource, int weight) {
        public Weight {
            if (weight < 1 || weight > 100) {
                throw new IllegalArgumentException("weight of " + resource + " is " + weight + ", not 1 to 100");
            }
        }
    }

    /** The resources that count. */
    List<Weight> resources();

    /** The score of one resource, 0 to 100; {@code allocatable} is not 0. */
    long score(long requested, long allocatable);

    /** The score of a node from the sums over its resources of score × weight and of weights. */
    default long combined(long weightedScores, long weights) {
        return weights == 0 ? 0 : weightedScores / weights;
    }

    /** Whether a resource that scores 0 counts in the sum of weights. */
    default boolean countsZero() {
        return true;
    }

    /**
     * Scores nodes for a Pod.
     *
     * @param waiting {@link dev.kubewasm.scheduler.framework.PodRequest#waiting}
     */
    default NodeScorer scorer(Amounts waiting) {
        return node -> {
            long scores = 0;
            long weights = 0;
            for (Weight weight : resources()) {
                long allocatable = Utilization.allocatable(weight.resource(), waiting, node);
                if (allocatable == 0) {
                    continue;
                }
                long score = score(Utilization.scored(weight.resource(), waiting, node), allocatable);
                scores += score * weight.weight();
                if (score > 0 || countsZero()) {
                    weights += weight.weight();
                }
            }
            return combined(scores, weights);
        };
    }

    /** Empty nodes are better. */
    record LeastAllocated(List<Weight> resources) implements ScoringStrategy {
        public LeastAllocated {
            resources = List.copyOf(resources);
        }

        @Override
        public long score(long requested, long allocatable) {
            return requested > allocatable ? 0 : (allocatable - requested) * NodeScorer.MAX / allocatable;
        }
    }

    /** Full nodes are better. */
    record MostAllocated(List<Weight> resources) implements ScoringStrategy {
        public MostAllocated {
            resources = List.copyOf(resources);
        }

        @Override
        public long score(long requested, long allocatable) {
            return Math.min(requested, allocatable) * NodeScorer.MAX / allocatable;
        }
    }

    /**
     * As good as a function of the utilization says, linear between its points.
     *
     * @param shape utilization in percent, ascending, and score from 0 to 10
     */
    record RequestedToCapacityRatio(List<Weight> resources, List<Point> shape) implements ScoringStrategy {
        private static final long MAX_POINT_SCORE = 10;
        private static final long FULL = 100;

        public RequestedToCapacityRatio {
            resources = List.copyOf(resources);
            shape = List.copyOf(shape);
            if (shape.isEmpty()) {
                throw new IllegalArgumentException("shape has no point");
            }
            for (int i = 1; i < shape.size(); i++) {
                if (shape.get(i).utilization() <= shape.get(i - 1).utilization()) {
                    throw new IllegalArgumentException("utilizations of shape do not ascend");
                }
            }
        }

        /**
         * A point of the function.
         *
         * @param utilization 0 to 100
         * @param score 0 to 10
         */
        public record Point(int utilization, int score) {
            public Point {
                if (utilization < 0 || utilization > FULL || score < 0 || score > MAX_POINT_SCORE) {
                    throw new IllegalArgumentException(
                            "shape point (" + utilization + ", " + score + ") is not within (0 to 100, 0 to 10)");
                }
            }

            private long scaled() {
                return score * (NodeScorer.MAX / MAX_POINT_SCORE);
            }
        }

        @Override
        public long score(long requested, long allocatable) {
            return at(requested > allocatable ? FULL : requested * FULL / allocatable);
        }

        private long at(long utilization) {
            for (int i = 0; i < shape.size(); i++) {
                Point point = shape.get(i);
                if (utilization <= point.utilization()) {
                    if (i == 0) {
                        return point.scaled();
                    }
                    Point before = shape.get(i - 1);
                    return before.scaled()
                            + (point.scaled() - before.scaled())
                                    * (utilization - before.utilization())
                                    / (point.utilization() - before.utilization());
                }
            }
            return shape.getLast().scaled();
        }

        @Override
        public long combined(long weightedScores, long weights) {
            return weights == 0 ? 0 : Math.round((double) weightedScores / weights);
        }

        @Override
        public boolean countsZero() {
            return false;
        }
    }
}
