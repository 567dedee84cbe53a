package dev.kubewasm.placement.affinity.solver;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One search with one seed. What talks is placed first, as if it were alone, in cycles of annealing; the rest is then
 * packed around it. Where that fails, everything is annealed together from a packing of all.
 */
final class Search {
    /** How a cycle is divided: a part of it, and the temperature that this part begins with. */
    private record Leg(double part, double temperature) {}

    private static final List<Leg> CYCLE =
            List.of(new Leg(0.5, 1), new Leg(0.25, 0.1), new Leg(0.15, 0.01), new Leg(0.1, 0.001));

    private static final long MOVES_PER_SERVICE = 6000;
    private static final long LEAST_CYCLE = 50_000;
    /** Roughly what one core evaluates. */
    private static final long MOVES_PER_MILLISECOND = 100;
    /** With less than this part of a cycle's moves ahead, hot annealing would destroy more than it finds. */
    private static final double ENOUGH = 0.3;

    private static final int PACKINGS = 20;
    /** So many are tried even when time is up: both rules, around what is kept and from nothing. */
    private static final int FIRST_PACKINGS = 4;

    private final Instance instance;
    private final Spread[] initial;
    private final boolean fromScratch;
    private final Budget budget;
    private final SplittableRandom random;
    private final int[] talkers;
    private final int[] all;
    private final double hot;

    Search(Instance instance, Spread[] initial, boolean fromScratch, long seed, Budget budget) {
        this.instance = instance;
        this.initial = initial;
        this.fromScratch = fromScratch;
        this.budget = budget;
        random = new SplittableRandom(seed);
        all = IntStream.range(0, instance.services).toArray();
        double[] traffic = new double[instance.services];
        for (int service : all) {
            traffic[service] = Growth.traffic(instance, service);
        }
        talkers = Arrays.stream(all)
                .filter(instance::talks)
                .boxed()
                .sorted(Comparator.comparingDouble(service -> -traffic[service]))
                .mapToInt(Integer::intValue)
                .toArray();
        hot = startingTemperature();
    }

    /** A fifteenth of the weight that the traffic has on average: of what a unit of traffic sees. */
    private double startingTemperature() {
        double squares = 0;
        for (int service : all) {
            for (int i = 0; i < instance.neighbours[service].length; i++) {
                double weight = (double) instance.weights[service][i]
                        * instance.count[service]
                        * instance.count[instance.neighbours[service][i]];
                squares += weight * weight / 2;
            }
        }
        return squares / Instance.WHOLE / 15;
    }

    /** The best placement found of all containers; none if there is none. */
    @Nullable AffinitySolution run() {
        if (!hasRoomInAll()) {
            return null;
        }
        AffinitySolution linked = startLinked();
        Duration before = budget.time();
        AffinitySolution first = around(linked, random.split());
        boolean separate = isComplete(first);
        // What the packing after the last cycle will take, and half as much again.
        budget.reserve(before.minus(budget.time()).multipliedBy(3).dividedBy(2));
        @Nullable AffinitySolution best = separate ? first : packAll();
        if (best == null || talkers.length == 0 || instance.open.length < 2) {
            return best;
        }
        long cycle = Math.max(LEAST_CYCLE, MOVES_PER_SERVICE * talkers.length);
        AffinitySolution start = separate ? linked : best;
        @Nullable AffinitySolution top = null;
        while (!budget.isSpent()) {
            boolean ample = affordable() >= ENOUGH * cycle;
            AffinitySolution from = ample || top == null ? start : top;
            AffinitySolution found = anneal(from, ample ? 0 : 1, Math.min(cycle, budget.moves()));
            if (top == null || Timefold.score(found).compareTo(Timefold.score(top)) > 0) {
                AffinitySolution whole = separate ? around(found, random.split()) : found;
                if (isComplete(whole)) {
                    top = found;
                    best = better(best, whole);
                } else {
                    separate = false;
                    start = best;
                    top = null;
                }
            }
        }
        return best;
    }

    /** About how many moves there is time for. Where moves are limited it doesn't depend on the clock. */
    private double affordable() {
        return budget.hasMoveLimit() ? budget.moves() : budget.time().toMillis() * (double) MOVES_PER_MILLISECOND;
    }

    private AffinitySolution anneal(AffinitySolution start, int firstLeg, long moves) {
        AffinitySolution current = start;
        Duration time = budget.time();
        double parts = CYCLE.stream().skip(firstLeg).mapToDouble(Leg::part).sum();
        for (Leg leg : CYCLE.subList(firstLeg, CYCLE.size())) {
            if (budget.isSpent()) {
                break;
            }
            long legMoves = Math.max(1, (long) (moves * leg.part() / parts));
            Duration legTime = Duration.ofNanos((long) (time.toNanos() * leg.part() / parts));
            double temperature = hot * leg.temperature();
            current = budget.hasMoveLimit()
                    ? Timefold.annealInMoves(current, random.nextLong(), temperature, legMoves, budget.time())
                    : Timefold.anneal(current, random.nextLong(), temperature, legMoves, legTime);
            budget.spend(legMoves);
        }
        return current;
    }

    private @Nullable AffinitySolution packAll() {
        Spread[] kept = fromScratch ? Salvage.nothing(instance) : Salvage.of(instance, initial);
        AffinitySolution packed = Timefold.construct(
                new AffinitySolution(instance, all, Salvage.nothing(instance)), nothing -> pack(kept));
        return isComplete(packed) ? packed : null;
    }

    /** Whether there is as much of each resource as is asked for. */
    private boolean hasRoomInAll() {
        for (int r = 0; r < instance.resources; r++) {
            double left = 0;
            for (int machine : instance.open) {
                left += instance.capacity[machine][r];
            }
            for (int service : all) {
                left -= (double) instance.count[service] * instance.request[service][r];
            }
            if (left < 0) {
                return false;
            }
        }
        return true;
    }

    /** All containers, by both rules and in several orders, around what is kept and from nothing, until all are placed. */
    private Spread[] pack(Spread[] kept) {
        Spread[] packed = kept;
        for (int attempt = 0; attempt < PACKINGS && (attempt < FIRST_PACKINGS || !budget.isSpent()); attempt++) {
            double disorder = attempt < FIRST_PACKINGS ? 0 : attempt * 0.03;
            Packing.Rule rule = attempt / 2 % 2 == 0 ? Packing.Rule.TIGHTEST : Packing.Rule.MATCHING;
            Ledger ledger = Ledger.of(instance, attempt % 2 == 0 ? kept : Salvage.nothing(instance));
            boolean complete = new Packing(ledger).place(all, kept, rule, disorder, random);
            packed = ledger.spreads();
            if (complete) {
                break;
            }
        }
        return packed;
    }

    /** What talks, where it is or grown from nothing, whichever is better. */
    private AffinitySolution startLinked() {
        Spread[] kept = fromScratch ? Salvage.nothing(instance) : Salvage.of(instance, initial);
        return Timefold.construct(new AffinitySolution(instance, talkers, Salvage.nothing(instance)), grown -> {
            new Growth(grown).place(talkers);
            Ledger completed = new Ledger(instance);
            for (int service : talkers) {
                completed.replace(service, kept[service]);
            }
            new Growth(completed).place(talkers);
            return completed.score(0).compareTo(grown.score(0)) > 0 ? completed.spreads() : grown.spreads();
        });
    }

    /** The same placement with what doesn't talk packed around it. */
    private AffinitySolution around(AffinitySolution linked, RandomGenerator order) {
        Spread[] preferred = fromScratch ? Salvage.nothing(instance) : initial;
        return Timefold.construct(new AffinitySolution(instance, all, linked.spreads()), ledger -> {
            if (new Packing(ledger).place(all, preferred, Packing.Rule.TIGHTEST, 0, order)) {
                return ledger.spreads();
            }
            Ledger again = Ledger.of(instance, linked.spreads());
            new Packing(again).place(all, preferred, Packing.Rule.MATCHING, 0, order);
            return again.spreads();
        });
    }

    private static AffinitySolution better(AffinitySolution one, AffinitySolution other) {
        return Timefold.score(other).compareTo(Timefold.score(one)) > 0 ? other : one;
    }

    private static boolean isComplete(AffinitySolution solution) {
        HardMediumSoftScore score = Timefold.score(solution);
        return score.hardScore() == 0 && score.mediumScore() == 0;
    }
}
