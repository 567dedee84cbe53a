package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.registry.FakeRegistry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Registries that fail, lie or refuse, images that aren't there and amounts that nobody has: the Pod that is concerned is told,
 * and the others are bound as if it weren't there.
 */
class BadInputIT {
    private static final String TINY = "valid/tiny-component";
    /** What the component of {@link #TINY} imports and nobody exports here: said once it has been read. */
    private static final String ITS_IMPORT = "example:tiny/clock";

    private static final int OTHERS = 20;
    private static final int LINKED = 5;
    private static final String LOGIN =
            Base64.getEncoder().encodeToString("reader:right".getBytes(StandardCharsets.UTF_8));

    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private static FakeRegistry registry;
    private static SchedulerProcess scheduler;

    @BeforeAll
    static void start() {
        registry = new FakeRegistry(Corpora.require("oci"));
        cluster = TestCluster.start();
        cluster.addNodes();
        scheduler = SchedulerProcess.start(cluster.schedulerKubeconfig(folder), """
                leaderElection: {leaderElect: false}
                artifacts: {registries: {timeout: 3s, imagePullSecrets: true, plainHttp: ["%s"]}}
                """.formatted(registry.host()), folder);
        scheduler.awaitReady();
    }

    @AfterAll
    static void stop() {
        scheduler.close();
        cluster.close();
        registry.close();
    }

    @AfterEach
    void theSchedulerIsWell() {
        registry.first(_ -> false);
        cluster.assertCapacity();
        assertThat(scheduler.log()).doesNotContain("ERROR");
        assertThat(scheduler.get("/livez")).contains("UP");
    }

    @Test
    void aRegistryThatHangsDelaysThePodsThatNeedItAlone() {
        cluster.addNamespace("hangs");
        AtomicBoolean hangs = new AtomicBoolean(true);
        registry.first(_ -> hangs.get() && registry.hang());

        cluster.createComponent("hangs", "component", registry.image(TINY));

        assertOthersAreBound("hangs");
        assertSaid("hangs", "component", "registry " + registry.host());
        hangs.set(false);
        assertSaid("hangs", "component", ITS_IMPORT);
    }

    @Test
    void aRegistryThatIsDownIsAskedAgainUntilItIsBack() {
        cluster.addNamespace("down");
        registry.close();

        // Not one that has been read already.
        cluster.createComponent("down", "component", registry.image(TINY + "-no-target"));

        assertOthersAreBound("down");
        assertSaid("down", "component", "registry " + registry.host(), "ConnectException");
        registry = registry.startedAgain();
        assertSaid("down", "component", ITS_IMPORT);
    }

    @Test
    void aRegistryThatLiesAboutADigestIsNotBelieved() {
        cluster.addNamespace("lies");
        String asked = "sha256:" + "1".repeat(64);
        registry.first(exchange -> {
            boolean concerned = exchange.getRequestURI().getPath().endsWith(asked);
            if (concerned) {
                exchange.getResponseHeaders().set("Docker-Content-Digest", asked);
            }
            return concerned && FakeRegistry.answer(exchange, 200, "{\"schemaVersion\":2}");
        });

        cluster.createComponent("lies", "manifest", registry.image(TINY) + "@" + asked);
        cluster.createComponent("lies", "layer", registry.image("invalid/tampered-blob"));

        assertOthersAreBound("lies");
        assertSaid("lies", "manifest", "should have digest " + asked);
        assertSaid("lies", "layer", "should have digest");
    }

    @Test
    void pullSecretsAreReadWhereARoleBindingAllowsItAlone() {
        registry.first(BadInputIT::asksForLogin);
        for (String namespace : List.of("allowed", "forbidden")) {
            cluster.addNamespace(namespace);
            addPullSecret(namespace);
        }
        allowPullSecrets("allowed");

        for (String namespace : List.of("allowed", "forbidden")) {
            cluster.create(
                    namespace,
                    new PodBuilder(TestCluster.component("component", registry.image(TINY)))
                            .editSpec()
                            .addNewImagePullSecret("login")
                            .endSpec()
                            .build());
        }

        assertSaid("forbidden", "component", "may not be read from registry " + registry.host(), "imagePullSecrets");
        assertSaid("allowed", "component", ITS_IMPORT);
        assertThat(scheduler.log())
                .contains("Secrets of namespace forbidden may not be read")
                .doesNotContain("Secrets of namespace allowed")
                .doesNotContain(LOGIN);
    }

    private static boolean asksForLogin(HttpExchange exchange) throws IOException {
        if (("Basic " + LOGIN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return false;
        }
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
        return FakeRegistry.answer(exchange, 401, "");
    }

    private static void addPullSecret(String namespace) {
        String config = "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry.host(), LOGIN);
        cluster.client()
                .secrets()
                .inNamespace(namespace)
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("login")
                        .endMetadata()
                        .withType("kubernetes.io/dockerconfigjson")
                        .addToStringData(".dockerconfigjson", config)
                        .build())
                .create();
    }

    /** As docs/configuration.md says. */
    private static void allowPullSecrets(String namespace) {
        cluster.client()
                .rbac()
                .roleBindings()
                .inNamespace(namespace)
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName("kube-wasm-scheduler-pull-secrets")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "kube-wasm-scheduler-pull-secrets")
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withNamespace("kube-wasm")
                        .withName("scheduler")
                        .endSubject()
                        .build())
                .create();
    }

    @Test
    void anImageThatIsNotThereIsNamed() {
        cluster.addNamespace("missing");

        cluster.createComponent("missing", "component", registry.image("valid/none"));
        cluster.createComponent("missing", "reference", "UPPER/case:v1");

        assertOthersAreBound("missing");
        assertSaid("missing", "component", "valid/none", "is not in registry " + registry.host());
        assertSaid("missing", "reference", "UPPER/case:v1");
    }

    @Test
    void amountsThatNobodyHasAreRefusedWithoutOverflow() {
        cluster.addNamespace("absurd");
        cluster.addNode("vast", "4", Long.toString(Long.MAX_VALUE));
        // Together more than a long holds.
        cluster.create("absurd", TestCluster.on("vast", requesting("half-1", "memory", "5E")));
        cluster.create("absurd", TestCluster.on("vast", requesting("half-2", "memory", "5E")));
        Await.until("one of them is bound", () -> cluster.bound("absurd"), n -> n == 1);
        // The API server stores the largest long.
        cluster.create("absurd", requesting("memory", "memory", "8Ei"));
        cluster.create("absurd", requesting("cpu", "cpu", Long.toString(Long.MAX_VALUE)));
        cluster.create("absurd", requesting("disk", "ephemeral-storage", "1e18"));
        cluster.create("absurd", requesting("device", "example.com/device", Long.toString(Long.MAX_VALUE)));
        // Less than a byte.
        cluster.create("absurd", requesting("little", "memory", "1m"));

        assertOthersAreBound("absurd");
        assertSaid("absurd", "memory", "Insufficient memory");
        assertSaid("absurd", "cpu", "Insufficient cpu");
        assertSaid("absurd", "disk", "Insufficient ephemeral-storage");
        assertSaid("absurd", "device", "Insufficient example.com/device");
        assertThat(cluster.bound("absurd"))
                .as("the others, the little one, one half")
                .isEqualTo(OTHERS + 2);
    }

    private static Pod requesting(String name, String resource, String amount) {
        Quantity quantity = new Quantity(amount);
        return new PodBuilder(TestCluster.ordinaryPod(name, "kube-wasm"))
                .editSpec()
                .editContainer(0)
                .editResources()
                .addToRequests(resource, quantity)
                .addToLimits(resource, quantity)
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    private static void assertOthersAreBound(String namespace) {
        cluster.createPods(namespace, "other-", OTHERS);
        Await.until(
                "all others are bound",
                () -> cluster.pods(namespace).stream()
                        .filter(pod -> pod.getMetadata().getName().startsWith("other-"))
                        .filter(TestCluster::bound)
                        .count(),
                n -> n == OTHERS);
    }

    /** Waits until the Pod's condition says all of this, and an event of it; so long the Pod has no node. */
    private static void assertSaid(String namespace, String pod, String... parts) {
        Pod told = Await.until(
                "Pod " + pod + " is told " + List.of(parts),
                () -> cluster.pod(namespace, pod),
                now -> TestCluster.unschedulable(now)
                        .filter(condition -> List.of(parts).stream().allMatch(condition.getMessage()::contains))
                        .isPresent());
        assertThat(TestCluster.bound(told)).isFalse();
        Await.until(
                "an event of Pod " + pod + " says " + List.of(parts),
                () -> cluster.events(told),
                events -> events.stream()
                        .anyMatch(event -> "FailedScheduling".equals(event.getReason())
                                && "Warning".equals(event.getType())
                                && List.of(parts).stream().allMatch(event.getNote()::contains)));
    }

    /** Each Pod's mistake is its own: those linked to each other in the same namespace are bound meanwhile. */
    @Test
    void aBadAnnotationIsNamedOnItsPodAndLinkedPodsBesideItAreBound() {
        cluster.addNamespace("annotated");
        Map<String, Map<String, String>> bad = new LinkedHashMap<>();
        bad.put("wit", Map.of("kube-wasm/wit", "package a:b;\ninterface {"));
        bad.put("deep", Map.of("kube-wasm/wit", "package a:b; interface i { type t = " + "list<".repeat(40_000)));
        bad.put("huge", Map.of("kube-wasm/wit", "package a:b; " + "interface i { ".repeat(18_000)));
        bad.put("unknown", Map.of("kube-wasm.wit/nobody", LinkChain.world(0)));
        bad.put("missing", Map.of("kube-wasm/wit-configmap", "nothing/world.wit"));
        bad.put("configmap", Map.of("kube-wasm/wit-configmap", "no key"));
        bad.put("links", Map.of("kube-wasm/links", "test:chain/link0=whatever"));
        bad.put("providers", Map.of("kube-wasm/providers", "=deployment/catalog"));
        bad.put("consumers", Map.of("kube-wasm/consumers", "tier in ("));
        bad.put("traffic", Map.of("kube-wasm/traffic", "much"));
        bad.put("instances", Map.of("kube-wasm/instances", "-1"));
        bad.put("world", Map.of("kube-wasm/world", "no world"));
        bad.forEach((name, annotations) -> {
            Pod pod = TestCluster.component(name, registry.image(TINY));
            pod.getMetadata().setAnnotations(annotations);
            cluster.create("annotated", pod);
        });
        for (int i = 0; i < LINKED; i++) {
            cluster.create("annotated", LinkChain.link(i, "10m"));
        }

        Await.until(
                "the linked Pods are bound",
                () -> cluster.pods("annotated").stream()
                        .filter(pod -> pod.getMetadata().getName().startsWith("link-"))
                        .filter(TestCluster::bound)
                        .count(),
                n -> n == LINKED);
        bad.forEach((name, annotations) -> assertSaid(
                "annotated",
                name,
                "annotation " + annotations.keySet().iterator().next()));
        assertThat(cluster.bound("annotated")).isEqualTo(LINKED);
    }
}
