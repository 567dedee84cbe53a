package dev.kubewasm.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.component.ValueType.BorrowType;
import dev.kubewasm.component.ValueType.OwnType;
import dev.kubewasm.component.ValueType.Primitive;
import dev.kubewasm.wit.binary.CanonicalFunction;
import dev.kubewasm.wit.binary.CanonicalOptions;
import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.Definition;
import dev.kubewasm.wit.binary.types.ResourceBinding;
import dev.kubewasm.wit.binary.types.ResourceRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How resources and functions of a component are resolved, on {@code fixtures/resources.wat}. */
class ComponentTypesTest {
    private final ResolvedComponent resolved =
            ComponentTypes.resolve(ComponentDecoder.decode(Fixtures.bytes("resources.wasm")));

    private Map<String, ResourceBinding> bindings() {
        Map<String, ResourceBinding> all = new LinkedHashMap<>();
        List<Definition> definitions = resolved.component().definitions();
        for (int i = 0; i < definitions.size(); i++) {
            for (ResourceBinding binding : resolved.bindingsOf(i)) {
                all.put(definitions.get(i).getClass().getSimpleName() + " " + binding.resource(), binding);
            }
        }
        return all;
    }

    private ResourceRef resource(String key) {
        return Objects.requireNonNull(bindings().get(key), key).resource();
    }

    @Test
    void everyResourceIsBoundOnceWhereItComesFrom() {
        assertThat(bindings().keySet())
                .containsExactly(
                        "OfImport import example:files/types@1.2.3 › file",
                        "OfImport import token",
                        "OfType resource type 5",
                        "OfInstance instance 1 › bag");
        assertThat(bindings().values().stream().map(ResourceBinding::path))
                .containsExactly(List.of("file"), List.of(), List.of(), List.of("bag"));
    }

    @Test
    void functionsSpeakOfTheResourcesInScope() {
        OwnType ownToken = new OwnType(resource("OfImport import token"));
        BorrowType borrowFile = new BorrowType(resource("OfImport import example:files/types@1.2.3 › file"));
        OwnType ownSession = new OwnType(resource("OfType resource type 5"));
        BorrowType borrowBag = new BorrowType(resource("OfInstance instance 1 › bag"));

        assertThat(resolved.functionTypes())
                .containsExactly(
                        function("self", borrowFile, Optional.of(Primitive.U64)),
                        function("t", ownToken, Optional.empty()),
                        function("f", borrowFile, Optional.of(ownSession)),
                        function("f", borrowFile, Optional.of(ownSession)),
                        function("b", borrowBag, Optional.of(Primitive.STRING)),
                        function("b", borrowBag, Optional.of(Primitive.STRING)));
    }

    private static FuncType function(String param, ValueType type, Optional<ValueType> result) {
        return new FuncType(List.of(new FuncType.Param(param, type)), result, false);
    }

    @Test
    void nestedComponentsHaveResourcesOfTheirOwn() {
        ResolvedComponent inner = resolved.nested().values().iterator().next();
        ResourceRef file = ((ResolvedType.OfResource) inner.types().getFirst()).resource();

        assertThat(inner.imports()).containsOnlyKeys("file");
        assertThat(inner.exports()).containsOnlyKeys("bag", "file-again");
        assertThat(inner.exports().get("file-again"))
                .isEqualTo(new ResolvedType.TypeExtern(new ResolvedType.OfResource(file)));
        assertThat(bindings().values().stream().map(ResourceBinding::resource)).doesNotContain(file);
    }

    @Test
    void canonicalFunctionsKeepTheirOptions() {
        List<CanonicalFunction> functions = resolved.component().definitions().stream()
                .filter(Definition.OfCanonical.class::isInstance)
                .map(d -> ((Definition.OfCanonical) d).function())
                .toList();

        assertThat(functions.stream().map(CanonicalFunction::text))
                .containsExactly("lower", "resource.drop", "resource.new", "resource.rep", "lift", "lift");
        CanonicalOptions options = ((CanonicalFunction.Lift) functions.getLast()).options();
        assertThat(options.encoding()).isEqualTo(CanonicalOptions.StringEncoding.UTF16);
        assertThat(options.memory()).hasValue(0);
        assertThat(options.postReturn()).hasValue(7);
        assertThat(options.realloc()).isEmpty();
        assertThat(options.async()).isFalse();
    }

    @Test
    void builtinsOfTheAsynchronousAbiAreKnownByName() {
        ResolvedComponent builtins = ComponentTypes.resolve(ComponentDecoder.decode(Fixtures.bytes("builtins.wasm")));

        assertThat(builtins.component().definitions().stream()
                        .filter(Definition.OfCanonical.class::isInstance)
                        .map(d -> ((Definition.OfCanonical) d).function().text()))
                .containsExactly(
                        "stream.new",
                        "stream.read",
                        "future.drop-readable",
                        "task.return",
                        "context.get",
                        "waitable-set.wait",
                        "thread.yield",
                        "backpressure.inc",
                        "lift");
        assertThat(builtins.functionTypes().getFirst())
                .isEqualTo(new FuncType(List.of(), Optional.of(Primitive.U32), true));
    }

    @Test
    void requirementsAreTheWorldAndWhatTheModulesDefine() {
        Component component = ComponentDecoder.decode(Fixtures.bytes("shop.wasm"));
        ComponentRequirements shop = ComponentRequirements.of(component);

        assertThat(shop.world()).isEqualTo(new WitWorld.Said(ComponentWorlds.of(component)));
        assertThat(shop.modules()).isNotEmpty().allSatisfy(m -> assertThat(m.offset())
                .isPositive());
        assertThat(shop.minMemoryBytes())
                .isEqualTo(shop.modules().stream()
                        .flatMap(m -> m.memories().stream())
                        .mapToLong(m -> m.limits().min() * 65536)
                        .sum());
    }
}
