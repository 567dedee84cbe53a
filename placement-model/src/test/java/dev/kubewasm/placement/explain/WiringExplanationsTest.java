package dev.kubewasm.placement.explain;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;

import dev.kubewasm.placement.Nodes;
import dev.kubewasm.placement.facts.Consumers;
import dev.kubewasm.placement.facts.InterfacePattern;
import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.Pins;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.WorkloadPin;
import dev.kubewasm.wit.model.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a user reads where imports stand in the way of a Pod. */
class WiringExplanationsTest {
    private static final List<Nodes> STANDARD =
            List.of(node("node-1"), node("node-2"), node("node-3").cpu(500));

    private static final LinkPolicies PREFERRED = new LinkPolicies(Map.of(), LinkPolicy.PREFERRED);

    private static final Consumers ADMINS = new Consumers(
            new LabelSelector(
                    List.of(new LabelSelector.Requirement("role", LabelSelector.Operator.IN, List.of("admin")))),
            Set.of());

    private static Pins pin(String kind, String name) {
        return new Pins(Map.of(new InterfacePattern.Any(), new WorkloadPin(Optional.empty(), kind, name)));
    }

    @Test
    void importsThatNobodyServes() {
        Situations situations = new Situations();
        situations.add(
                "nobody exports it",
                STANDARD,
                pod("invoice").runs(component(List.of("broken:missing/tax"), List.of())));
        situations.add(
                "nobody exports two of its imports, one is there",
                STANDARD,
                pod("there").runs(component(List.of(), List.of("a:b/c"))),
                pod("invoice")
                        .runs(component(List.of("a:b/c", "broken:missing/tax", "broken:missing/vat"), List.of())));
        situations.add(
                "nobody exports it, and no node has room either",
                List.of(node("node-1").cpu(50)),
                pod("invoice").runs(component(List.of("broken:missing/tax"), List.of())));
        situations.add(
                "another version, another namespace, a command",
                STANDARD,
                pod("invoice").runs(component(List.of("broken:missing/tax@1.2.0"), List.of())),
                pod("old").runs(component(List.of(), List.of("broken:missing/tax@1.1.0"))),
                pod("foreign").namespace("other").runs(component(List.of(), List.of("broken:missing/tax@1.2.0"))),
                pod("job").runs(component(List.of(), List.of("broken:missing/tax@1.2.0", "wasi:cli/run@0.2.6"))));
        situations.add(
                "it exports alone what it imports",
                STANDARD,
                pod("ouroboros").runs(component(List.of("a:b/c"), List.of("a:b/c"))));
        situations.add(
                "the pin names a workload that isn't there",
                STANDARD,
                pod("catalog").runs(component(List.of(), List.of("a:b/c"))),
                pod("shop").pins(pin("deployment", "katalog")).runs(component(List.of("a:b/c"), List.of())));
        situations.add(
                "the only provider is being deleted",
                STANDARD,
                pod("catalog")
                        .runs(component(List.of(), List.of("a:b/c")))
                        .state(new PodState(Optional.of(new NodeName("node-1")), PodState.Phase.RUNNING, true, true)),
                pod("shop").runs(component(List.of("a:b/c"), List.of())));
        situations.add(
                "the provider doesn't admit the consumer",
                STANDARD,
                pod("vault")
                        .runs(component(List.of(), List.of("broken:secret/vault")))
                        .consumers(ADMINS),
                pod("visitor").runs(component(List.of("broken:secret/vault"), List.of())));
        situations.check("imports.golden");
    }

    @Test
    void importsThatSeveralServe() {
        Situations situations = new Situations();
        situations.add(
                "two workloads export it",
                STANDARD,
                pod("greeter-english").runs(component(List.of(), List.of("broken:ambiguous/greeter"))),
                pod("greeter-french").runs(component(List.of(), List.of("broken:ambiguous/greeter"))),
                pod("lobby").runs(component(List.of("broken:ambiguous/greeter"), List.of())));
        situations.add(
                "two workloads export it, and the Pod pins one",
                STANDARD,
                pod("greeter-english").runs(component(List.of(), List.of("broken:ambiguous/greeter"))),
                pod("greeter-french").runs(component(List.of(), List.of("broken:ambiguous/greeter"))),
                pod("lobby")
                        .pins(pin("pod", "greeter-french"))
                        .runs(component(List.of("broken:ambiguous/greeter"), List.of())));
        situations.add(
                "two workloads of one name and another kind export it",
                STANDARD,
                pod("greeter").runs(component(List.of(), List.of("broken:ambiguous/greeter"))),
                replica("greeter", 1).runs(component(List.of(), List.of("broken:ambiguous/greeter"))),
                pod("lobby").runs(component(List.of("broken:ambiguous/greeter"), List.of())));
        situations.add(
                "two containers of the Pod export it",
                STANDARD,
                pod("lobby")
                        .runs(component(List.of("broken:ambiguous/greeter"), List.of()))
                        .runs(component(List.of(), List.of("broken:ambiguous/greeter")))
                        .runs(component(List.of(), List.of("broken:ambiguous/greeter"))));
        situations.check("ambiguous.golden");
    }

    @Test
    void importsThatDontMatch() {
        Situations situations = new Situations();
        situations.add(
                "a type differs",
                STANDARD,
                pod("quotes")
                        .runs(component(List.of(), List.of("broken:mismatch/calculator"), Type.Primitive.F64, true)),
                pod("shop")
                        .runs(component(List.of("broken:mismatch/calculator"), List.of(), Type.Primitive.F32, true)));
        situations.add(
                "a type differs, in a provider that is pinned",
                STANDARD,
                pod("quotes")
                        .runs(component(List.of(), List.of("broken:mismatch/calculator"), Type.Primitive.F64, true)),
                pod("shop")
                        .pins(pin("pod", "quotes"))
                        .runs(component(List.of("broken:mismatch/calculator"), List.of(), Type.Primitive.F32, true)));
        situations.add(
                "a type differs in another container",
                STANDARD,
                pod("shop")
                        .runs(component(List.of("broken:mismatch/calculator"), List.of(), Type.Primitive.F32, true))
                        .runs(component(List.of(), List.of("broken:mismatch/calculator"), Type.Primitive.F64, true)));
        situations.add(
                "an import cycle",
                STANDARD,
                pod("chicken").runs(component(List.of("broken:cycle/eggs"), List.of("broken:cycle/chickens"))),
                pod("egg").runs(component(List.of("broken:cycle/chickens"), List.of("broken:cycle/eggs"))),
                pod("farmer").runs(component(List.of("broken:cycle/eggs"), List.of())));
        situations.add(
                "an import cycle of three, and one that hangs on it",
                STANDARD,
                pod("rock").runs(component(List.of("a:b/scissors"), List.of("a:b/rock"))),
                pod("paper").runs(component(List.of("a:b/rock"), List.of("a:b/paper"))),
                pod("scissors").runs(component(List.of("a:b/paper"), List.of("a:b/scissors"))));
        situations.add(
                "an import cycle of the Pod's containers",
                STANDARD,
                pod("pair")
                        .runs(component(List.of("broken:cycle/eggs"), List.of("broken:cycle/chickens")))
                        .runs(component(List.of("broken:cycle/chickens"), List.of("broken:cycle/eggs"))));
        situations.check("mismatches.golden");
    }

    @Test
    void preferredLinksThatFailAreWarnings() {
        Situations situations = new Situations();
        situations.add(
                "nobody exports what is preferred",
                STANDARD,
                pod("invoice").policies(PREFERRED).runs(component(List.of("broken:missing/tax"), List.of())));
        situations.add(
                "a type of what is preferred differs",
                STANDARD,
                pod("quotes")
                        .runs(component(List.of(), List.of("broken:mismatch/calculator"), Type.Primitive.F64, true)),
                pod("shop")
                        .policies(PREFERRED)
                        .runs(component(List.of("broken:mismatch/calculator"), List.of(), Type.Primitive.F32, true)));
        situations.add(
                "an import cycle of preferred links",
                STANDARD,
                pod("chicken")
                        .policies(PREFERRED)
                        .runs(component(List.of("broken:cycle/eggs"), List.of("broken:cycle/chickens"))),
                pod("egg").runs(component(List.of("broken:cycle/chickens"), List.of("broken:cycle/eggs"))));
        situations.check("warnings.golden");
    }
}
