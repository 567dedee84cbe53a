package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.component;
import static dev.kubewasm.scheduler.core.Fixtures.node;
import static dev.kubewasm.scheduler.core.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.Steps;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.component.ComponentResolver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of the steps of a cycle. */
class CycleStepsTest {
    private final List<String> told = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();

    private final class Telling implements Steps {
        @Override
        public Step begin(String name) {
            open.addLast(name);
            told.add(String.join(" > ", open));
            return new Step() {
                @Override
                public Step note(String what, Object value) {
                    told.add(told.removeLast() + " " + what + "=" + value);
                    return this;
                }

                @Override
                public void close() {
                    assertThat(open.removeLast()).isEqualTo(name);
                }
            };
        }
    }

    @Test
    void aCycleIsToldFromItsBeginningToItsBindings() {
        InMemoryCluster cluster = new InMemoryCluster();
        cluster.put(node("n1", 1000));
        cluster.create(
                component("a", 100, "package a:a;\nworld w { export a:b/c; }\npackage a:b { interface c {} }\n"));
        cluster.create(pod("b", 100, Map.of()));
        Scheduler scheduler = new Scheduler(
                cluster,
                new ComponentResolver(new SchedulerTest.NoImages(), (namespace, name, key) -> Optional.empty()),
                SchedulerSettings.DEFAULT,
                new ManualClock(),
                new SchedulerObserver() {
                    @Override
                    public void outcome(SchedulingOutcome outcome, String profile, Uid uid, Duration took) {}

                    @Override
                    public void warning(String message) {}

                    @Override
                    public void broke(String what, Throwable cause) {
                        throw new AssertionError(what, cause);
                    }

                    @Override
                    public Steps steps() {
                        return new Telling();
                    }
                });

        scheduler.runCycle();

        assertThat(told)
                .containsExactly(
                        "cycle pods=2",
                        "cycle > components",
                        "cycle > linked Pods pods=1",
                        "cycle > linked Pods > snapshot",
                        "cycle > linked Pods > rules",
                        "cycle > linked Pods > placement",
                        "cycle > linked Pods > placement > wiring",
                        "cycle > linked Pods > placement > shortlist",
                        "cycle > linked Pods > placement > filter",
                        "cycle > linked Pods > placement > search",
                        "cycle > linked Pods > placement > audit",
                        "cycle > linked Pods > bind pod=ns/a node=n1",
                        "cycle > single Pods pods=1",
                        "cycle > single Pods > bind pod=ns/b node=n1");
        assertThat(open).isEmpty();
    }
}
