package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.kubewasm.node.NodeLink.Supplier;
import dev.kubewasm.placement.annotations.InstancesAnnotation;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.meter.LinkFailure;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wave.WaveException;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods linked to each other on one node. */
class PodLinksTest {
    private static final String CATALOG = "example:pricing/catalog";
    private static final String DISCOUNTS = "example:pricing/discounts";
    private static final String CALCULATOR = "example:pricing/calculator";
    private static final String COUNTER = "test:node/counter";
    private static final String NEXT = "test:node/relay#next";

    private final TestNode pricing = TestNode.ofPricing();
    private final TestNode fixtures = TestNode.ofFixtures();

    @AfterEach
    void close() {
        pricing.close();
        fixtures.close();
    }

    private static WiredImport provider(String pod) {
        return new WiredImport.Provider(
                new WorkloadRef(TestNode.NAMESPACE, "Pod", pod, TestNode.uid(pod)), Optional.of(TestNode.key(pod)));
    }

    private static String image(String name) {
        return "registry.example.com/pricing/" + name + ":v1.0.0";
    }

    private Pod pricingPod(String name) {
        return switch (name) {
            case "calculator" ->
                pricing.pod(name, image(name), Map.of(CATALOG, provider("catalog"), DISCOUNTS, provider("discounts")));
            case "storefront" -> pricing.pod(name, image(name), Map.of(CALCULATOR, provider("calculator")));
            default -> pricing.pod(name, image(name), Map.of());
        };
    }

    /** The catalog in a version whose prices are of another type. */
    private Pod incompatibleCatalog() {
        return pricing.pod("catalog", "registry.example.com/pricing/catalog:v2.0.0", Map.of());
    }

    private Pod counter(String name) {
        return fixtures.pod(name, "registry.example.com/test/counter:v1", Map.of());
    }

    private Pod relay(WiredImport counter) {
        return fixtures.pod("relay", "registry.example.com/test/relay:v1", Map.of(COUNTER, counter));
    }

    @ParameterizedTest
    @CsvSource({
        "catalog,discounts,calculator,storefront",
        "storefront,calculator,discounts,catalog",
        "calculator,storefront,catalog,discounts",
        "discounts,storefront,catalog,calculator"
    })
    void theOrderOfPodsDoesNotMatter(String first, String second, String third, String fourth) throws Exception {
        List<String> names = List.of(first, second, third, fourth);
        names.forEach(name -> pricing.bind(pricingPod(name)));

        pricing.reconcile();

        assertThat(names).allSatisfy(name -> {
            assertThat(pricing.phase(name)).isEqualTo("Running");
            assertThat(pricing.ready(name)).isTrue();
        });
        assertThat(pricing.call("calculator", CALCULATOR + "#calculate", "[\"a\"]"))
                .startsWith("[{sku: \"a\", base-price: 10.0, discount-pct: ");
    }

    @Test
    void aConsumerWaitsUntilItsProvidersRun() {
        pricing.bind(pricingPod("calculator"));
        pricing.bind(pricingPod("discounts"));

        pricing.reconcile();

        assertThat(pricing.phase("calculator")).isEqualTo("Pending");
        assertThat(pricing.ready("calculator")).isFalse();
        assertThat(pricing.waiting("calculator"))
                .isEqualTo(
                        "WaitingForProvider: import example:pricing/catalog: no Pod of pod/catalog that exports it is"
                                + " Ready on this node");
        assertThat(pricing.agent().instances(TestNode.key("calculator"))).isEmpty();
        assertThat(pricing.agent().links(TestNode.key("calculator"))).isEmpty();

        pricing.bind(pricingPod("catalog"));
        pricing.reconcile();

        assertThat(pricing.phase("calculator")).isEqualTo("Running");
        assertThat(pricing.container("calculator").getRestartCount()).isZero();
    }

    @Test
    void linksAreReported() {
        pricing.bind(pricingPod("catalog"));
        pricing.bind(pricingPod("discounts"));
        pricing.bind(pricingPod("calculator"));
        pricing.bind(pricingPod("storefront"));

        pricing.reconcile();

        assertThat(pricing.agent().links(TestNode.key("catalog"))).containsExactly(Map.entry("catalog", List.of()));
        assertThat(pricing.agent().links(TestNode.key("calculator")).get("calculator"))
                .containsExactlyInAnyOrder(
                        new NodeLink(CATALOG, new Supplier.Provider(TestNode.key("catalog"))),
                        new NodeLink(DISCOUNTS, new Supplier.Provider(TestNode.key("discounts"))));
        List<NodeLink> links = new ArrayList<>(
                pricing.agent().links(TestNode.key("storefront")).get("storefront"));
        assertThat(links.remove(new NodeLink(CALCULATOR, new Supplier.Provider(TestNode.key("calculator")))))
                .isTrue();
        assertThat(links).isNotEmpty().allSatisfy(link -> {
            assertThat(link.importName()).startsWith("wasi:");
            assertThat(link.supplier()).isEqualTo(new Supplier.Host());
        });
    }

    @Test
    void callsThroughALinkAreCountedUntilThePodIsGone() throws Exception {
        fixtures.bind(counter("counter"));
        fixtures.bind(relay(provider("counter")));
        fixtures.reconcile();
        fixtures.call("relay", NEXT, "");
        fixtures.call("relay", NEXT, "");
        // Both trap, and start again.
        assertThat(catchThrowableOfType(Trap.class, () -> fixtures.call("relay", "test:node/relay#fail", "")))
                .isNotNull();
        fixtures.reconcile();
        fixtures.call("relay", NEXT, "");

        LinkUsage usage = fixtures.agent().linkUsage().getFirst();
        assertThat(fixtures.agent().linkUsage()).hasSize(1);
        assertThat(usage.pod()).isEqualTo(TestNode.key("relay"));
        assertThat(usage.container()).isEqualTo("relay");
        assertThat(usage.importName()).isEqualTo(COUNTER);
        assertThat(usage.provider()).isEqualTo("shop/pod/counter");
        assertThat(usage.calls().calls()).isEqualTo(4);
        assertThat(usage.calls().failures()).containsEntry(LinkFailure.TRAP, 1L);

        fixtures.delete("relay");
        fixtures.reconcile();
        assertThat(fixtures.agent().linkUsage()).isEmpty();
    }

    @Test
    void theEnvironmentReachesTheComponent() throws Exception {
        pricing.add(new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(TestNode.NAMESPACE)
                .withName("storefront")
                .endMetadata()
                .addToData("skus", "promo-c")
                .build());
        pricing.bind(pricingPod("catalog"));
        pricing.bind(pricingPod("discounts"));
        pricing.bind(pricingPod("calculator"));
        pricing.bind(new PodBuilder(pricingPod("storefront"))
                .editSpec()
                .editFirstContainer()
                .addNewEnv()
                .withName("SKUS")
                .withNewValueFrom()
                .withNewConfigMapKeyRef("skus", "storefront", false)
                .endValueFrom()
                .endEnv()
                .endContainer()
                .endSpec()
                .build());

        pricing.reconcile();

        assertThat(pricing.call("storefront", "run", "")).contains("promo-c");
        assertThat(pricing.log("storefront")).isNotEmpty();
    }

    @Test
    void aDeletedPodIsStoppedAndItsConsumersWaitForAnother() {
        fixtures.bind(counter("counter"));
        fixtures.bind(relay(provider("counter")));
        fixtures.reconcile();
        ComponentInstance counter = fixtures.instance("counter");
        ComponentInstance relay = fixtures.instance("relay");

        fixtures.delete("counter");
        fixtures.reconcile();

        assertThat(counter.isGone()).isTrue();
        assertThat(relay.isGone()).isFalse();
        assertThat(fixtures.agent().instances(TestNode.key("counter"))).isEmpty();
        assertThat(fixtures.phase("relay")).isEqualTo("Running");
        assertThat(fixtures.ready("relay")).isFalse();
        assertThat(fixtures.status("relay").getConditions())
                .filteredOn(condition -> condition.getStatus().equals("False"))
                .allSatisfy(condition -> assertThat(condition.getMessage())
                        .isEqualTo("WaitingForProvider: import test:node/counter: no Pod of pod/counter that exports it"
                                + " is Ready on this node"))
                .extracting(PodCondition::getType, PodCondition::getReason)
                .containsExactlyInAnyOrder(
                        tuple("ContainersReady", "ContainersNotReady"),
                        tuple("Ready", "ContainersNotReady"),
                        tuple("kube-wasm/Linked", "WaitingForProvider"));

        fixtures.bind(counter("counter"));
        fixtures.reconcile();

        assertThat(fixtures.instance("relay")).isSameAs(relay);
        assertThat(fixtures.ready("relay")).isTrue();
        assertThat(fixtures.container("relay").getRestartCount()).isZero();
        assertThat(call(NEXT)).isEqualTo("1");
        assertThat(fixtures.status("relay").getConditions())
                .allSatisfy(condition -> assertThat(condition.getMessage()).isNull());
    }

    @Test
    void aProviderOfOtherTypesIsNotLinkedWhateverTheBindingSays() {
        pricing.bind(incompatibleCatalog());
        pricing.bind(pricingPod("discounts"));
        pricing.bind(pricingPod("calculator"));

        pricing.reconcile();

        assertThat(pricing.ready("catalog")).isTrue();
        assertThat(pricing.ready("calculator")).isFalse();
        assertThat(pricing.waiting("calculator"))
                .startsWith("IncompatibleLink: ")
                .contains(CATALOG, "f64", "f32");
    }

    @Test
    void norWhenItTakesTheFormerOnesPlace() {
        pricing.bind(pricingPod("catalog"));
        pricing.bind(pricingPod("discounts"));
        pricing.bind(pricingPod("calculator"));
        pricing.reconcile();
        ComponentInstance calculator = pricing.instance("calculator");

        pricing.delete("catalog");
        pricing.reconcile();
        pricing.bind(incompatibleCatalog());
        pricing.reconcile();

        assertThat(calculator.isGone()).isTrue();
        assertThat(pricing.ready("calculator")).isFalse();
        assertThat(pricing.waiting("calculator"))
                .startsWith("IncompatibleLink: ")
                .contains(CATALOG, "f64", "f32");
        assertThat(pricing.ready("discounts")).as("who isn't involved").isTrue();
    }

    @Test
    void aPodOfTheSameNameIsAnotherPod() throws Exception {
        fixtures.bind(counter("counter"));
        fixtures.reconcile();
        fixtures.call("counter", COUNTER + "#next", "");
        ComponentInstance before = fixtures.instance("counter");

        fixtures.bind(new PodBuilder(counter("counter"))
                .editMetadata()
                .withUid("another")
                .endMetadata()
                .build());
        fixtures.reconcile();

        assertThat(before.isGone()).isTrue();
        assertThat(fixtures.call("counter", COUNTER + "#next", "")).isEqualTo("1");
    }

    @Test
    void laterEditsOfTheWiringChangeNothing() throws Exception {
        fixtures.bind(counter("first"));
        fixtures.bind(counter("second"));
        fixtures.bind(relay(provider("first")));
        fixtures.reconcile();
        ComponentInstance first = fixtures.instance("first");

        fixtures.bind(relay(provider("second")));
        fixtures.reconcile();
        assertThat(fixtures.call("relay", NEXT, "")).isEqualTo("1");
        assertThat(fixtures.call("first", COUNTER + "#next", "")).isEqualTo("2");

        // Not even when the container starts anew.
        first.close();
        fixtures.reconcile();
        assertThat(fixtures.agent().links(TestNode.key("relay")).get("relay"))
                .containsExactly(new NodeLink(COUNTER, new Supplier.Provider(TestNode.key("first"))));
    }

    @Test
    void anotherPodOfTheWorkloadServesWhenTheChosenOneIsGone() throws Exception {
        WorkloadRef counters = new WorkloadRef(TestNode.NAMESPACE, "ReplicaSet", "counter", new Uid("set"));
        fixtures.bind(owned(counter("counter-1"), counters));
        fixtures.bind(owned(counter("counter-2"), counters));
        fixtures.bind(relay(new WiredImport.Provider(counters, Optional.of(TestNode.key("counter-2")))));
        fixtures.reconcile();
        assertThat(fixtures.agent().links(TestNode.key("relay")).get("relay"))
                .containsExactly(new NodeLink(COUNTER, new Supplier.Provider(TestNode.key("counter-2"))));

        fixtures.delete("counter-2");
        fixtures.reconcile();

        assertThat(fixtures.agent().links(TestNode.key("relay")).get("relay"))
                .containsExactly(new NodeLink(COUNTER, new Supplier.Provider(TestNode.key("counter-1"))));
        assertThat(fixtures.ready("relay")).isTrue();
        assertThat(fixtures.call("relay", NEXT, "")).isEqualTo("1");
        assertThat(fixtures.call("counter-1", COUNTER + "#next", "")).isEqualTo("2");
    }

    private static Pod owned(Pod pod, WorkloadRef owner) {
        return new PodBuilder(pod)
                .editMetadata()
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind(owner.kind())
                .withName(owner.name())
                .withUid(owner.uid().value())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build();
    }

    @Test
    void aPreferredLinkWithoutAProviderIsUnlinkedAndItsCallsTrap() {
        WorkloadRef nobody = new WorkloadRef(TestNode.NAMESPACE, "Deployment", "counter", new Uid("d"));
        fixtures.bind(relay(new WiredImport.Provider(nobody, Optional.empty())));
        fixtures.reconcile();
        assertThat(fixtures.ready("relay")).isTrue();
        assertThat(fixtures.agent().links(TestNode.key("relay"))).containsExactly(Map.entry("relay", List.of()));

        Trap trap = catchThrowableOfType(Trap.class, () -> fixtures.call("relay", NEXT, ""));

        assertThat(trap.kind()).isEqualTo(Trap.Kind.NOT_LINKED);
        assertThat(trap).hasMessageContaining("no Pod of deployment/counter is on this node");
    }

    private static Pod withInstances(Pod pod, String size) {
        return new PodBuilder(pod)
                .editMetadata()
                .addToAnnotations(InstancesAnnotation.KEY, size)
                .endMetadata()
                .build();
    }

    @Test
    void aPoolOfInstancesServesAConsumer() {
        fixtures.bind(withInstances(counter("counter"), "2"));
        fixtures.bind(relay(provider("counter")));
        fixtures.reconcile();
        ComponentInstance first = fixtures.instance("counter");
        assertThat(first.name()).isEqualTo("shop/counter/counter[0]");
        assertThat(call(NEXT)).isEqualTo("1");
        assertThat(call(NEXT)).isEqualTo("2");

        // Without the first the second serves, whose count is its own.
        ComponentInstance relay = fixtures.instance("relay");
        first.close();
        assertThat(relay.function(NEXT).orElseThrow().call(List.of())).contains(new Val.U32(1));

        fixtures.reconcile();
        assertThat(fixtures.container("counter").getRestartCount()).isEqualTo(1);
        assertThat(fixtures.instance("relay")).isSameAs(relay);
        assertThat(call(NEXT)).isEqualTo("1");
    }

    private String call(String function) {
        try {
            return fixtures.call("relay", function, "");
        } catch (WaveException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPoolOfNobodyKnowsHowManyIsRefused() {
        fixtures.bind(withInstances(counter("counter"), "0"));
        fixtures.reconcile();
        assertThat(fixtures.status("counter").getMessage())
                .contains("annotation kube-wasm/instances", "write a number from 1 to 1024");
    }

    @Test
    void anImportThatThePolicyLeavesUnlinkedTraps() {
        fixtures.bind(relay(new WiredImport.Nobody()));
        fixtures.reconcile();

        Trap trap = catchThrowableOfType(Trap.class, () -> fixtures.call("relay", NEXT, ""));

        assertThat(trap.kind()).isEqualTo(Trap.Kind.NOT_LINKED);
        assertThat(trap).hasMessageContaining("the Pod's links policy leaves it unlinked");
    }

    @Test
    void containersOfOnePodAreLinkedWhateverTheirOrder() throws Exception {
        String counter = "registry.example.com/test/counter:v1";
        String relay = "registry.example.com/test/relay:v1";
        String wiring = TestNode.wiring(Map.of(
                "front", fixtures.wire(relay, Map.of(COUNTER, new WiredImport.Container("back"))),
                "back", fixtures.wire(counter, Map.of())));
        fixtures.bind(new PodBuilder(counter("both"))
                .editMetadata()
                .addToAnnotations(WiringAnnotation.KEY, wiring)
                .endMetadata()
                .editSpec()
                .withContainers(List.of())
                .addNewContainer()
                .withName("front")
                .withImage(relay)
                .endContainer()
                .addNewContainer()
                .withName("back")
                .withImage(counter)
                .endContainer()
                .endSpec()
                .build());

        fixtures.reconcile();

        assertThat(fixtures.ready("both")).isTrue();
        assertThat(fixtures.agent().links(TestNode.key("both")))
                .containsEntry("front", List.of(new NodeLink(COUNTER, new Supplier.Container("back"))))
                .containsEntry("back", List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "host, MissingHostInterface: import test:node/counter: this node doesn't supply it",
        "types, 'NotWired: import test:node/counter: the Pod''s Binding takes it for types alone, but it has functions'",
        "another, NotWired: import test:node/counter: the Pod's Binding says nothing of it"
    })
    void wiringThatDoesNotServeTheComponentIsSaidSo(String kind, String waiting) {
        Pod pod =
                switch (kind) {
                    case "host" -> relay(new WiredImport.Host());
                    case "types" -> relay(new WiredImport.Types());
                    default ->
                        new PodBuilder(relay(new WiredImport.Host()))
                                .editMetadata()
                                .addToAnnotations(WiringAnnotation.KEY, TestNode.wiring(Map.of()))
                                .endMetadata()
                                .build();
                };
        fixtures.bind(pod);

        fixtures.reconcile();

        assertThat(fixtures.waiting("relay")).isEqualTo(waiting);
    }
}
