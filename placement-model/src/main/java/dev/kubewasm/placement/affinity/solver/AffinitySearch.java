package dev.kubewasm.placement.affinity.solver;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Searches of the same problem beside each other, one in each thread with its own seed; the best result counts. */
public final class AffinitySearch {
    /** The choice of machines may take so much of the time: one part in so many. */
    private static final int CHOOSING = 5;

    private AffinitySearch() {}

    /**
     * How to search.
     *
     * @param seed the seed; search {@code i} has {@code seed * threads + i}
     * @param threads how many searches
     * @param time the time for all of it, by {@code nanoTime}
     * @param moves the most moves that each search evaluates, and each that is begun anew with other machines
     * @param maxMachines the most machines that may be used
     * @param fromScratch not to look at the placement there is
     * @param staying the services that stay where they are, whatever machines they are compatible with; all of their containers
     *     have one
     * @param nanoTime a clock in nanoseconds, as {@link System#nanoTime()}
     */
    public record Settings(
            long seed,
            int threads,
            Duration time,
            long moves,
            int maxMachines,
            boolean fromScratch,
            BitSet staying,
            LongSupplier nanoTime) {}

    /**
     * The counts of the best placement found of all containers: for each service, machine index to how many. Empty if
     * no placement was found that keeps all constraints.
     *
     * @param initial the counts of the placement there is, likewise; it may break any constraint
     */
    public static Optional<List<Map<Integer, Integer>>> search(
            AffinityProblem problem, List<Map<Integer, Integer>> initial, Settings settings) {
        BitSet every = new BitSet();
        every.set(0, problem.machines().size());
        Instance whole = new Instance(problem, every);
        Spread[] spreads = initial.stream().map(AffinitySearch::spread).toArray(Spread[]::new);
        Budget budget = new Budget(settings.nanoTime(), settings.time(), settings.moves());
        Duration choosing = settings.time().dividedBy(CHOOSING);
        List<BitSet> sets = MachineChoice.of(
                whole,
                machines -> new Instance(problem, machines),
                spreads,
                settings.maxMachines(),
                new SplittableRandom(settings.seed()),
                () -> budget.time().compareTo(settings.time().minus(choosing)) < 0);
        for (int i = 0; i < sets.size(); i++) {
            double patience = 1.0 / (sets.size() - i);
            AffinitySolution found =
                    beside(new Instance(problem, sets.get(i)), spreads, settings, budget.time(), patience);
            if (found != null) {
                List<Map<Integer, Integer>> counts = new ArrayList<>();
                for (Spread spread : found.spreads()) {
                    counts.add(counts(spread));
                }
                return Optional.of(counts);
            }
        }
        return Optional.empty();
    }

    private static @Nullable AffinitySolution beside(
            Instance instance, Spread[] initial, Settings settings, Duration time, double patience) {
        List<Future<Optional<AffinitySolution>>> searches = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(settings.threads())) {
            for (int i = 0; i < settings.threads(); i++) {
                long seed = settings.seed() * settings.threads() + i;
                searches.add(threads.submit(() -> {
                    Budget budget = new Budget(settings.nanoTime(), time, settings.moves());
                    return Optional.ofNullable(new Search(
                                    instance,
                                    initial,
                                    settings.staying(),
                                    settings.fromScratch(),
                                    seed,
                                    budget,
                                    patience)
                            .run());
                }));
            }
        }
        @Nullable AffinitySolution best = null;
        for (Future<Optional<AffinitySolution>> search : searches) {
            AffinitySolution found = result(search).orElse(null);
            if (found != null && (best == null || score(found).compareTo(score(best)) > 0)) {
                best = found;
            }
        }
        return best;
    }

    private static HardMediumSoftScore score(AffinitySolution solution) {
        return Timefold.score(solution);
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a search failed", e.getCause());
        }
    }

    private static Spread spread(Map<Integer, Integer> counts) {
        Spread spread = Spread.NONE;
        for (Map.Entry<Integer, Integer> entry : new TreeMap<>(counts).entrySet()) {
            spread = spread.plus(entry.getKey(), entry.getValue());
        }
        return spread;
    }

    private static Map<Integer, Integer> counts(Spread spread) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int i = 0; i < spread.size(); i++) {
            counts.put(spread.machine(i), spread.count(i));
        }
        return counts;
    }
}
