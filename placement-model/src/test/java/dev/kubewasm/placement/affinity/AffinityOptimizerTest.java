package dev.kubewasm.placement.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kubewasm.placement.affinity.audit.AffinityAudit;
import dev.kubewasm.placement.affinity.audit.AffinityAuditor;
import dev.kubewasm.placement.affinity.format.AffinityInstance;
import dev.kubewasm.placement.affinity.format.InstanceReader;
import dev.kubewasm.placement.affinity.format.UnusableFileException;
import dev.kubewasm.placement.affinity.model.AffinityMachine;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;
import dev.kubewasm.placement.affinity.model.MachineSet;
import dev.kubewasm.placement.affinity.model.Traffic;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.Scale;
import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AffinityOptimizerTest {
    private static final Duration AMPLE = Duration.ofMinutes(5);

    private static Optional<AffinityResult> optimize(
            AffinityProblem problem,
            ContainerPlacement initial,
            long seed,
            int maxMachines,
            boolean scratch,
            long steps) {
        // A clock that stands still: only steps end the search.
        return AffinityOptimizer.optimize(
                problem, initial, new OptimizerSettings(seed, AMPLE, steps, maxMachines, scratch, 1), () -> 0);
    }

    @Test
    void smallProblemsAreSolvedAsBruteForceSolvesThem() {
        int optimal = 0;
        int solvable = 0;
        for (long seed = 0; seed < Scale.cases(1000); seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            AffinityProblem problem = AffinityProblems.random(random, 3, 4, 3);
            int most = 1 + random.nextInt(problem.machines().size());
            ContainerPlacement initial = AffinityProblems.anyPlacement(random, problem);
            OptionalDouble best = new AffinityBruteForce(problem, most).best();

            Optional<AffinityResult> result = optimize(problem, initial, seed, most, random.nextBoolean(), 2000);

            if (best.isEmpty()) {
                assertThat(result).as("seed %d", seed).isEmpty();
                continue;
            }
            solvable++;
            assertThat(result).as("seed %d", seed).isPresent();
            assertThat(result.orElseThrow().audit().violations())
                    .as("seed %d", seed)
                    .isEmpty();
            optimal += result.get().audit().gainedAffinity() >= best.getAsDouble() - 1e-9 ? 1 : 0;
        }
        assertThat(solvable).isPositive();
        // Exchanges go through feasible placements alone, so now and then one out of reach is better.
        assertThat(optimal).isGreaterThanOrEqualTo((int) Math.floor(solvable * 0.99));
    }

    @Test
    void whatIsFoundIsFeasibleAndNoWorseThanBefore() {
        for (long seed = 0; seed < Scale.cases(300); seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            AffinityProblem problem = AffinityProblems.random(random, 12, 20, 12);
            ContainerPlacement initial = AffinityProblems.anyPlacement(random, problem);
            int most = problem.machines().size();
            Optional<AffinityResult> first = optimize(problem, initial, seed, most, false, 3000);
            if (first.isEmpty()) {
                continue;
            }
            AffinityAudit audit = new AffinityAuditor(problem).audit(first.get().placement(), most);
            assertThat(audit.violations()).as("seed %d", seed).isEmpty();

            Optional<AffinityResult> second = optimize(problem, first.get().placement(), seed + 1, most, false, 100);
            assertThat(second.orElseThrow().audit().gainedAffinity())
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(audit.gainedAffinity() - 1e-12);
        }
    }

    @Test
    void whatFitsOnlyJustIsMadeToFit() {
        for (long seed = 0; seed < Scale.cases(24); seed++) {
            AffinityProblem problem = AffinityProblems.planted(new SplittableRandom(seed), 7, 0.05, 0.3, 0.02)
                    .problem();
            Optional<AffinityResult> result = optimize(problem, ContainerPlacement.EMPTY, seed, 7, true, 400_000);
            assertThat(result).as("seed %d", seed).isPresent();
            assertThat(result.orElseThrow().audit().violations())
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void fullMachinesGainByExchanges() {
        for (long seed = 0; seed < Scale.cases(12); seed++) {
            AffinityProblems.Planted planted =
                    AffinityProblems.planted(new SplittableRandom(seed), 30, 0.01, 0.08, 0.015);
            double before = new AffinityAuditor(planted.problem())
                    .audit(planted.placement(), 30)
                    .gainedAffinity();
            for (boolean scratch : new boolean[] {false, true}) {
                AffinityResult result = optimize(planted.problem(), planted.placement(), seed, 30, scratch, 100_000)
                        .orElseThrow();
                assertThat(result.audit().violations()).as("seed %d", seed).isEmpty();
                assertThat(result.audit().gainedAffinity())
                        .as("seed %d, before %f", seed, before)
                        .isGreaterThan(before + 0.5 * (1 - before));
            }
        }
    }

    @Test
    void theInitialPlacementIsReturnedWhereNoneIsFoundFromScratch() {
        AffinityProblems.Planted planted = AffinityProblems.planted(new SplittableRandom(1), 20, 0.1, 0.4, 0);
        AffinityResult result =
                optimize(planted.problem(), planted.placement(), 1, 20, true, 1).orElseThrow();
        assertThat(result.placement()).isEqualTo(planted.placement());
        assertThat(result.audit().violations()).isEmpty();
    }

    @Test
    void asManyMachinesAreChosenForAServiceAsItNeeds() {
        BitSet small = new BitSet();
        small.set(2, 4);
        AffinityProblem problem = new AffinityProblem(
                List.of("CPU", "Mem"),
                List.of(
                        new AffinityService("a", List.of("a0", "a1"), List.of(0.5, 0.0), MachineSet.of(small)),
                        service("b", 1, 0.9)),
                List.of(machine("m0", 1), machine("m1", 1), machine("m2", 0.5), machine("m3", 0.5)),
                List.of(new Traffic(0, 1, 1)),
                List.of());
        AffinityResult result =
                optimize(problem, ContainerPlacement.EMPTY, 1, 3, false, 1000).orElseThrow();
        assertThat(result.audit().violations()).isEmpty();
        assertThat(result.audit().machinesUsed()).isEqualTo(3);
        assertThat(optimize(problem, ContainerPlacement.EMPTY, 1, 2, false, 1000))
                .isEmpty();
    }

    @Test
    void machinesAreExchangedUntilEverythingFits() {
        // The machines with the most of what is scarce have too little of the other resource for more than one each.
        AffinityProblem problem = new AffinityProblem(
                List.of("CPU", "Mem"),
                IntStream.range(0, 4)
                        .mapToObj(
                                i -> new AffinityService("s" + i, List.of("c" + i), List.of(0.3, 0.3), MachineSet.ANY))
                        .toList(),
                List.of(
                        new AffinityMachine("m0", List.of(2.0, 0.5)),
                        new AffinityMachine("m1", List.of(2.0, 0.5)),
                        new AffinityMachine("m2", List.of(0.6, 0.6)),
                        new AffinityMachine("m3", List.of(0.6, 0.6)),
                        new AffinityMachine("m4", List.of(0.1, 100.0))),
                List.of(),
                List.of());
        AffinityResult result =
                optimize(problem, ContainerPlacement.EMPTY, 1, 2, false, 1000).orElseThrow();
        assertThat(result.audit().violations()).isEmpty();
    }

    @Test
    void aServiceWithoutContainersIsNoConcern() {
        AffinityProblem problem = new AffinityProblem(
                List.of("CPU", "Mem"),
                List.of(service("a", 2, 0.5), service("b", 0, 7), service("c", 2, 0.5)),
                List.of(machine("m0", 1), machine("m1", 1)),
                List.of(new Traffic(0, 1, 1), new Traffic(0, 2, 1)),
                List.of());
        assertThat(optimize(problem, ContainerPlacement.EMPTY, 1, 2, false, 1000)
                        .orElseThrow()
                        .audit()
                        .gainedAffinity())
                .isEqualTo(0.5, within(1e-12));
    }

    @Test
    void aContainerThatIsNamedTwiceIsPlacedOnce() {
        AffinityProblem problem = AffinityProblems.random(new SplittableRandom(3), 4, 6, 4);
        String twice = problem.services().getFirst().containers().getFirst();
        Map<String, List<String>> everywhere = new LinkedHashMap<>();
        problem.machines().forEach(machine -> everywhere.put(machine.name(), List.of(twice)));

        Optional<AffinityResult> result = optimize(
                problem,
                new ContainerPlacement(everywhere),
                1,
                problem.machines().size(),
                false,
                1000);

        assertThat(result.orElseThrow().audit().violations()).isEmpty();
    }

    @Test
    void sameSeedAndStepsGiveTheSamePlacement() {
        for (long seed = 0; seed < Scale.cases(100); seed++) {
            AffinityProblem problem = AffinityProblems.random(new SplittableRandom(seed), 10, 20, 10);
            OptimizerSettings settings = new OptimizerSettings(seed, AMPLE, 2000, 10, true, 2);
            Optional<AffinityResult> first =
                    AffinityOptimizer.optimize(problem, ContainerPlacement.EMPTY, settings, () -> 0);
            Optional<AffinityResult> second =
                    AffinityOptimizer.optimize(problem, ContainerPlacement.EMPTY, settings, () -> 0);
            assertThat(second).as("seed %d", seed).isEqualTo(first);
        }
    }

    @Test
    void servicesThatTalkAreSplitInTheSameProportions() {
        AffinityProblem problem = new AffinityProblem(
                List.of("CPU", "Mem"),
                List.of(service("a", 4, 0.2), service("b", 2, 0.1), service("c", 3, 0.1)),
                List.of(machine("m0", 0.7), machine("m1", 0.7)),
                List.of(new Traffic(0, 1, 3)),
                List.of());
        AffinityResult result =
                optimize(problem, ContainerPlacement.EMPTY, 1, 2, true, 2000).orElseThrow();
        assertThat(result.audit().gainedAffinity()).isEqualTo(1, within(1e-12));
        assertThat(result.audit().machinesUsed()).isEqualTo(2);
    }

    @Test
    void nothingIsReturnedWhereNothingFits() {
        AffinityProblem problem = new AffinityProblem(
                List.of("CPU", "Mem"), List.of(service("a", 3, 0.5)), List.of(machine("m0", 1)), List.of(), List.of());
        assertThat(optimize(problem, ContainerPlacement.EMPTY, 1, 1, true, 100)).isEmpty();
    }

    @Test
    void theDataSetM3GoesBeyondThePublishedPlacements() throws UnusableFileException {
        AffinityInstance m3 = InstanceReader.read(Corpora.require("placement/rasa/M3.json"));
        AffinityResult result =
                optimize(m3.problem(), m3.initial(), 1, 75, true, 60_000).orElseThrow();
        assertThat(result.audit().violations()).isEmpty();
        assertThat(result.audit().machinesUsed()).isLessThanOrEqualTo(75);
        assertThat(result.audit().gainedAffinity()).isGreaterThan(0.8);
    }

    private static AffinityService service(String name, int size, double cpu) {
        List<String> containers =
                IntStream.range(0, size).mapToObj(i -> name + i).toList();
        return new AffinityService(name, containers, List.of(cpu, 0.0), MachineSet.ANY);
    }

    private static AffinityMachine machine(String name, double cpu) {
        return new AffinityMachine(name, List.of(cpu, 1.0));
    }
}
