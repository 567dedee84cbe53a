package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.failure.Trap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of Pods whose components can't be started, or trap. */
class PodFailuresTest {
    private static final String COUNTER = "test:node/counter";
    private static final String DISCOUNTS_WIT = """
            package root:component;

            world root {
              export example:pricing/discounts;
            }
            package example:pricing {
              interface discounts {
                percent: func(sku: string, base: f64) -> RESULT;
              }
            }
            """;

    private final TestNode pricing = TestNode.ofPricing();
    private final TestNode node = TestNode.ofFixtures();

    @AfterEach
    void close() {
        pricing.close();
        node.close();
    }

    private static String image(String name) {
        return "registry.example.com/test/" + name + ":v1";
    }

    private Pod counter(String name) {
        return node.pod(name, image("counter"), Map.of());
    }

    private Pod relay(String name) {
        WorkloadRef counter = new WorkloadRef(TestNode.NAMESPACE, "Pod", "counter", TestNode.uid("counter"));
        return node.pod(
                name,
                image("relay"),
                Map.of(COUNTER, new WiredImport.Provider(counter, Optional.of(TestNode.key("counter")))));
    }

    private static Pod withPolicy(Pod pod, String restartPolicy) {
        return new PodBuilder(pod)
                .editSpec()
                .withRestartPolicy(restartPolicy)
                .endSpec()
                .build();
    }

    private Pod discounts(String result) {
        return new PodBuilder(pricing.pod("discounts", "registry.example.com/pricing/discounts:v1.0.0", Map.of()))
                .editMetadata()
                .addToAnnotations("kube-wasm/wit", DISCOUNTS_WIT.replace("RESULT", result))
                .endMetadata()
                .build();
    }

    @Test
    void aWorldThatTheBinaryKeepsIsFine() {
        pricing.bind(discounts("f32"));

        pricing.reconcile();

        assertThat(pricing.phase("discounts")).isEqualTo("Running");
    }

    @Test
    void aWorldThatTheBinaryContradictsFailsThePodWithThePath() {
        pricing.bind(discounts("f64"));

        pricing.reconcile();

        assertThat(pricing.phase("discounts")).isEqualTo("Failed");
        assertThat(pricing.status("discounts").getReason()).isEqualTo("WitMismatch");
        assertThat(pricing.status("discounts").getMessage())
                .contains("annotation kube-wasm/wit", "example:pricing/discounts")
                .contains("percent › result: expected f64, found f32");
        assertThat(pricing.ready("discounts")).isFalse();
    }

    @Test
    void aPodThatFailsStopsItsOtherContainers() {
        node.bind(new PodBuilder(counter("pair"))
                .editMetadata()
                .addToAnnotations(
                        WiringAnnotation.KEY,
                        TestNode.wiring(Map.of(
                                "good", node.wire(image("counter"), Map.of()),
                                "bad", node.wire(image("counter"), Map.of()))))
                .addToAnnotations("kube-wasm.wit/bad", "package a:b; world w { export missing: func(); }")
                .endMetadata()
                .editSpec()
                .withContainers(List.of())
                .addNewContainer()
                .withName("good")
                .withImage(image("counter"))
                .endContainer()
                .addNewContainer()
                .withName("bad")
                .withImage(image("counter"))
                .endContainer()
                .endSpec()
                .build());

        node.reconcile();

        assertThat(node.phase("pair")).isEqualTo("Failed");
        assertThat(node.status("pair").getReason()).isEqualTo("WitMismatch");
        assertThat(node.agent().links(TestNode.key("pair")))
                .as("running containers")
                .isEmpty();
        assertThat(node.container("pair").getState().getTerminated().getMessage())
                .isEqualTo("its Pod failed");
    }

    @Test
    void anImageThatIsNotThereIsSaidSo() {
        pricing.bind(pricing.pod("catalog", "registry.example.com/pricing/catalog:v9", Map.of()));

        pricing.reconcile();

        assertThat(pricing.phase("catalog")).isEqualTo("Pending");
        assertThat(pricing.waiting("catalog"))
                .startsWith("ErrImagePull: image registry.example.com/pricing/catalog:v9 is not in ");
    }

    @Test
    void anImageNameThatIsNoneIsSaidSo() {
        pricing.bind(pricing.pod("catalog", "Not An Image", Map.of()));

        pricing.reconcile();

        assertThat(pricing.waiting("catalog")).isEqualTo("InvalidImageName: 'Not An Image' is no image reference");
    }

    @Test
    void wiringThatIsNoneFailsThePod() {
        node.bind(new PodBuilder(counter("counter"))
                .editMetadata()
                .addToAnnotations(WiringAnnotation.KEY, "{\"version\":2}")
                .endMetadata()
                .build());

        node.reconcile();

        assertThat(node.phase("counter")).isEqualTo("Failed");
        assertThat(node.status("counter").getReason()).isEqualTo("InvalidWiring");
        assertThat(node.status("counter").getMessage()).contains("kube-wasm/wiring", "version must be 1, found '2'");
    }

    @Test
    void aPodThatRunsNoComponentFails() {
        node.bind(new PodBuilder(counter("nginx"))
                .editSpec()
                .withNodeSelector(Map.of())
                .endSpec()
                .build());

        node.reconcile();

        assertThat(node.phase("nginx")).isEqualTo("Failed");
        assertThat(node.status("nginx").getReason()).isEqualTo("UnsupportedPod");
        assertThat(node.status("nginx").getMessage()).contains("container `nginx` runs no component");
    }

    @Test
    void whatThePodAsksForAndTheNodeDoesNotDoFailsIt() {
        node.bind(new PodBuilder(counter("counter"))
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .build());

        node.reconcile();

        assertThat(node.phase("counter")).isEqualTo("Failed");
        assertThat(node.status("counter").getReason()).isEqualTo("UnsupportedPod");
        assertThat(node.status("counter").getMessage()).contains("spec.hostNetwork");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTrapRestartsEveryContainerInTheCallAndNoOther(boolean consumersFirst) throws Exception {
        List<String> order =
                consumersFirst ? List.of("relay", "bystander", "counter") : List.of("counter", "relay", "bystander");
        order.forEach(name -> node.bind(name.equals("counter") ? counter(name) : relay(name)));
        node.bind(counter("unrelated"));
        node.reconcile();
        ComponentInstance unrelated = node.instance("unrelated");
        ComponentInstance bystander = node.instance("bystander");
        assertThat(node.call("relay", "test:node/relay#next", "")).isEqualTo("1");

        Trap trap = catchThrowableOfType(Trap.class, () -> node.call("relay", "test:node/relay#fail", ""));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.UNREACHABLE);
        node.reconcile();

        for (String name : order) {
            assertThat(node.container(name).getRestartCount()).as(name).isEqualTo(name.equals("bystander") ? 0 : 1);
            assertThat(node.ready(name)).as(name).isTrue();
        }
        assertThat(node.instance("bystander")).isSameAs(bystander);
        assertThat(node.instance("unrelated")).isSameAs(unrelated);
        assertThat(node.container("unrelated").getRestartCount()).isZero();
        assertThat(node.call("bystander", "test:node/relay#next", "")).isEqualTo("1");
    }

    @Test
    void aTrappedContainerThatIsNotToBeRestartedFails() {
        node.bind(withPolicy(counter("counter"), "Never"));
        node.bind(relay("relay"));
        node.reconcile();

        assertThatThrownBy(() -> node.call("counter", COUNTER + "#fail", "")).isInstanceOf(Trap.class);
        node.reconcile();

        assertThat(node.phase("counter")).isEqualTo("Failed");
        assertThat(node.container("counter").getRestartCount()).isZero();
        assertThat(node.container("counter").getState().getTerminated().getExitCode())
                .isEqualTo(1);
        assertThat(node.container("counter").getState().getTerminated().getMessage())
                .contains("unreachable");
        assertThat(node.phase("relay")).isEqualTo("Running");
        assertThat(node.ready("relay")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Never, Failed", "Always, Running"})
    void aTrapAtTheStartIsSubjectToTheRestartPolicy(String restartPolicy, String phase) {
        node.bind(withPolicy(node.pod("counter", image("traps-at-start"), Map.of()), restartPolicy));

        node.reconcile();

        assertThat(node.phase("counter")).isEqualTo(phase);
        if (restartPolicy.equals("Never")) {
            assertThat(node.container("counter").getState().getTerminated().getMessage())
                    .startsWith("it trapped at its start: ");
        } else {
            assertThat(node.waiting("counter")).startsWith("CrashLoopBackOff: ").contains("it trapped at its start: ");
        }
    }

    @Test
    void aContainerWhoseLimitIsSmallerThanItsMemoryDoesNotStart() {
        node.bind(counter("counter"));
        node.bind(limited(relay("relay"), "16Ki"));
        node.bind(limited(relay("roomier"), "64Ki"));

        node.reconcile();

        assertThat(node.phase("relay")).isEqualTo("Pending");
        assertThat(node.waiting("relay"))
                .startsWith("CreateContainerError: ")
                .contains("65536 bytes", "limit of 16384 bytes");
        assertThat(node.phase("roomier")).isEqualTo("Running");
    }

    @Test
    void aMemoryLimitBeyondWhatIsCountedIsNone() {
        node.bind(limited(counter("vast"), "16Ei"));

        node.reconcile();

        assertThat(node.phase("vast")).as(node.status("vast").toString()).isEqualTo("Running");
    }

    private static Pod limited(Pod pod, String memory) {
        return new PodBuilder(pod)
                .editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToLimits("memory", new Quantity(memory))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void aReferenceToAConfigMapThatComesLaterIsWaitedFor() {
        Pod counter = new PodBuilder(counter("counter"))
                .editSpec()
                .editFirstContainer()
                .addNewEnvFrom()
                .withNewConfigMapRef("settings", false)
                .endEnvFrom()
                .endContainer()
                .endSpec()
                .build();
        node.bind(counter);
        node.reconcile();
        assertThat(node.waiting("counter"))
                .isEqualTo("CreateContainerConfigError: container `counter`: envFrom: no ConfigMap `settings` in the"
                        + " namespace");

        node.add(new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .endMetadata()
                .build());
        node.reconcile();
        assertThat(node.ready("counter")).as("it isn't asked for all the time").isFalse();
        node.pass(Duration.ofSeconds(10));
        node.reconcile();

        assertThat(node.ready("counter")).isTrue();
    }

    @Test
    void conditionsKeepTheTimeOfTheirLastTransition() {
        node.bind(counter("counter"));
        node.reconcile();
        var before = node.status("counter").getConditions();

        node.pass(Duration.ofMinutes(1));
        node.bind(relay("relay"));
        node.reconcile();

        assertThat(node.status("counter").getConditions()).isEqualTo(before);
    }

    @Test
    void theLogOfAContainerEndsWithIt() {
        node.bind(counter("counter"));
        node.bind(relay("relay"));
        node.bind(node.pod("bad", image("traps-at-start"), Map.of()));
        node.reconcile();
        assertThat(node.log("counter")).isEmpty();
        assertThat(node.log("bad")).isEqualTo("[end]");

        assertThatThrownBy(() -> node.call("counter", COUNTER + "#fail", "")).isInstanceOf(Trap.class);
        node.reconcile();
        assertThat(node.log("counter")).isEqualTo("[end]");
        assertThat(node.log("relay")).isEmpty();

        node.delete("counter");
        node.reconcile();
        assertThat(node.log("counter")).isEqualTo("[end][end]");
    }

    @Test
    void closingTheAgentStopsEverything() {
        node.bind(counter("counter"));
        node.bind(relay("relay"));
        node.reconcile();
        List<ComponentInstance> running = List.of(node.instance("counter"), node.instance("relay"));

        node.agent().close();

        assertThat(running).allMatch(ComponentInstance::isGone);
        assertThat(node.agent().instances(TestNode.key("counter"))).isEmpty();
    }
}
