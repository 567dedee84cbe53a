package dev.kubewasm.placement.affinity.solver;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One search with one seed. What talks is placed first, as if it were alone, in cycles of annealing; the rest is then
 * packed around it. What doesn't fit is made to fit by annealing how much is left out; where machines are that full, everything is
 * annealed together from then on.
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

    private static final int PACKINGS = 8;
    /** So many are tried even when time is up: both rules, around what is kept and from nothing. */
    private static final int FIRST_PACKINGS = 4;

    /** The moves of the first attempt to make everything fit; each further one has twice as many. */
    private static final long FIRST_FILL = 20_000;
    /** The part of what is left that goes to making everything fit around what talks. */
    private static final double PART_TO_FILL = 0.3;
    /** Where that takes long, the part that goes to what talks alone. */
    private static final double PART_ALONE = 0.4;

    private final Instance instance;
    private final Spread[] initial;
    /** The services that stay, where they are; nothing else. */
    private final Spread[] fixed;

    private final boolean fromScratch;
    private final Budget budget;
    private final double patience;
    private final SplittableRandom random;
    private final int[] talkers;
    private final int[] all;
    private final double hot;

    /**
     * A search.
     *
     * @param staying the services that aren't moved
     * @param patience the part of the budget after which it gives up if not everything was made to fit
     */
    Search(
            Instance instance,
            Spread[] initial,
            BitSet staying,
            boolean fromScratch,
            long seed,
            Budget budget,
            double patience) {
        this.instance = instance;
        this.initial = initial;
        this.fixed = Salvage.only(staying, initial);
        this.fromScratch = fromScratch;
        this.budget = budget;
        this.patience = patience;
        random = new SplittableRandom(seed);
        all = IntStream.range(0, instance.services)
                .filter(service -> !staying.get(service))
                .toArray();
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
        if (!hasRoomInAll() || !hasRoomForEach()) {
            return null;
        }
        AffinitySolution linked = startLinked();
        Duration before = budget.time();
        AffinitySolution first = around(linked, random.split());
        // What the packing after the last cycle will take, and half as much again.
        budget.reserve(before.minus(budget.time()).multipliedBy(3).dividedBy(2));
        if (!isComplete(first)) {
            return fullMachines(linked, first);
        }
        return hasNothingToGain() ? first : cycles(linked, first);
    }

    private boolean hasNothingToGain() {
        return talkers.length == 0 || instance.open.length < 2;
    }

    /** Cycles of what talks, the rest packed around it; once that fails, of everything. */
    private AffinitySolution cycles(AffinitySolution linked, AffinitySolution first) {
        AffinitySolution best = first;
        @Nullable AffinitySolution top = null;
        while (!budget.isSpent()) {
            boolean ample = affordable() >= ENOUGH * cycle();
            AffinitySolution from = ample || top == null ? linked : top;
            AffinitySolution found = anneal(from, ample ? 0 : 1, 1);
            if (top == null || Timefold.score(found).compareTo(Timefold.score(top)) > 0) {
                AffinitySolution whole = around(found, random.split());
                if (!isComplete(whole)) {
                    return together(better(best, fill(whole, PART_TO_FILL)));
                }
                top = found;
                best = better(best, whole);
            }
        }
        return best;
    }

    /** Where the rest doesn't just fit around what talks: everything is made to fit, then annealed together. */
    private @Nullable AffinitySolution fullMachines(AffinitySolution linked, AffinitySolution first) {
        // A packing of all gains little, but takes little time, of which there may be none left later.
        AffinitySolution packed = packAll();
        AffinitySolution filled = fill(first, PART_TO_FILL * patience);
        boolean separate = isComplete(filled);
        AffinitySolution best = better(filled, packed);
        best = isComplete(best) ? best : fill(best, patience);
        if (!isComplete(best)) {
            return null;
        }
        if (hasNothingToGain()) {
            return best;
        }
        if (separate && !budget.isSpent()) {
            AffinitySolution found = anneal(linked, affordable() >= ENOUGH * cycle() ? 0 : 1, PART_ALONE);
            best = better(best, fill(around(found, random.split()), PART_TO_FILL));
        }
        return together(best);
    }

    /** Anneals everything together until the budget is spent. What has gained much isn't heated as much. */
    private AffinitySolution together(AffinitySolution start) {
        AffinitySolution best = start;
        while (!budget.isSpent()) {
            best = better(best, anneal(best, 1, 1));
        }
        return best;
    }

    /**
     * Anneals, with less and less regard for what is gained, until everything runs.
     *
     * @param part the part of what is left that it may spend
     */
    private AffinitySolution fill(AffinitySolution partial, double part) {
        AffinitySolution current = partial;
        long moves = part(budget.moves(), part);
        Duration kept = budget.time().minus(part(budget.time(), part));
        long each = FIRST_FILL;
        double temperature = hot * 0.1;
        while (!isComplete(current)
                && !budget.isSpent()
                && moves > 0
                && budget.time().compareTo(kept) > 0) {
            long next = Math.min(each, moves);
            HardMediumSoftScore start =
                    HardMediumSoftScore.of(0, fillTemperature(), Math.max(1, Math.round(temperature)));
            current = Timefold.anneal(
                    current,
                    random.nextLong(),
                    new Timefold.Annealing(start, next, budget.time().minus(kept), budget.hasMoveLimit(), true));
            budget.spend(next);
            moves -= next;
            each *= 2;
            temperature *= 4;
        }
        return current;
    }

    /** A tenth of what a container is on average: a swap for a slightly larger one is often accepted, one for two isn't. */
    private long fillTemperature() {
        long sum = 0;
        long containers = 0;
        for (int service : all) {
            sum += instance.count[service] * instance.bulk[service];
            containers += instance.count[service];
        }
        return Math.max(1, sum / Math.max(1, containers) / 10);
    }

    private long cycle() {
        return Math.max(LEAST_CYCLE, MOVES_PER_SERVICE * talkers.length);
    }

    private static long part(long moves, double part) {
        return part == 1 ? moves : (long) Math.ceil(moves * part);
    }

    private static Duration part(Duration time, double part) {
        return part == 1 ? time : Duration.ofNanos((long) (time.toNanos() * part));
    }

    /** About how many moves there is time for. Where moves are limited it doesn't depend on the clock. */
    private double affordable() {
        return budget.hasMoveLimit() ? budget.moves() : budget.time().toMillis() * (double) MOVES_PER_MILLISECOND;
    }

    /** A cycle from its {@code firstLeg} on, of at most that part of the budget. */
    private AffinitySolution anneal(AffinitySolution start, int firstLeg, double part) {
        AffinitySolution current = start;
        long moves = Math.min(cycle(), part(budget.moves(), part));
        Duration time = part(budget.time(), part);
        double parts = CYCLE.stream().skip(firstLeg).mapToDouble(Leg::part).sum();
        for (Leg leg : CYCLE.subList(firstLeg, CYCLE.size())) {
            if (budget.isSpent()) {
                break;
            }
            long legMoves = Math.max(1, (long) (moves * leg.part() / parts));
            Duration legTime = budget.hasMoveLimit()
                    ? budget.time()
                    : Duration.ofNanos((long) (time.toNanos() * leg.part() / parts));
            HardMediumSoftScore temperature =
                    HardMediumSoftScore.of(0, 0, Math.max(1, Math.round(hot * leg.temperature())));
            current = Timefold.anneal(
                    current,
                    random.nextLong(),
                    new Timefold.Annealing(temperature, legMoves, legTime, budget.hasMoveLimit(), false));
            budget.spend(legMoves);
        }
        return current;
    }

    private AffinitySolution packAll() {
        Spread[] kept = fromScratch ? fixed : Salvage.of(instance, initial, fixed);
        return Timefold.construct(new AffinitySolution(instance, all, fixed), nothing -> pack(kept));
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

    /** Whether each service has a machine that could hold a container of it. */
    private boolean hasRoomForEach() {
        return Arrays.stream(all).filter(service -> instance.count[service] > 0).allMatch(service -> Arrays.stream(
                        instance.open)
                .anyMatch(machine -> instance.couldHold(service, machine)));
    }

    /** All containers, by both rules and in several orders, around what is kept and from nothing, until all are placed. */
    private Spread[] pack(Spread[] kept) {
        Ledger most = Ledger.of(instance, kept);
        for (int attempt = 0; attempt < PACKINGS && (attempt < FIRST_PACKINGS || !budget.isSpent()); attempt++) {
            if (fromScratch && attempt < FIRST_PACKINGS && attempt % 2 == 1) {
                // Around nothing is from nothing.
                continue;
            }
            double disorder = attempt < FIRST_PACKINGS ? 0 : attempt * 0.1;
            Packing.Rule rule = attempt / 2 % 2 == 0 ? Packing.Rule.TIGHTEST : Packing.Rule.MATCHING;
            Spread[] around = attempt % 2 == 0 ? kept : fixed;
            Ledger ledger = Ledger.of(instance, around);
            boolean complete = new Packing(ledger, budget::isOverdue).place(all, around, rule, disorder, random);
            if (ledger.placed() > most.placed()) {
                most = ledger;
            }
            if (complete || budget.isOverdue()) {
                break;
            }
        }
        return most.spreads();
    }

    /** What talks, where it is or grown from nothing, whichever is better. */
    private AffinitySolution startLinked() {
        Spread[] kept = fromScratch ? fixed : Salvage.of(instance, initial, fixed);
        return Timefold.construct(new AffinitySolution(instance, talkers, fixed), grown -> {
            new Growth(grown).place(talkers);
            Ledger completed = Ledger.of(instance, fixed);
            for (int service : talkers) {
                completed.replace(service, kept[service]);
            }
            new Growth(completed).place(talkers);
            return completed.score(0).compareTo(grown.score(0)) > 0 ? completed.spreads() : grown.spreads();
        });
    }

    /** The same placement with what doesn't talk packed around it: where it was, if all fits then, else anywhere. */
    private AffinitySolution around(AffinitySolution linked, RandomGenerator order) {
        return Timefold.construct(new AffinitySolution(instance, all, linked.spreads()), ledger -> {
            Ledger most = ledger;
            Spread[] start = most.spreads();
            boolean complete = !fromScratch && packed(most, initial, Packing.Rule.TIGHTEST, order);
            for (Packing.Rule rule : Packing.Rule.values()) {
                if (!complete && !budget.isOverdue()) {
                    Ledger again = Ledger.of(instance, start);
                    complete = packed(again, fixed, rule, order);
                    most = again.placed() > most.placed() ? again : most;
                }
            }
            return most.spreads();
        });
    }

    private boolean packed(Ledger ledger, Spread[] preferred, Packing.Rule rule, RandomGenerator order) {
        return new Packing(ledger, budget::isOverdue).place(all, preferred, rule, 0, order);
    }

    private static AffinitySolution better(AffinitySolution one, AffinitySolution other) {
        return Timefold.score(other).compareTo(Timefold.score(one)) > 0 ? other : one;
    }

    private static boolean isComplete(AffinitySolution solution) {
        HardMediumSoftScore score = Timefold.score(solution);
        return score.hardScore() == 0 && score.mediumScore() == 0;
    }
}
