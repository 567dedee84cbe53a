package dev.kubewasm.placement.wiring;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.key;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;
import static dev.kubewasm.placement.Worlds.function;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.Pods;
import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.Consumers;
import dev.kubewasm.placement.facts.InterfacePattern;
import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.Pins;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadPin;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WirerTest {
    private static final String CATALOG = "example:pricing/catalog";
    private static final List<NodeFacts> NODES =
            List.of(node("node-1").hosts("wasi:io@0.2.12,custom:gpu/compute").build());

    private static ComponentFacts exporting(String... names) {
        return component(List.of(), List.of(names));
    }

    private static ComponentFacts importing(String... names) {
        return component(List.of(names), List.of());
    }

    private static PodWiring wiringOf(String pod, Pods... pods) {
        List<PodFacts> facts = Arrays.stream(pods).map(Pods::build).toList();
        return Wirer.wire(new Snapshot(NODES, facts)).of(key(pod));
    }

    private static ImportWiring only(PodWiring wiring) {
        assertThat(wiring.containers()).isNotEmpty();
        assertThat(wiring.containers().getFirst().imports()).hasSize(1);
        return wiring.containers().getFirst().imports().firstEntry().getValue();
    }

    private static WiringProblem failure(PodWiring wiring) {
        assertThat(wiring.failures()).hasSize(1);
        return wiring.failures().getFirst().problem();
    }

    private static WorkloadRef workload(Pods pod) {
        return pod.build().workload();
    }

    private static Pins pin(String imported, String kind, String name) {
        return new Pins(Map.of(
                new InterfacePattern.OfInterface(InterfaceName.parse(imported).orElseThrow()),
                new WorkloadPin(Optional.empty(), kind, name)));
    }

    @Test
    void theOnlyWorkloadThatExportsItProvides() {
        ImportWiring wiring = only(wiringOf(
                "shop",
                pod("shop").runs(importing(CATALOG)),
                replica("catalog", 1).runs(exporting(CATALOG)),
                replica("catalog", 2).runs(exporting(CATALOG)).on("node-1")));

        assertThat(wiring)
                .isEqualTo(new ImportWiring.Provider(
                        InterfaceName.parse(CATALOG).orElseThrow(),
                        LinkPolicy.REQUIRED,
                        workload(replica("catalog", 1)),
                        Set.of(key("catalog-1"), key("catalog-2"))));
    }

    @Test
    void aContainerOfTheSamePodComesBeforeOtherPods() {
        assertThat(only(wiringOf(
                        "shop",
                        pod("shop").runs(importing(CATALOG)).runs("local", exporting(CATALOG)),
                        pod("catalog").runs(exporting(CATALOG)))))
                .isEqualTo(new ImportWiring.Container("local"));
    }

    @Test
    void twoContainersOfTheSamePodAreAmbiguous() {
        assertThat(failure(wiringOf(
                        "shop",
                        pod("shop")
                                .runs(importing(CATALOG))
                                .runs("a", exporting(CATALOG))
                                .runs("b", exporting(CATALOG)))))
                .isEqualTo(new WiringProblem.AmbiguousContainers(List.of("a", "b")));
    }

    @Test
    void whatANodeListsIsForTheHost() {
        assertThat(only(wiringOf("shop", pod("shop").runs(importing("wasi:io/streams@0.2.3")))))
                .isInstanceOf(ImportWiring.Host.class);
        assertThat(only(wiringOf("shop", pod("shop").runs(importing("custom:gpu/compute")))))
                .isInstanceOf(ImportWiring.Host.class);
    }

    @Test
    void wasiIsForTheHostEvenWhereNoNodeListsIt() {
        assertThat(only(wiringOf("shop", pod("shop").runs(importing("wasi:nn/tensor@0.2.0")))))
                .isInstanceOf(ImportWiring.Host.class);
    }

    @Test
    void nobodyTakesOverWhatTheHostSupplies() {
        assertThat(only(wiringOf(
                        "shop",
                        pod("shop").runs(importing("wasi:io/streams@0.2.3")),
                        pod("evil").runs(exporting("wasi:io/streams@0.2.3")))))
                .isInstanceOf(ImportWiring.Host.class);
    }

    @Test
    void aPinTakesAnInterfaceFromTheHost() {
        assertThat(only(wiringOf(
                        "shop",
                        pod("shop")
                                .runs(importing("wasi:io/streams@0.2.3"))
                                .pins(pin("wasi:io/streams@0.2.3", "pod", "virtual")),
                        pod("virtual").runs(exporting("wasi:io/streams@0.2.3")))))
                .isInstanceOf(ImportWiring.Provider.class);
    }

    @Test
    void twoWorkloadsAreAmbiguousUntilOneIsPinned() {
        Pods english = pod("english").runs(exporting(CATALOG));
        Pods french = pod("french").runs(exporting(CATALOG));

        assertThat(failure(wiringOf("shop", pod("shop").runs(importing(CATALOG)), english, french)))
                .isEqualTo(new WiringProblem.Ambiguous(List.of(workload(english), workload(french))));
        ImportWiring pinned = only(wiringOf(
                "shop", pod("shop").runs(importing(CATALOG)).pins(pin(CATALOG, "pod", "french")), english, french));
        assertThat(((ImportWiring.Provider) pinned).workload()).isEqualTo(workload(french));
    }

    @Test
    void aHigherVersionNeverWinsSilently() {
        assertThat(failure(wiringOf(
                        "shop",
                        pod("shop").runs(importing(CATALOG + "@1.0.0")),
                        pod("old").runs(exporting(CATALOG + "@1.0.0")),
                        pod("new").runs(exporting(CATALOG + "@1.9.0")))))
                .isInstanceOf(WiringProblem.Ambiguous.class);
    }

    @Test
    void aProviderIsOnTheSameTrackAndNotOlder() {
        Pods shop = pod("shop").runs(importing(CATALOG + "@1.2.0"));
        Pods newer = pod("newer").runs(exporting(CATALOG + "@1.3.0"));
        Pods older = pod("older").runs(exporting(CATALOG + "@1.1.0"));
        Pods other = pod("other").runs(exporting(CATALOG + "@2.0.0"));

        assertThat(((ImportWiring.Provider) only(wiringOf("shop", shop, newer, older, other))).workload())
                .isEqualTo(workload(newer));
        assertThat(failure(wiringOf("shop", shop, older, other)))
                .isEqualTo(new WiringProblem.NobodyExports(List.of(
                        new NearMiss.OtherVersion(
                                workload(older),
                                InterfaceName.parse(CATALOG + "@1.1.0").orElseThrow()),
                        new NearMiss.OtherVersion(
                                workload(other),
                                InterfaceName.parse(CATALOG + "@2.0.0").orElseThrow()))));
    }

    @Test
    void aPinThatExportsNothingOfTheKindIsNamed() {
        assertThat(failure(wiringOf(
                        "shop",
                        pod("shop").runs(importing(CATALOG)).pins(pin(CATALOG, "deployment", "gone")),
                        pod("catalog").runs(exporting(CATALOG)))))
                .isEqualTo(new WiringProblem.PinUnmatched(
                        new WorkloadPin(Optional.empty(), "deployment", "gone"), List.of()));
    }

    @Test
    void incompatibleTypesAreNamedWithTheirPath() {
        ImportWiring failed = only(wiringOf(
                "shop",
                pod("shop").runs(importing(CATALOG)),
                pod("catalog").runs(component(List.of(), List.of(CATALOG), Type.Primitive.F64, true))));

        WiringProblem.Incompatible problem = (WiringProblem.Incompatible) ((ImportWiring.Failed) failed).problem();
        assertThat(problem.candidates()).singleElement().satisfies(candidate -> {
            assertThat(candidate.exporter()).isEqualTo("pod/catalog");
            assertThat(candidate.mismatches()).singleElement().satisfies(mismatch -> {
                assertThat(mismatch.where()).startsWith("catalog#call");
                assertThat(mismatch.expected()).isEqualTo("u32");
                assertThat(mismatch.found()).isEqualTo("f64");
            });
        });
    }

    @Test
    void unknownTypesAreNotCompared() {
        assertThat(only(wiringOf(
                        "shop",
                        pod("shop").runs(importing(CATALOG)),
                        pod("catalog").runs(component(List.of(), List.of(CATALOG), Type.Primitive.F64, false)))))
                .isInstanceOf(ImportWiring.Provider.class);
    }

    @Test
    void anIncompatibleWorkloadMakesNothingAmbiguous() {
        assertThat(only(wiringOf(
                        "shop",
                        pod("shop").runs(importing(CATALOG)),
                        pod("wrong").runs(component(List.of(), List.of(CATALOG), Type.Primitive.F64, true)),
                        pod("right").runs(exporting(CATALOG)))))
                .isInstanceOf(ImportWiring.Provider.class);
    }

    @Test
    void linksStayInsideTheNamespaceUnlessTheProviderNamesOthers() {
        Pods shop = pod("shop").runs(importing(CATALOG));
        Consumers open = new Consumers(LabelSelector.EVERYTHING, Set.of("shop"));

        assertThat(failure(
                        wiringOf("shop", shop, pod("catalog").namespace("other").runs(exporting(CATALOG)))))
                .isInstanceOfSatisfying(WiringProblem.NobodyExports.class, problem -> assertThat(problem.nearMisses())
                        .singleElement()
                        .isInstanceOf(NearMiss.OtherNamespace.class));
        Pods opened = pod("catalog").namespace("other").runs(exporting(CATALOG)).consumers(open);
        assertThat(only(wiringOf("shop", shop, opened))).isInstanceOf(ImportWiring.Provider.class);
        assertThat(((ImportWiring.Provider)
                                only(wiringOf("shop", shop, opened, pod("own").runs(exporting(CATALOG)))))
                        .workload()
                        .name())
                .isEqualTo("own");
    }

    @Test
    void aProviderChoosesItsConsumers() {
        Consumers web = new Consumers(
                new LabelSelector(
                        List.of(new LabelSelector.Requirement("tier", LabelSelector.Operator.IN, List.of("web")))),
                Set.of());
        Pods catalog = pod("catalog").runs(exporting(CATALOG)).consumers(web);

        assertThat(failure(wiringOf("shop", pod("shop").runs(importing(CATALOG)), catalog)))
                .isEqualTo(new WiringProblem.NotConsented(List.of(workload(catalog))));
        assertThat(only(wiringOf("shop", pod("shop").label("tier", "web").runs(importing(CATALOG)), catalog)))
                .isInstanceOf(ImportWiring.Provider.class);
    }

    @Test
    void commandsProvideNothing() {
        assertThat(failure(wiringOf(
                        "shop",
                        pod("shop").runs(importing(CATALOG)),
                        pod("job").runs(exporting(CATALOG, "wasi:cli/run@0.2.6")))))
                .isInstanceOfSatisfying(WiringProblem.NobodyExports.class, problem -> assertThat(problem.nearMisses())
                        .singleElement()
                        .isInstanceOf(NearMiss.Command.class));
    }

    @Test
    void finishedAndDeletedPodsProvideNothing() {
        PodState finished = new PodState(Optional.empty(), PodState.Phase.SUCCEEDED, false, false);
        PodState deleted = new PodState(Optional.empty(), PodState.Phase.RUNNING, true, true);

        assertThat(failure(wiringOf(
                        "shop",
                        pod("shop").runs(importing(CATALOG)),
                        pod("a").runs(exporting(CATALOG)).state(finished),
                        pod("b").runs(exporting(CATALOG)).state(deleted))))
                .isEqualTo(new WiringProblem.NobodyExports(List.of()));
    }

    @Test
    void aWorkloadIsNotItsOwnProvider() {
        ComponentFacts middleware = component(List.of(CATALOG), List.of(CATALOG));

        assertThat(failure(wiringOf(
                        "cache-1",
                        replica("cache", 1).runs(middleware),
                        replica("cache", 2).runs(middleware))))
                .isInstanceOfSatisfying(WiringProblem.NobodyExports.class, problem -> assertThat(problem.nearMisses())
                        .allSatisfy(miss -> assertThat(miss).isInstanceOf(NearMiss.Itself.class)));
    }

    @Test
    void typesAloneNeedNobody() {
        Interface types = Interface.of(InterfaceName.parse("example:pricing/types"), Map.of(), Map.of());
        ComponentFacts facts = component(Map.of("example:pricing/types", WorldItem.OfInterface.plain(types)), Map.of());

        assertThat(only(wiringOf("shop", pod("shop").runs(facts)))).isInstanceOf(ImportWiring.Types.class);
    }

    @Test
    void aPlainFunctionCantBeLinked() {
        ComponentFacts facts =
                component(Map.of("log", new WorldItem.OfFunction(function("log", Type.Primitive.BOOL))), Map.of());

        assertThat(failure(wiringOf("shop", pod("shop").runs(facts)))).isInstanceOf(WiringProblem.NotAnInterface.class);
    }

    @Test
    void preferredAndUnlinkedImportsFailNoPod() {
        LinkPolicies preferred = new LinkPolicies(Map.of(), LinkPolicy.PREFERRED);
        LinkPolicies none = new LinkPolicies(Map.of(), LinkPolicy.NONE);

        PodWiring wiring = wiringOf("shop", pod("shop").runs(importing(CATALOG)).policies(preferred));
        assertThat(wiring.failures()).isEmpty();
        assertThat(wiring.warnings()).hasSize(1);
        assertThat(only(wiringOf(
                        "shop",
                        pod("shop").runs(importing(CATALOG)).policies(none),
                        pod("catalog").runs(exporting(CATALOG)))))
                .isEqualTo(new ImportWiring.Unlinked(Optional.empty()));
    }

    @Test
    void aCycleBetweenPodsFailsAllItsPods() {
        Pods chicken = pod("chicken").runs(component(List.of("a:b/eggs"), List.of("a:b/chickens")));
        Pods egg = pod("egg").runs(component(List.of("a:b/chickens"), List.of("a:b/eggs")));

        assertThat(failure(wiringOf("chicken", chicken, egg)))
                .isEqualTo(new WiringProblem.ImportCycle(
                        List.of(
                                new WiringProblem.ImportCycle.Step("pod/chicken", "a:b/eggs", "pod/egg"),
                                new WiringProblem.ImportCycle.Step("pod/egg", "a:b/chickens", "pod/chicken")),
                        false));
        assertThat(failure(wiringOf("egg", chicken, egg))).isInstanceOf(WiringProblem.ImportCycle.class);
    }

    @Test
    void aPodThatHangsOnACycleIsNotInIt() {
        Pods chicken = pod("chicken").runs(component(List.of("a:b/eggs"), List.of("a:b/chickens")));
        Pods egg = pod("egg").runs(component(List.of("a:b/chickens"), List.of("a:b/eggs")));

        assertThat(wiringOf("farmer", pod("farmer").runs(importing("a:b/eggs")), chicken, egg)
                        .failures())
                .isEmpty();
    }

    @Test
    void aPreferredLinkOfACycleIsGivenUp() {
        Pods chicken = pod("chicken")
                .runs(component(List.of("a:b/eggs"), List.of("a:b/chickens")))
                .policies(new LinkPolicies(Map.of(), LinkPolicy.PREFERRED));
        Pods egg = pod("egg").runs(component(List.of("a:b/chickens"), List.of("a:b/eggs")));

        assertThat(wiringOf("chicken", chicken, egg).warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.problem()).isInstanceOf(WiringProblem.ImportCycle.class));
        assertThat(only(wiringOf("egg", chicken, egg))).isInstanceOf(ImportWiring.Provider.class);
    }

    @Test
    void aCycleInsideAPodIsRefused() {
        assertThat(wiringOf(
                                "pair",
                                pod("pair")
                                        .runs("left", component(List.of("a:b/x"), List.of("a:b/y")))
                                        .runs("right", component(List.of("a:b/y"), List.of("a:b/x"))))
                        .failures())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.problem()).isInstanceOf(WiringProblem.ImportCycle.class));
    }

    @Test
    void aChainOfTenThousandPodsIsNoStackOverflow() {
        int length = 10_000;
        Pods[] chain = new Pods[length];
        for (int i = 0; i < length; i++) {
            chain[i] = pod("p" + i).runs(component(List.of("a:b/i" + (i + 1)), List.of("a:b/i" + i)));
        }
        chain[length - 1] = pod("p" + (length - 1)).runs(component(List.of("a:b/i0"), List.of("a:b/i" + (length - 1))));

        assertThat(failure(wiringOf("p0", chain)))
                .isInstanceOfSatisfying(WiringProblem.ImportCycle.class, cycle -> assertThat(cycle.steps())
                        .hasSize(length));
    }

    private static ComponentFacts plainlyNamed(String plain, String implemented) {
        Interface type = Interface.of(
                InterfaceName.parse(implemented), Map.of(), Map.of("call", function("call", Type.Primitive.U32)));
        return component(Map.of(plain, WorldItem.OfInterface.plain(type)), Map.of());
    }

    @Test
    void aPlainNameIsWiredByTheInterfaceItImplements() {
        Pods primary = pod("primary").runs(component(List.of(), List.of("a:b/store")));

        assertThat(wiringOf("app", pod("app").runs(plainlyNamed("main-store", "a:b/store")), primary)
                        .links())
                .singleElement()
                .satisfies(link -> {
                    assertThat(link.imported()).isEqualTo("main-store");
                    assertThat(link.provider().workload().name()).isEqualTo("primary");
                });
    }

    @Test
    void aPlainNameThatImplementsNothingIsNoInterface() {
        Interface inline =
                Interface.of(Optional.empty(), Map.of(), Map.of("call", function("call", Type.Primitive.U32)));
        ComponentFacts component = component(Map.of("store", WorldItem.OfInterface.plain(inline)), Map.of());

        assertThat(failure(wiringOf("app", pod("app").runs(component))))
                .isInstanceOf(WiringProblem.NotAnInterface.class);
    }
}
