package dev.kubewasm.placement.affinity.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kubewasm.placement.affinity.AffinityProblems;
import dev.kubewasm.placement.affinity.audit.AffinityAudit;
import dev.kubewasm.placement.affinity.audit.AffinityAuditor;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;
import dev.kubewasm.testkit.Scale;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is kept up to date equals what is computed anew, and what the auditor says. */
class LedgerTest {
    @Test
    void changesAddUpToWhatIsComputedAnew() {
        for (long seed = 0; seed < Scale.cases(2000); seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            AffinityProblem problem = AffinityProblems.random(random, 8, 12, 9);
            Instance instance = instance(problem);
            Ledger ledger = new Ledger(instance);
            for (int change = 0; change < 60; change++) {
                int service = random.nextInt(instance.services);
                int machine = random.nextInt(instance.machines);
                int there = ledger.spread(service).on(machine);
                int missing = instance.count[service] - ledger.spread(service).placed();
                ledger.add(service, machine, random.nextInt(there + missing + 1) - there);
            }
            Ledger anew = Ledger.of(instance, ledger.spreads());
            assertThat(ledger.score(0)).as("seed %d", seed).isEqualTo(anew.score(0));
            for (int m = 0; m < instance.machines; m++) {
                assertThat(ledger.residents(m)).as("seed %d", seed).isEqualTo(anew.residents(m));
                for (int r = 0; r < instance.resources; r++) {
                    assertThat(ledger.free(m, r)).as("seed %d", seed).isEqualTo(anew.free(m, r));
                }
            }
            agreesWithTheAuditor(problem, ledger, "seed " + seed);
        }
    }

    private static void agreesWithTheAuditor(AffinityProblem problem, Ledger ledger, String description) {
        Map<String, List<String>> placement = new LinkedHashMap<>();
        problem.machines().forEach(machine -> placement.put(machine.name(), new ArrayList<>()));
        for (int s = 0; s < problem.services().size(); s++) {
            int next = 0;
            Spread spread = ledger.spread(s);
            for (int i = 0; i < spread.size(); i++) {
                for (int k = 0; k < spread.count(i); k++) {
                    placement
                            .computeIfAbsent(
                                    problem.machines().get(spread.machine(i)).name(), name -> new ArrayList<>())
                            .add(problem.services().get(s).containers().get(next++));
                }
            }
        }
        AffinityAudit audit = new AffinityAuditor(problem)
                .audit(new ContainerPlacement(placement), problem.machines().size());
        assertThat(ledger.gained() / Instance.WHOLE).as(description).isEqualTo(audit.gainedAffinity(), within(1e-9));
        boolean roomAndRules = audit.violations().stream().noneMatch(violation -> violation.startsWith("machine "));
        assertThat(ledger.isFeasible()).as(description).isEqualTo(roomAndRules);
    }

    @Test
    void spreadsAreWhatMapsWouldBe() {
        for (long seed = 0; seed < Scale.cases(2000); seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Spread spread = Spread.NONE;
            TreeMap<Integer, Integer> expected = new TreeMap<>();
            for (int change = 0; change < 50; change++) {
                int machine = random.nextInt(12);
                int there = expected.getOrDefault(machine, 0);
                int amount = random.nextInt(4) - Math.min(there, 2);
                spread = spread.plus(machine, amount);
                if (there + amount == 0) {
                    expected.remove(machine);
                } else {
                    expected.put(machine, there + amount);
                }
                TreeMap<Integer, Integer> actual = new TreeMap<>();
                for (int i = 0; i < spread.size(); i++) {
                    actual.put(spread.machine(i), spread.count(i));
                }
                assertThat(actual).as("seed %d", seed).isEqualTo(expected);
                assertThat(spread.on(machine)).as("seed %d", seed).isEqualTo(there + amount);
            }
        }
    }

    @Test
    void exchangesKeepEveryConstraint() {
        for (long seed = 0; seed < Scale.cases(1000); seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            AffinityProblem problem = AffinityProblems.random(random, 8, 12, 9);
            Instance instance = instance(problem);
            int[] all = java.util.stream.IntStream.range(0, instance.services).toArray();
            Ledger packed = new Ledger(instance);
            new Packing(packed, () -> false).place(all, packed.spreads(), Packing.Rule.TIGHTEST, 0, random);
            assertThat(packed.isFeasible()).as("seed %d", seed).isTrue();
            AffinitySolution solution = new AffinitySolution(instance, all, packed.spreads());
            AffinityScore score = new AffinityScore();
            score.resetWorkingSolution(solution);
            ExchangeDrawer drawer = new ExchangeDrawer(solution);
            for (int i = 0; drawer.canDraw() && i < 100; i++) {
                drawer.next(random).forEach((entity, spread) -> {
                    entity.setSpread(spread);
                    score.afterVariableChanged(entity, "spread");
                });
                assertThat(score.calculateScore().hardScore())
                        .as("seed %d", seed)
                        .isZero();
            }
            Ledger anew = Ledger.of(instance, solution.spreads());
            assertThat(score.calculateScore()).as("seed %d", seed).isEqualTo(anew.score(solution.wanted()));
            long missing = 0;
            int incomplete = 0;
            for (int s = 0; s < instance.services; s++) {
                int left = instance.count[s] - solution.spreads()[s].placed();
                assertThat(solution.ledger().missing(s)).as("seed %d", seed).isEqualTo(left);
                incomplete += left > 0 ? 1 : 0;
                missing += left * instance.bulk[s];
            }
            assertThat(solution.ledger().incomplete()).as("seed %d", seed).isEqualTo(incomplete);
            assertThat(score.calculateScore().mediumScore()).as("seed %d", seed).isEqualTo(-missing);
        }
    }

    @Test
    void whatFitsOnlyByExchangesIsLeftOutWhereTimeIsUp() {
        int repaired = 0;
        for (long seed = 0; seed < 200; seed++) {
            AffinityProblem problem = AffinityProblems.planted(new SplittableRandom(seed), 5, 0.05, 0.3, 0.1)
                    .problem();
            Instance instance = instance(problem);
            int[] all = java.util.stream.IntStream.range(0, instance.services).toArray();
            Ledger[] packed = new Ledger[2];
            for (int i = 0; i < packed.length; i++) {
                boolean overdue = i == 0;
                packed[i] = new Ledger(instance);
                new Packing(packed[i], () -> overdue)
                        .place(all, packed[i].spreads(), Packing.Rule.TIGHTEST, 0, new SplittableRandom(seed));
                assertThat(packed[i].isFeasible()).as("seed %d", seed).isTrue();
            }
            assertThat(packed[0].placed()).as("seed %d", seed).isLessThanOrEqualTo(packed[1].placed());
            repaired += packed[0].placed() < packed[1].placed() ? 1 : 0;
        }
        assertThat(repaired).isPositive();
    }

    private static Instance instance(AffinityProblem problem) {
        BitSet every = new BitSet();
        every.set(0, problem.machines().size());
        return new Instance(problem, every);
    }
}
