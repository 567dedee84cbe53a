package dev.kubewasm.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.Consumers;
import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.scheduler.port.ObservedPod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which Pods that nobody served are tried again when components come, change or go in some namespace. */
class LinksAcrossNamespacesTest {
    private final ManualClock clock = new ManualClock();
    private final SchedulingState state = new SchedulingState(clock, SchedulerSettings.DEFAULT, QueueObserver.NONE);

    @BeforeEach
    void aPodOfNamespaceShopIsNotServed() {
        state.synced();
        state.podChanged(component("shop", "web"));
        rejectAll();
    }

    /** Tries all that are due once their backoff is over: nobody is served. */
    private List<PodKey> rejectAll() {
        clock.advance(Duration.ofMinutes(1));
        List<CachedPod> tried = state.begin();
        tried.forEach(pod -> state.answered(pod, new SchedulingState.Next.WaitForHelp(Set.of(Rejectors.WIRING))));
        return tried.stream().map(CachedPod::key).toList();
    }

    private boolean isTriedAgain() {
        return rejectAll().contains(new PodKey("shop", "web"));
    }

    private static ObservedPod component(String namespace, String name, String... openTo) {
        ObservedPod pod = Fixtures.component(name, 100, "package a:b;");
        PodFacts f = pod.facts();
        Uid uid = new Uid(namespace + "/" + name);
        return InMemoryCluster.withFacts(
                pod,
                new PodFacts(
                        new PodKey(namespace, name),
                        uid,
                        new WorkloadRef(namespace, "Deployment", name, uid),
                        f.labels(),
                        f.requests(),
                        f.nodes(),
                        f.tolerations(),
                        f.state(),
                        f.containers(),
                        new LinkSettings(
                                LinkSettings.DEFAULT.policies(),
                                LinkSettings.DEFAULT.pins(),
                                new Consumers(LabelSelector.EVERYTHING, Set.of(openTo)),
                                LinkSettings.DEFAULT.traffic()),
                        f.priority(),
                        f.order()));
    }

    @Test
    void whoComesInTheSameNamespaceMayServeIt() {
        state.podChanged(component("shop", "catalog"));

        assertThat(isTriedAgain()).isTrue();
    }

    @Test
    void whoComesInANamespaceThatServesNoOthersIsNothingToIt() {
        state.podChanged(component("bank", "ledger"));
        state.podChanged(component("office", "archive", "bank"));
        state.podRemoved(new PodKey("bank", "ledger"));

        assertThat(isTriedAgain()).isFalse();
    }

    @Test
    void whoComesAndAdmitsItsNamespaceMayServeIt() {
        state.podChanged(component("bank", "ledger", "shop"));

        assertThat(isTriedAgain()).isTrue();
    }

    @Test
    void whoAdmitsItNoMoreMayEndAnAmbiguity() {
        state.podChanged(component("bank", "ledger", "shop"));
        rejectAll();

        state.podChanged(component("bank", "ledger"));

        assertThat(isTriedAgain()).isTrue();
        state.podRemoved(new PodKey("bank", "ledger"));
        assertThat(isTriedAgain()).as("it was closed before it went").isFalse();
    }

    @Test
    void whoAdmittedItAndGoesMayEndAnAmbiguity() {
        state.podChanged(component("bank", "ledger", "shop"));
        rejectAll();

        state.podRemoved(new PodKey("bank", "ledger"));

        assertThat(isTriedAgain()).isTrue();
    }

    /** The consumers of a workload may keep another revision of it from being placed; and a cycle may be longer. */
    @Test
    void whoIsLinkedThroughOthersMayBeWhatItWaitsFor() {
        state.podChanged(component("shop", "open", "bank"));
        state.podChanged(component("bank", "ledger", "office"));
        rejectAll();

        state.podChanged(component("office", "archive"));

        assertThat(isTriedAgain()).isTrue();
        state.podRemoved(new PodKey("bank", "ledger"));
        rejectAll();
        state.podRemoved(new PodKey("office", "archive"));
        assertThat(isTriedAgain()).as("nothing connects the two any more").isFalse();
    }
}
