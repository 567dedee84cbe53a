package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * What the processes of a timeline bring. Each draws from a stream of its own, so that what a strategy does changes nothing of
 * what comes. Rates that change over the day are drawn by thinning: P. Lewis and G. Shedler, "Simulation of nonhomogeneous
 * Poisson processes by thinning", Naval Research Logistics 26(3), 1979.
 */
final class Chance {
    private static final double HOUR = 3_600_000;

    private final List<PoissonProcess> processes;
    private final List<SplittableRandom> randoms = new ArrayList<>();

    Chance(List<PoissonProcess> processes, long seed) {
        this.processes = processes;
        SplittableRandom random = new SplittableRandom(seed);
        processes.forEach(process -> randoms.add(random.split()));
    }

    /** When a process is next to be asked. */
    long after(long time, int process) {
        PoissonProcess of = processes.get(process);
        return time + exponential(randoms.get(process), HOUR / (of.perHour() * of.peak()));
    }

    /** What happens now, if anything; {@code nodes} are those that it may happen to. */
    Optional<Occurrence> draw(int index, long now, Supplier<List<NodeName>> nodes) {
        PoissonProcess process = processes.get(index);
        SplittableRandom random = randoms.get(index);
        if (random.nextDouble() * process.peak() >= process.share(now)) {
            return Optional.empty();
        }
        return switch (process) {
            case PoissonProcess.Arrivals arrivals ->
                Optional.of(new Occurrence.Arrival(arrivals.workload(), lifetime(arrivals, random)));
            case PoissonProcess.Failures failures ->
                any(random, nodes.get())
                        .map(node -> new Occurrence.Failure(node, failures.notice(), failures.returns()));
            case PoissonProcess.Reclaims reclaims ->
                any(random, nodes.get())
                        .map(node -> new Occurrence.Reclaim(node, reclaims.warning(), reclaims.returns()));
        };
    }

    private static OptionalLong lifetime(PoissonProcess.Arrivals arrivals, SplittableRandom random) {
        return arrivals.lifetime().isPresent()
                ? OptionalLong.of(
                        exponential(random, (double) arrivals.lifetime().getAsLong()))
                : OptionalLong.empty();
    }

    private static Optional<NodeName> any(SplittableRandom random, List<NodeName> nodes) {
        return nodes.isEmpty() ? Optional.empty() : Optional.of(nodes.get(random.nextInt(nodes.size())));
    }

    /** At least a millisecond, so that time goes on. */
    private static long exponential(SplittableRandom random, double mean) {
        return Math.max(1, Math.round(-mean * Math.log(1 - random.nextDouble())));
    }
}
