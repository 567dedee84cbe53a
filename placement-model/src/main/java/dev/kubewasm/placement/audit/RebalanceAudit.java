package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.DisruptionBudget;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.RebalancePlan;
import dev.kubewasm.placement.result.RebalancePlan.Move;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Replays a plan step by step, in code of its own. While a step's Pods are down, those that stay have what they need and
 * no budget is overdrawn; once they run again, their nodes take them, have room for them, and their wiring holds.
 */
public final class RebalanceAudit {
    private RebalanceAudit() {}

    /**
     * Everything wrong with {@code plan}; empty if nothing.
     *
     * @param wiring of the snapshot: which workload is to serve an import
     */
    public static List<Violation> audit(
            Snapshot snapshot, WiringGraph wiring, List<DisruptionBudget> budgets, RebalancePlan plan) {
        List<Violation> violations = new ArrayList<>();
        Set<PodKey> moved = new HashSet<>();
        Snapshot now = snapshot;
        for (RebalancePlan.Step step : plan.steps()) {
            Set<PodKey> evicted = new HashSet<>();
            for (Move move : step.moves()) {
                long covering = budgets.stream()
                        .filter(budget -> covers(budget, snapshot, move))
                        .count();
                (covering > 1 ? Optional.of("several budgets cover it") : stays(now, move, moved))
                        .ifPresent(why -> violations.add(new Violation.NotMovable(move.pod(), why)));
                moved.add(move.pod());
                evicted.add(move.pod());
            }
            if (!violations.isEmpty()) {
                return violations;
            }
            budgets.stream()
                    .filter(budget -> step.moves().stream().anyMatch(move -> covers(budget, snapshot, move)))
                    .forEach(budget -> overdrawn(snapshot, budget, evicted).ifPresent(violations::add));
            for (Move move : step.moves()) {
                violations.addAll(left(now, wiring, move.from(), evicted));
                violations.addAll(unserved(now, wiring, move, step));
            }
            Snapshot down = now;
            TreeMap<PodKey, PodOutcome> outcomes = new TreeMap<>();
            for (Move move : step.moves()) {
                down = down.with(pod(down, move.pod()).withState(PodState.PENDING));
                outcomes.put(move.pod(), new PodOutcome.Placed(move.to(), move.wiring(), List.of()));
            }
            violations.addAll(Auditor.audit(down, evicted, new PlacementResult(outcomes, Score.PERFECT)));
            for (Move move : step.moves()) {
                PodState up = new PodState(Optional.of(move.to()), PodState.Phase.RUNNING, false, true);
                now = now.with(pod(now, move.pod()).withState(up));
            }
        }
        return violations;
    }

    /** Why a Pod must not be moved so. */
    private static Optional<String> stays(Snapshot now, Move move, Set<PodKey> moved) {
        if (!now.pods().containsKey(move.pod())) {
            return Optional.of("it isn't there");
        }
        PodFacts pod = pod(now, move.pod());
        if (!moved.isEmpty() && moved.contains(move.pod())) {
            return Optional.of("it was moved before");
        }
        if (pod.state().node().isEmpty() || !pod.state().node().get().equals(move.from())) {
            return Optional.of("it isn't on " + move.from());
        }
        if (move.from().equals(move.to())) {
            return Optional.of("it is there already");
        }
        if (pod.state().terminating() || !pod.state().ready()) {
            return Optional.of("it isn't Ready");
        }
        return switch (pod.workload().kind()) {
            case "Pod" -> Optional.of("nobody makes it again");
            case "Job" -> Optional.of("its work would be lost");
            case "DaemonSet", "Node" -> Optional.of("it belongs to its node");
            default -> Optional.empty();
        };
    }

    private static boolean covers(DisruptionBudget budget, Snapshot snapshot, Move move) {
        return move.pod().namespace().equals(budget.namespace())
                && snapshot.pods().containsKey(move.pod())
                && budget.selector().matches(pod(snapshot, move.pod()).labels());
    }

    /** Counted on the cluster as it was: all Pods of earlier steps run again. */
    private static Optional<Violation> overdrawn(Snapshot snapshot, DisruptionBudget budget, Set<PodKey> evicted) {
        int covered = 0;
        int ready = 0;
        int down = 0;
        for (PodFacts pod : snapshot.pods().values()) {
            boolean over = pod.state().phase() == PodState.Phase.SUCCEEDED
                    || pod.state().phase() == PodState.Phase.FAILED
                    || pod.state().terminating();
            if (!over
                    && pod.key().namespace().equals(budget.namespace())
                    && budget.selector().matches(pod.labels())) {
                covered++;
                ready += pod.state().ready() ? 1 : 0;
                down += evicted.contains(pod.key()) ? 1 : 0;
            }
        }
        double share = budget.percent() ? Math.ceil(budget.value() * covered / 100.0) : budget.value();
        double mustRun = budget.limit() == DisruptionBudget.Limit.MIN_AVAILABLE ? share : covered - share;
        int allowed = (int) Math.max(0, ready - Math.max(0, mustRun));
        return down > allowed ? Optional.of(new Violation.TooManyEvicted(budget, down, allowed)) : Optional.empty();
    }

    /** Consumers on a node that are served before the step and by nobody while its Pods are down. */
    private static List<Violation> left(Snapshot now, WiringGraph wiring, NodeName node, Set<PodKey> evicted) {
        List<Violation> left = new ArrayList<>();
        for (PodFacts consumer : now.podsOn(node)) {
            if (evicted.contains(consumer.key())) {
                continue;
            }
            for (PodWiring.Link link : wiring.of(consumer.key()).links()) {
                int before = 0;
                int meanwhile = 0;
                for (PodFacts other : now.podsOn(node)) {
                    if (other.state().ready() && link.provider().pods().contains(other.key())) {
                        before++;
                        meanwhile += evicted.contains(other.key()) ? 0 : 1;
                    }
                }
                if (link.provider().policy() == LinkPolicy.REQUIRED && before > 0 && meanwhile == 0) {
                    left.add(new Violation.ConsumerLeft(consumer.key(), node, link.imported()));
                }
            }
        }
        return left;
    }

    /** Required imports of a moved Pod whose providers where it goes are there, but not Ready and not of the step. */
    private static List<Violation> unserved(Snapshot now, WiringGraph wiring, Move moved, RebalancePlan.Step step) {
        Set<PodKey> arriving = new HashSet<>();
        Set<PodKey> leaving = new HashSet<>();
        for (Move other : step.moves()) {
            (other.to().equals(moved.to()) ? arriving : leaving).add(other.pod());
        }
        List<Violation> unserved = new ArrayList<>();
        for (PodWiring.Link link : wiring.of(moved.pod()).links()) {
            boolean waits = false;
            boolean served = link.provider().pods().stream().anyMatch(arriving::contains);
            for (PodFacts there : now.podsOn(moved.to())) {
                if (link.provider().pods().contains(there.key()) && !leaving.contains(there.key())) {
                    waits |= !there.state().ready();
                    served |= there.state().ready();
                }
            }
            if (link.provider().policy() == LinkPolicy.REQUIRED && waits && !served) {
                unserved.add(new Violation.ConsumerLeft(moved.pod(), moved.to(), link.imported()));
            }
        }
        return unserved;
    }

    private static PodFacts pod(Snapshot snapshot, PodKey key) {
        return snapshot.pod(key).orElseThrow();
    }
}
