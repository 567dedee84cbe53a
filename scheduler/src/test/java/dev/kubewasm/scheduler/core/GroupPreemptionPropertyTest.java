package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.key;
import static dev.kubewasm.scheduler.core.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.PodState.Phase;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.testkit.Scale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A chain of components of priority 10 comes to random nodes that are full, and what becomes of it is compared with the plainest reckoning. */
class GroupPreemptionPropertyTest {
    private static final int PRIORITY = 10;
    private static final List<Integer> PRIORITIES = List.of(-3, 0, 4, PRIORITY, 12);

    private final ManualClock clock = new ManualClock();
    private final InMemoryCluster cluster = new InMemoryCluster();

    @Test
    void theWholeGroupGetsRoomWhereTheLeastImportantLeaveAndNobodyLeavesInVain() {
        int made = 0;
        for (int seed = 0; seed < Scale.cases(5_000); seed++) {
            made += new GroupPreemptionPropertyTest().oneCase(new Random(seed), "seed " + seed) ? 1 : 0;
        }
        assertThat(made).as("cases in which room was made").isGreaterThan(Scale.cases(5_000) / 4);
    }

    private boolean oneCase(Random random, String seed) {
        int nodes = 1 + random.nextInt(4);
        for (int n = 0; n < nodes; n++) {
            fill(Fixtures.node("n" + n, 500 + 100L * random.nextInt(8)), random);
        }
        List<PodKey> chain = chain(random, 1 + random.nextInt(3));
        Snapshot before = new Snapshot(
                List.copyOf(cluster.nodes().values()),
                cluster.pods().stream().map(ObservedPod::facts).toList());
        Scheduler scheduler = new Scheduler(
                cluster,
                new ComponentResolver(new SchedulerTest.NoImages(), (namespace, name, key) -> Optional.empty()),
                SchedulerSettings.DEFAULT,
                clock,
                SchedulerObserver.NONE);
        goOn(scheduler);
        // Where there is no room to be made for all, there may be for a provider with what it needs.
        for (int first = 0; first < chain.size(); first++) {
            List<PodKey> group = chain.subList(first, chain.size());
            long needed = group.stream()
                    .mapToLong(member -> cpu(before.pod(member).orElseThrow()))
                    .sum();
            OptionalInt least = before.nodes().values().stream()
                    .flatMapToInt(node -> highestVictim(node, before, needed).stream())
                    .min();
            if (least.isPresent()) {
                List<PodFacts> victims = cluster.preempted.stream()
                        .map(victim -> before.pod(victim).orElseThrow())
                        .toList();
                assertThat(victims).as(seed).isNotEmpty();
                NodeName node = victims.getFirst().boundTo();
                assertThat(victims).as(seed).allMatch(victim -> victim.boundTo().equals(node));
                assertThat(victims.stream().mapToInt(PodFacts::priority).max())
                        .as(seed)
                        .isEqualTo(least);
                long room = free(before.node(node).orElseThrow(), before, Set.copyOf(cluster.preempted));
                assertThat(room).as(seed).isGreaterThanOrEqualTo(needed);
                assertThat(victims).as(seed).allMatch(victim -> room - cpu(victim) < needed);
                goOn(scheduler);
                assertThat(group).as(seed).allMatch(member -> cluster.nodeOf(member)
                        .equals(Optional.of(node)));
                return true;
            }
        }
        assertThat(cluster.preempted).as(seed).isEmpty();
        return false;
    }

    private void fill(NodeFacts node, Random random) {
        cluster.put(node);
        long left = cpu(node);
        for (int i = 0; left > 0; i++) {
            long cpu = Math.min(left, 100L * (1 + random.nextInt(4)));
            ObservedPod pod = Fixtures.withPriority(
                    pod(node.name() + "-" + i, cpu, Map.of()), PRIORITIES.get(random.nextInt(PRIORITIES.size())));
            cluster.create(
                    InMemoryCluster.withState(pod, new PodState(Optional.of(node.name()), Phase.RUNNING, false, true)));
            left -= cpu;
        }
    }

    /** Each but the last needs the next. */
    private List<PodKey> chain(Random random, int length) {
        List<PodKey> chain = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            String export = "export a:b/i%d;".formatted(i);
            String imports = i + 1 < length ? " import a:b/i%d;".formatted(i + 1) : "";
            String interfaces = IntStream.rangeClosed(0, length)
                    .mapToObj("interface i%d { f: func(); } "::formatted)
                    .reduce("", String::concat);
            cluster.create(Fixtures.withPriority(
                    Fixtures.component(
                            "link-" + i,
                            100L * (1 + random.nextInt(4)),
                            "package a:p%d;\nworld w { %s%s }\npackage a:b { %s}\n"
                                    .formatted(i, export, imports, interfaces)),
                    PRIORITY));
            chain.add(key("link-" + i));
        }
        return chain;
    }

    private void goOn(Scheduler scheduler) {
        clock.advance(Duration.ofSeconds(10));
        cluster.deliverAll();
        scheduler.runCycle();
        cluster.deliverAll();
    }

    /** The least priority such that the group fits if all up to it leave the node. */
    private static OptionalInt highestVictim(NodeFacts node, Snapshot before, long needed) {
        return PRIORITIES.stream()
                .mapToInt(priority -> priority)
                .filter(priority -> priority < PRIORITY)
                .filter(priority -> free(
                                node,
                                before,
                                Set.copyOf(before.podsOn(node.name()).stream()
                                        .filter(pod -> pod.priority() <= priority)
                                        .map(PodFacts::key)
                                        .toList()))
                        >= needed)
                .min();
    }

    private static long free(NodeFacts node, Snapshot snapshot, Set<PodKey> without) {
        return cpu(node)
                - snapshot.podsOn(node.name()).stream()
                        .filter(pod -> !without.contains(pod.key()))
                        .mapToLong(GroupPreemptionPropertyTest::cpu)
                        .sum();
    }

    private static long cpu(NodeFacts node) {
        return node.allocatable().get(ResourceName.CPU);
    }

    private static long cpu(PodFacts pod) {
        return pod.requests().get(ResourceName.CPU);
    }
}
