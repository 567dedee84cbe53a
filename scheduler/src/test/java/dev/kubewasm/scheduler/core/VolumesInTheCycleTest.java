package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.component;
import static dev.kubewasm.scheduler.core.Fixtures.key;
import static dev.kubewasm.scheduler.core.Fixtures.node;
import static dev.kubewasm.scheduler.core.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.framework.volume.ClaimKey;
import dev.kubewasm.scheduler.framework.volume.PersistentVolume;
import dev.kubewasm.scheduler.framework.volume.TestVolumes;
import dev.kubewasm.scheduler.framework.volume.VolumeClaim;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import dev.kubewasm.scheduler.framework.volume.VolumeSource;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.scheduler.port.StorageObject;
import dev.kubewasm.scheduler.port.VolumePort;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Pods whose claims get their volumes once the node is chosen. */
class VolumesInTheCycleTest {
    private static final String INTERFACE = "package a:b {\n  interface c { f: func(); }\n}\n";
    private static final VolumePort.VolumeAnswer PROVIDED = new VolumePort.VolumeAnswer.Provided();

    private final ManualClock clock = new ManualClock();
    private final InMemoryCluster cluster = new InMemoryCluster();
    private final List<VolumePlan> plans = new ArrayList<>();
    private Function<VolumePlan, VolumePort.VolumeAnswer> volumes = _ -> PROVIDED;

    private Scheduler start(Executor executor) {
        return new Scheduler(
                cluster,
                (plan, _) -> {
                    plans.add(plan);
                    return volumes.apply(plan);
                },
                new ComponentResolver(new SchedulerTest.NoImages(), (namespace, name, key) -> Optional.empty()),
                SchedulerSettings.DEFAULT.withBindings(new BindingSettings(executor, 1)),
                clock,
                SchedulerObserver.NONE);
    }

    private void goOn(Scheduler scheduler) {
        clock.advance(Duration.ofSeconds(10));
        cluster.deliverAll();
        scheduler.runCycle();
        cluster.deliverAll();
    }

    private static ObservedPod using(ObservedPod pod, String claim) {
        return new ObservedPod(
                pod.facts(),
                Fixtures.withVolumes(pod.info(), TestVolumes.uses(claim)),
                Optional.of(SchedulerSettings.DEFAULT_PROFILE),
                false,
                pod.components(),
                pod.refusals(),
                pod.lastMessage());
    }

    private void put(PersistentVolume volume) {
        cluster.put(new StorageObject.Volume(volume));
    }

    private void putWaitingClaim(String name) {
        VolumeClaim claim = TestVolumes.waiting(name, 1);
        cluster.put(new StorageObject.Claim(new VolumeClaim(
                new ClaimKey(key(name).namespace(), name),
                claim.version(),
                claim.uid(),
                claim.controller(),
                claim.size(),
                claim.wanted(),
                claim.selector(),
                claim.state())));
    }

    private String said(String pod) {
        return cluster.pod(key(pod)).orElseThrow().lastMessage().orElse("nothing");
    }

    @Test
    void bindsAPodWhenItHasItsVolumes() {
        cluster.put(node("n1", 1000));
        cluster.put(new StorageObject.VolumeClass(TestVolumes.byHand("wait")));
        put(TestVolumes.free("v", 10));
        putWaitingClaim("data");
        cluster.create(using(pod("a", 100, Map.of()), "data"));
        Deque<Runnable> beside = new ArrayDeque<>();
        start(beside::add).runCycle();

        assertThat(plans).as("the cycle waits for nothing").isEmpty();
        beside.remove().run();
        assertThat(plans).singleElement().satisfies(plan -> {
            assertThat(plan.node()).isEqualTo("n1");
            assertThat(plan.bindings())
                    .extracting(binding -> binding.volume().name())
                    .containsExactly("v");
        });
        assertThat(cluster.bindCalls).as("bound by a request of its own").isZero();
        beside.remove().run();
        assertThat(cluster.nodeOf(key("a"))).contains(new NodeName("n1"));
    }

    @Test
    void promisesAVolumeToOnePodAlone() {
        cluster.put(node("n1", 1000));
        cluster.put(new StorageObject.VolumeClass(TestVolumes.byHand("wait")));
        put(TestVolumes.free("v", 10));
        putWaitingClaim("data-a");
        putWaitingClaim("data-b");
        cluster.create(using(pod("a", 100, Map.of()), "data-a"));
        cluster.create(using(pod("b", 100, Map.of()), "data-b"));
        Scheduler scheduler = start(Runnable::run);
        goOn(scheduler);

        assertThat(cluster.nodeOf(key("a"))).isPresent();
        assertThat(said("b")).contains("1 node(s) didn't find available persistent volumes to bind");

        goOn(scheduler);
        assertThat(cluster.nodeOf(key("b"))).as("still promised to a").isEmpty();
        put(TestVolumes.free("w", 10));
        goOn(scheduler);
        goOn(scheduler);
        assertThat(cluster.nodeOf(key("b"))).isPresent();
    }

    @Test
    void takesAPromiseBackThatComesToNothing() {
        cluster.put(node("n1", 1000));
        cluster.put(new StorageObject.VolumeClass(TestVolumes.byHand("wait")));
        put(TestVolumes.free("v", 10));
        putWaitingClaim("data-a");
        putWaitingClaim("data-b");
        volumes = _ -> new VolumePort.VolumeAnswer.NotProvided("somebody else was faster");
        cluster.create(using(pod("a", 1000, Map.of()), "data-a"));
        Scheduler scheduler = start(Runnable::run);
        goOn(scheduler);

        assertThat(said("a")).isEqualTo("its volumes: somebody else was faster");
        assertThat(cluster.bindCalls).isZero();

        volumes = _ -> PROVIDED;
        cluster.delete(key("a"));
        cluster.create(using(pod("b", 1000, Map.of()), "data-b"));
        goOn(scheduler);
        assertThat(cluster.nodeOf(key("b"))).as("room and volume are free").isPresent();
    }

    @Test
    void triesAgainWhenThereIsNoAnswerAboutVolumes() {
        cluster.put(node("n1", 1000));
        cluster.put(new StorageObject.VolumeClass(TestVolumes.madeBy("csi.example", "wait")));
        putWaitingClaim("data");
        volumes = _ -> {
            throw new ClusterUnavailableException("the API server is away", null);
        };
        cluster.create(using(pod("a", 1000, Map.of()), "data"));
        Scheduler scheduler = start(Runnable::run);
        goOn(scheduler);
        assertThat(cluster.nodeOf(key("a"))).isEmpty();

        volumes = _ -> PROVIDED;
        goOn(scheduler);
        assertThat(cluster.nodeOf(key("a"))).isPresent();
        assertThat(plans).hasSize(2).allSatisfy(plan -> assertThat(plan.provisions())
                .hasSize(1));
    }

    @Test
    void placesLinkedPodsWhereOneOfThemReachesItsVolume() {
        cluster.put(node("n1", 4000));
        NodeFacts near = node("n2", 1000);
        cluster.put(new NodeFacts(
                near.name(),
                new TreeMap<>(Map.of("kube-wasm/runtime", "jvm", "disk", "here")),
                near.taints(),
                near.unschedulable(),
                near.allocatable(),
                near.host()));
        cluster.put(new StorageObject.VolumeClass(TestVolumes.byHand("wait")));
        put(TestVolumes.volume(
                "v",
                10,
                TestVolumes.OFFER,
                TestVolumes.nodesWith("disk", "here"),
                new VolumeSource.Csi("csi.example", "v")));
        putWaitingClaim("data");
        cluster.create(component("consumer", 100, "package a:consumer;\nworld w { import a:b/c; }\n" + INTERFACE));
        cluster.create(using(
                component("provider", 100, "package a:provider;\nworld w { export a:b/c; }\n" + INTERFACE), "data"));
        Scheduler scheduler = start(Runnable::run);
        goOn(scheduler);
        goOn(scheduler);

        assertThat(cluster.nodeOf(key("provider"))).contains(new NodeName("n2"));
        assertThat(cluster.nodeOf(key("consumer"))).contains(new NodeName("n2"));
        assertThat(plans).singleElement().extracting(VolumePlan::node).isEqualTo("n2");
    }
}
