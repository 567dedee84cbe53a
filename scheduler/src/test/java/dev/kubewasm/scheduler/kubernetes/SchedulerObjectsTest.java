package dev.kubewasm.scheduler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LabelSelector.Operator;
import dev.kubewasm.placement.facts.LabelSelector.Requirement;
import dev.kubewasm.scheduler.framework.Amounts;
import dev.kubewasm.scheduler.framework.HostPort;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PodRequest;
import dev.kubewasm.scheduler.framework.profile.DisruptionBudget;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerObjectsTest {
    private final List<String> problems = new ArrayList<>();

    private PodInfo pod(String spec, String status) {
        String text = """
                metadata: {name: a, namespace: shop, uid: u1, labels: {app: web, pod-template-hash: h1}}
                spec:
                %s
                status:
                  phase: Running
                %s
                """.formatted(spec.indent(2), status.indent(2));
        return SchedulerObjects.pod(Yaml.read(Pod.class, text), problems);
    }

    private PodRequest request(String spec, String status) {
        PodRequest request = pod(spec, status).request();
        assertThat(problems).isEmpty();
        return request;
    }

    @Test
    void quantitiesAreAddedBeforeTheyAreRounded() {
        PodRequest request = request("""
                containers:
                - {name: a, resources: {requests: {cpu: 100500u, memory: 500m, example.com/gpu: 0}}}
                - {name: b, resources: {requests: {cpu: 100500u, memory: 500m}}}
                """, "");
        assertThat(request.effective().milliCpu()).isEqualTo(201);
        assertThat(request.effective().memory()).isEqualTo(1);
        assertThat(request.effective().scalars()).containsExactly(Map.entry("example.com/gpu", 0L));
    }

    @Test
    void containersThatRequestNothingCountInScores() {
        PodRequest request = request("""
                overhead: {cpu: 10m}
                containers:
                - {name: a, resources: {requests: {cpu: 50m}}}
                - {name: b}
                """, "");
        assertThat(request.effective().milliCpu()).isEqualTo(60);
        assertThat(request.placedCpu()).isEqualTo(160);
        assertThat(request.placedMemory()).isEqualTo(2 * PodRequest.DEFAULT_MEMORY);
        assertThat(request.waiting().milliCpu()).isEqualTo(160);
    }

    @Test
    void podLevelResourcesCountButNotInTheScoreWhileThePodWaits() {
        PodRequest request = request("""
                resources: {requests: {cpu: "2", memory: 1Gi}}
                containers:
                - {name: a, resources: {requests: {cpu: 50m}}}
                """, "");
        assertThat(request.effective().milliCpu()).isEqualTo(2000);
        assertThat(request.placedMemory()).isEqualTo(1L << 30);
        assertThat(request.waiting().milliCpu()).isEqualTo(50);
        assertThat(request.waiting().memory()).isEqualTo(PodRequest.DEFAULT_MEMORY);
    }

    @Test
    void aResizeCountsWithTheLargerUnlessItCannotBe() {
        String spec = """
                containers:
                - {name: a, resources: {requests: {cpu: 500m}}}
                """;
        String status = """
                containerStatuses:
                - {name: a, allocatedResources: {cpu: 300m}, resources: {requests: {cpu: 200m}}}
                """;
        assertThat(request(spec, status).effective().milliCpu()).isEqualTo(500);
        String infeasible = status + """
                conditions:
                - {type: PodResizePending, status: "True", reason: Infeasible}
                """;
        assertThat(request(spec, infeasible).effective().milliCpu()).isEqualTo(300);
    }

    @Test
    void portsOfInitContainersOnlyIfTheyStay() {
        PodInfo pod = pod("""
                initContainers:
                - {name: once, image: "setup:2", ports: [{containerPort: 1, hostPort: 1}]}
                - {name: sidecar, image: proxy, restartPolicy: Always, ports: [{containerPort: 2, hostPort: 2}]}
                containers:
                - name: a
                  image: registry:5000/web
                  ports: [{containerPort: 3, hostPort: 3, hostIP: 127.0.0.1, protocol: UDP}, {containerPort: 4}]
                """, "");
        assertThat(pod.ports())
                .containsExactlyInAnyOrder(new HostPort(HostPort.ANY, "TCP", 2), new HostPort("127.0.0.1", "UDP", 3));
        assertThat(pod.images()).containsExactly("setup:2", "proxy:latest", "registry:5000/web:latest");
    }

    @Test
    void labelKeysNarrowASelectorOnce() {
        PodInfo pod = pod("""
                containers: []
                topologySpreadConstraints:
                - maxSkew: 2
                  topologyKey: zone
                  whenUnsatisfiable: DoNotSchedule
                  labelSelector: {matchLabels: {app: web}}
                  matchLabelKeys: [pod-template-hash, missing]
                affinity:
                  podAntiAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                    - topologyKey: zone
                      labelSelector: {matchExpressions: [{key: app, operator: In, values: [other]}]}
                      mismatchLabelKeys: [app, pod-template-hash]
                """, "");
        Requirement app = new Requirement("app", Operator.IN, List.of("web"));
        assertThat(pod.spread().getFirst().pods())
                .isEqualTo(new LabelSelector(
                        List.of(app, new Requirement("pod-template-hash", Operator.IN, List.of("h1")))));
        assertThat(pod.affinity().requiredAnti().getFirst().pods().requirements())
                .as("what the Pod says of app itself stays beside it")
                .containsExactly(
                        new Requirement("app", Operator.IN, List.of("other")),
                        new Requirement("app", Operator.NOT_IN, List.of("web")),
                        new Requirement("pod-template-hash", Operator.NOT_IN, List.of("h1")));
        assertThat(pod.affinity().requiredAnti().getFirst().namespaces()).containsExactly("shop");
    }

    @Test
    void labelKeysThatTheApiServerHasMergedStayAsTheyAre() {
        PodInfo pod = pod("""
                containers: []
                topologySpreadConstraints:
                - maxSkew: 1
                  topologyKey: zone
                  whenUnsatisfiable: DoNotSchedule
                  labelSelector: {matchExpressions: [{key: app, operator: In, values: [old]}]}
                  matchLabelKeys: [app]
                - maxSkew: 1
                  topologyKey: zone
                  whenUnsatisfiable: ScheduleAnyway
                  matchLabelKeys: [app]
                affinity:
                  podAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                    - topologyKey: zone
                      labelSelector: {matchExpressions: [{key: app, operator: In, values: [old]}]}
                      matchLabelKeys: [app]
                """, "");
        Requirement old = new Requirement("app", Operator.IN, List.of("old"));
        Requirement web = new Requirement("app", Operator.IN, List.of("web"));

        assertThat(pod.affinity().required().getFirst().pods().requirements())
                .as("the Pod's label has changed since")
                .containsExactly(old);
        assertThat(pod.spread().getFirst().pods().requirements())
                .as("kube-scheduler adds it all the same")
                .containsExactly(old, web);
        assertThat(pod.spread().getLast().pods().requirements()).containsExactly(web);
    }

    @ParameterizedTest
    @CsvSource({
        "apps/v1, ReplicaSet, true",
        "apps/v1, StatefulSet, true",
        "v1, ReplicationController, true",
        "extensions/v1beta1, ReplicaSet, false",
        "example.com/v1, StatefulSet, false",
        "batch/v1, Job, false"
    })
    void onlyControllersThatKubeSchedulerKnowsSpreadTheirPods(String apiVersion, String kind, boolean spreads) {
        Pod pod = Yaml.read(Pod.class, """
                metadata:
                  name: p
                  namespace: shop
                  ownerReferences: [{apiVersion: %s, kind: %s, name: web, uid: u, controller: true}]
                spec: {containers: []}
                """.formatted(apiVersion, kind));

        assertThat(SchedulerObjects.pod(pod, problems).workload().isPresent()).isEqualTo(spreads);
    }

    @Test
    void whatCannotBeReadIsNamedWithItsPod() {
        pod("""
                containers:
                - {name: a, resources: {requests: {cpu: lots}}}
                affinity:
                  podAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                    - topologyKey: zone
                      labelSelector: {matchExpressions: [{key: app, operator: Like, values: [x]}]}
                """, "");
        assertThat(problems).hasSize(2).allSatisfy(problem -> assertThat(problem)
                .startsWith("Pod shop/a: "));
    }

    @Test
    void aNodeHasWhatIsAllocatable() {
        NodeSpec node = SchedulerObjects.node(Yaml.read(Node.class, """
                metadata: {name: n, labels: {zone: a}}
                spec: {unschedulable: true, taints: [{key: k, effect: NoSchedule}]}
                status:
                  capacity: {cpu: "8", pods: "110"}
                  allocatable: {cpu: 7500m, memory: 1Ki, pods: "10", unknown: "3"}
                  images: [{names: ["a:1", "a@sha256:0"], sizeBytes: 7}]
                """), problems);
        assertThat(problems).isEmpty();
        assertThat(node.allocatable()).isEqualTo(new Amounts(7500, 1024, 0, new TreeMap<>()));
        assertThat(node.allowedPods()).isEqualTo(10);
        assertThat(node.unschedulable()).isTrue();
        assertThat(node.images()).isEqualTo(Map.of("a:1", 7L, "a@sha256:0", 7L));
    }

    @Test
    void aBudgetWithoutASelectorSelectsNothing() {
        DisruptionBudget budget = SchedulerObjects.budget(Yaml.read(PodDisruptionBudget.class, """
                metadata: {name: b, namespace: shop}
                spec: {minAvailable: 1}
                status: {disruptionsAllowed: 2, disruptedPods: {a: "2026-01-05T10:00:00Z"}}
                """), problems);
        assertThat(budget).isEqualTo(new DisruptionBudget("shop", LabelSelector.NOTHING, 2, Set.of("a")));
    }
}
