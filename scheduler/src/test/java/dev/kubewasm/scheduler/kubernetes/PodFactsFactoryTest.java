package dev.kubewasm.scheduler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.NodeRequirement.PreferredTerm;
import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.NodeSelectorTerm.Operator;
import dev.kubewasm.placement.facts.NodeSelectorTerm.Requirement;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState.Phase;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentReference.WitLocation;
import dev.kubewasm.scheduler.port.ObservedPod;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodFactsFactoryTest {
    private static final PodFactsFactory FACTORY = new PodFactsFactory(Set.of("kube-wasm"), WorkloadLookup.NONE);

    @Test
    void addsUpTheAnnotationsThatStayWhenItIsBound() {
        String pod = """
                metadata:
                  namespace: ns
                  name: a
                  uid: u1
                  annotations:
                    kube-wasm/wit: "ä"
                    kube-wasm/wiring: "replaced"
                spec:
                  schedulerName: %s
                  containers: [{name: main, image: a}]
                """;

        assertThat(observe(pod.formatted("kube-wasm")).annotationBytes()).isEqualTo("kube-wasm/wit".length() + 2);
        assertThat(observe(pod.formatted("other")).annotationBytes())
                .as("nothing is added")
                .isZero();
    }

    @Test
    void readsAPodOfTheWasmLinkedClass() {
        ObservedPod pod = observe("""
                metadata:
                  namespace: pricing
                  name: catalog-7d9f8-x2x
                  uid: u1
                  creationTimestamp: "2026-01-01T00:00:10Z"
                  labels: {app: catalog}
                spec:
                  schedulerName: kube-wasm
                  runtimeClassName: wasm-linked
                  priority: 7
                  nodeSelector: {kube-wasm/runtime: jvm}
                  tolerations:
                  - {key: kube-wasm/runtime, operator: Equal, value: jvm, effect: NoSchedule}
                  - {operator: Exists, tolerationSeconds: 30}
                  overhead: {cpu: 5m, memory: 4Mi}
                  containers:
                  - name: catalog
                    image: registry.example.com/pricing/catalog:v1.0.0
                    resources: {requests: {cpu: 50m, memory: 16Mi}}
                """);

        assertThat(pod.refusals()).isEmpty();
        assertThat(pod.ours()).isTrue();
        assertThat(pod.wantsNode()).isTrue();
        assertThat(pod.facts().key()).isEqualTo(new PodKey("pricing", "catalog-7d9f8-x2x"));
        assertThat(pod.facts().requests()).isEqualTo(Resources.of(55, 20L << 20));
        assertThat(pod.facts().nodes().nodeSelector()).isEqualTo(Map.of("kube-wasm/runtime", "jvm"));
        assertThat(pod.facts().tolerations())
                .containsExactly(
                        new Toleration(
                                "kube-wasm/runtime",
                                Toleration.Operator.EQUAL,
                                "jvm",
                                Optional.of(Taint.Effect.NO_SCHEDULE)),
                        new Toleration("", Toleration.Operator.EXISTS, "", Optional.empty()));
        assertThat(pod.facts().labels()).containsEntry("app", "catalog");
        assertThat(pod.facts().priority()).isEqualTo(7);
        assertThat(pod.facts().order()).isEqualTo(1767225610L);
        assertThat(pod.components())
                .containsExactly(new ComponentReference(
                        "pricing",
                        "catalog",
                        "registry.example.com/pricing/catalog:v1.0.0",
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void aPodThatCantBeReadIsRefusedInTheSameWordsEachTime() {
        PodFactsFactory broken = new PodFactsFactory(Set.of("kube-wasm"), (_, name) -> {
            throw new IllegalStateException("no answer about " + name + " at " + System.nanoTime());
        });
        String text = """
                metadata:
                  namespace: shop
                  name: p
                  uid: u1
                  annotations: {kube-wasm/wit: "package a:b;"}
                  ownerReferences:
                  - {apiVersion: apps/v1, kind: ReplicaSet, name: r, uid: r1, controller: true}
                spec: {schedulerName: NAME, containers: [{name: c, image: i}]}
                status:
                  conditions: [{type: PodScheduled, status: "False", reason: Unschedulable, message: said}]
                """;
        Pod ours = Yaml.read(Pod.class, text.replace("NAME", "kube-wasm"));

        ObservedPod refused = broken.unreadable(ours, failure(broken, ours)).orElseThrow();

        assertThat(refused.facts().key()).isEqualTo(new PodKey("shop", "p"));
        assertThat(refused.facts().uid()).isEqualTo(new Uid("u1"));
        assertThat(refused.wantsNode()).isTrue();
        assertThat(refused.refusals())
                .containsExactly("the Pod can't be read: IllegalStateException, see the log of the scheduler");
        assertThat(refused.lastMessage()).contains("said");
        assertThat(broken.unreadable(ours, failure(broken, ours))).contains(refused);
        for (String other : List.of("default-scheduler", "kube-wasm, nodeName: n1")) {
            Pod pod = Yaml.read(Pod.class, text.replace("NAME", other));
            assertThat(broken.unreadable(pod, failure(broken, pod))).as(other).isEmpty();
        }
    }

    private static RuntimeException failure(PodFactsFactory factory, Pod pod) {
        return catchThrowableOfType(IllegalStateException.class, () -> factory.observe(pod));
    }

    @Test
    void followsAReplicaSetToItsDeployment() {
        WorkloadLookup lookup = (namespace, name) -> namespace.equals("shop") && name.equals("catalog-7d9f8")
                ? Optional.of(new OwnerReferenceBuilder()
                        .withKind("Deployment")
                        .withName("catalog")
                        .withUid("d1")
                        .build())
                : Optional.empty();
        String text = """
                metadata:
                  namespace: shop
                  name: p
                  uid: u1
                  ownerReferences:
                  - {apiVersion: v1, kind: Thing, name: other, uid: t1, controller: false}
                  - {apiVersion: apps/v1, kind: ReplicaSet, name: NAME, uid: r1, controller: true}
                spec: {containers: [{name: c, image: i}]}
                """;
        PodFactsFactory factory = new PodFactsFactory(Set.of("kube-wasm"), lookup);

        assertThat(factory.observe(Yaml.read(Pod.class, text.replace("NAME", "catalog-7d9f8")))
                        .facts()
                        .workload())
                .isEqualTo(new WorkloadRef("shop", "Deployment", "catalog", new Uid("d1")));
        assertThat(factory.observe(Yaml.read(Pod.class, text.replace("NAME", "alone")))
                        .facts()
                        .workload())
                .isEqualTo(new WorkloadRef("shop", "ReplicaSet", "alone", new Uid("r1")));
    }

    @Test
    void isItsOwnWorkloadWithoutAController() {
        assertThat(observe(minimal("containers: [{name: c, image: i}]")).facts().workload())
                .isEqualTo(new WorkloadRef("ns", "Pod", "p", new Uid("u1")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            sum of containers             | containers: [{name: a, resources: {requests: {cpu: 100m}}}, {name: b, resources: {requests: {cpu: 1}}}] | 1100
            a limit is a request          | containers: [{name: a, resources: {limits: {cpu: 300m}}}] | 300
            the larger init container     | {initContainers: [{name: i, resources: {requests: {cpu: 2}}}], containers: [{name: a, resources: {requests: {cpu: 1}}}]} | 2000
            the smaller init container    | {initContainers: [{name: i, resources: {requests: {cpu: 500m}}}], containers: [{name: a, resources: {requests: {cpu: 1}}}]} | 1000
            a sidecar runs beside         | {initContainers: [{name: s, restartPolicy: Always, resources: {requests: {cpu: 500m}}}], containers: [{name: a, resources: {requests: {cpu: 1}}}]} | 1500
            init after a sidecar          | {initContainers: [{name: s, restartPolicy: Always, resources: {requests: {cpu: 500m}}}, {name: i, resources: {requests: {cpu: 2}}}], containers: [{name: a, resources: {requests: {cpu: 1}}}]} | 2500
            init before a sidecar         | {initContainers: [{name: i, resources: {requests: {cpu: 2}}}, {name: s, restartPolicy: Always, resources: {requests: {cpu: 500m}}}], containers: [{name: a, resources: {requests: {cpu: 1}}}]} | 2000
            overhead on top of init       | {overhead: {cpu: 5m}, initContainers: [{name: i, resources: {requests: {cpu: 2}}}], containers: [{name: a}]} | 2005
            pod-level request             | {resources: {requests: {cpu: 3}}, overhead: {cpu: 1m}, containers: [{name: a, resources: {requests: {cpu: 1}}}]} | 3001
            pod-level limit alone         | {resources: {limits: {cpu: 3}}, containers: [{name: a}]} | 3000
            pod-level limit over requests | {resources: {limits: {cpu: 3}}, containers: [{name: a, resources: {requests: {cpu: 1}}}]} | 1000
            """)
    void addsUpRequestsAsKubeSchedulerDoes(String rule, String spec, long cpuMilli) {
        ObservedPod pod = observe(minimal(spec));

        assertThat(pod.refusals()).isEmpty();
        assertThat(pod.facts().requests().get(ResourceName.CPU)).as(rule).isEqualTo(cpuMilli);
    }

    @ParameterizedTest
    @CsvSource({
        "cpu, 1, 1000",
        "cpu, 0.5, 500",
        "cpu, 1n, 1",
        "cpu, 1e3, 1000000",
        "cpu, 100u, 1",
        "memory, 1Ki, 1024",
        "memory, 1.5Gi, 1610612736",
        "memory, 1k, 1000",
        "memory, 100m, 1",
        "memory, 1E3, 1000",
        "memory, 9Ei, 9223372036854775807",
        "memory, 99e99, 9223372036854775807",
        "example.com/gpu, 2, 2"
    })
    void readsQuantities(String resource, String quantity, long expected) {
        ObservedPod pod = observe(
                minimal("containers: [{name: c, resources: {requests: {" + resource + ": '" + quantity + "'}}}]"));

        assertThat(pod.refusals()).isEmpty();
        assertThat(pod.facts().requests().get(new ResourceName(resource))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1e999999999", "ten", "1Mb", "-1", "1e-999999999", "0x10", "1 Gi"})
    void refusesWhatIsNoQuantity(String quantity) {
        ObservedPod pod =
                observe(minimal("containers: [{name: c, resources: {requests: {memory: '" + quantity + "'}}}]"));

        assertThat(pod.refusals()).singleElement().asString().contains("container c: resources.memory");
    }

    @Test
    void readsNodeAffinity() {
        ObservedPod pod = observe(minimal("""
                {containers: [{name: c}], affinity: {nodeAffinity: {
                  requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [
                    {matchExpressions: [{key: zone, operator: In, values: [a, b]}]},
                    {matchFields: [{key: metadata.name, operator: In, values: [n1]}]}]},
                  preferredDuringSchedulingIgnoredDuringExecution: [
                    {weight: 5, preference: {matchExpressions: [{key: ssd, operator: Exists}]}}]}}}"""));

        assertThat(pod.facts().nodes().required().orElseThrow())
                .containsExactly(
                        new NodeSelectorTerm(
                                List.of(new Requirement("zone", Operator.IN, List.of("a", "b"))), List.of()),
                        new NodeSelectorTerm(
                                List.of(), List.of(new Requirement("metadata.name", Operator.IN, List.of("n1")))));
        assertThat(pod.facts().nodes().preferred())
                .containsExactly(new PreferredTerm(
                        5,
                        new NodeSelectorTerm(List.of(new Requirement("ssd", Operator.EXISTS, List.of())), List.of())));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            {containers: [{name: c}], resourceClaims: [{name: gpu}]} | resourceClaims
            {containers: [{name: c}], tolerations: [{key: k, operator: Lt, value: '3'}]} | operator 'Lt'
            {containers: [{name: c}], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: k, operator: Near}]}]}}}} | operator 'Near'
            """)
    void refusesByNameWhatItCantKeep(String spec, String named) {
        assertThat(observe(minimal(spec)).refusals()).singleElement().asString().contains(named);
    }

    @Test
    void takesVolumesThatAnyNodeHas() {
        assertThat(observe(minimal("""
                                {containers: [{name: c}], volumes: [
                                  {name: a, configMap: {name: x}}, {name: b, emptyDir: {}}, {name: d, secret: {secretName: s}},
                                  {name: e, projected: {sources: []}}, {name: f, downwardAPI: {items: []}}],
                                 topologySpreadConstraints: [
                                  {maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway}]}""")).refusals()).isEmpty();
    }

    @Test
    void findsTheWitOfEachContainer() {
        ObservedPod pod = observe("""
                metadata:
                  namespace: ns
                  name: p
                  uid: u1
                  annotations:
                    kube-wasm.wit/a: "package a:a;"
                    kube-wasm/world: main
                spec: {schedulerName: kube-wasm, containers: [{name: a, image: ia}, {name: b, image: ib}]}
                """);

        assertThat(pod.refusals()).isEmpty();
        assertThat(pod.components())
                .containsExactly(
                        new ComponentReference(
                                "ns",
                                "a",
                                "ia",
                                Optional.of(new WitLocation.Inline("kube-wasm.wit/a", "package a:a;")),
                                Optional.of("main")),
                        new ComponentReference("ns", "b", "ib", Optional.empty(), Optional.of("main")));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            {kube-wasm/links: maybe}                   | annotation kube-wasm/links
            {kube-wasm/providers: x}                   | annotation kube-wasm/providers
            {kube-wasm/consumers: '!!'}                | annotation kube-wasm/consumers
            {kube-wasm/instances: many}                | annotation kube-wasm/instances
            {kube-wasm/wit-configmap: x}               | annotation kube-wasm/wit-configmap
            {kube-wasm/wit: w, kube-wasm/world: 'a b'} | annotation kube-wasm/world
            {kube-wasm.wit/z: w}                       | names no container of the Pod: write one of [kube-wasm.wit/c]
            """, quoteCharacter = '"')
    void refusesAPodWithABadAnnotation(String annotations, String message) {
        ObservedPod pod = observe("""
                metadata: {namespace: ns, name: p, uid: u1, annotations: %s}
                spec: {schedulerName: kube-wasm, containers: [{name: c, image: i}]}
                """.formatted(annotations));

        assertThat(pod.refusals()).singleElement().asString().contains(message);
    }

    @Test
    void refusesTheGeneralWitAnnotationOnAPodOfTwoContainers() {
        ObservedPod pod = observe("""
                metadata: {namespace: ns, name: p, uid: u1, annotations: {kube-wasm/wit: w}}
                spec: {schedulerName: kube-wasm, containers: [{name: a, image: i}, {name: b, image: i}]}
                """);

        assertThat(pod.refusals())
                .singleElement()
                .asString()
                .contains("this one has 2")
                .contains("kube-wasm.wit/b");
    }

    @Test
    void anOrdinaryPodHasNoComponents() {
        assertThat(observe(minimal("containers: [{name: c, image: nginx}]")).components())
                .isEmpty();
    }

    @Test
    void ofOthersPodsOnlyTheRoomTheyTakeCounts() {
        ObservedPod pod = observe("""
                metadata: {namespace: ns, name: p, uid: u1, annotations: {kube-wasm/links: maybe, kube-wasm/wit: w}}
                spec:
                  schedulerName: default-scheduler
                  nodeName: n1
                  containers: [{name: c, image: i, resources: {requests: {cpu: 1}}, ports: [{containerPort: 1, hostPort: 1}]}]
                status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
                """);

        assertThat(pod.ours()).isFalse();
        assertThat(pod.wantsNode()).isFalse();
        assertThat(pod.refusals()).isEmpty();
        assertThat(pod.components()).isEmpty();
        assertThat(pod.facts().occupies()).isTrue();
        assertThat(pod.facts().state().node()).contains(new NodeName("n1"));
        assertThat(pod.facts().state().phase()).isEqualTo(Phase.RUNNING);
        assertThat(pod.facts().state().ready()).isTrue();
        assertThat(pod.facts().requests().get(ResourceName.CPU)).isEqualTo(1000);
    }

    @Test
    void knowsWhatWasSaidLastAndWhatIsOnItsWayOut() {
        ObservedPod pod = observe("""
                metadata: {namespace: ns, name: p, uid: u1, deletionTimestamp: "2026-01-01T00:00:10Z"}
                spec: {schedulerName: kube-wasm, schedulingGates: [{name: wait}], containers: [{name: c, image: i}]}
                status:
                  phase: Pending
                  conditions: [{type: PodScheduled, status: "False", reason: Unschedulable, message: no room}]
                """);

        assertThat(pod.lastMessage()).contains("no room");
        assertThat(pod.gated()).isTrue();
        assertThat(pod.wantsNode()).isFalse();
    }

    private static String minimal(String spec) {
        String text = spec.strip();
        String fields = text.startsWith("{") ? text.substring(1, text.length() - 1) : text;
        return """
                metadata: {namespace: ns, name: p, uid: u1}
                spec: {schedulerName: kube-wasm, %s}
                """.formatted(fields);
    }

    private static ObservedPod observe(String yaml) {
        return FACTORY.observe(Yaml.read(Pod.class, yaml));
    }
}
