package dev.kubewasm.runtime.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.host.HostResourceType;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.wit.Wit;
import dev.kubewasm.wit.WitResolution;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.WitPackage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every interface declares exactly the functions, types and resources of its published WIT. */
class WitConformanceTest {
    private static final Map<String, WitPackage> PACKAGES = new HashMap<>();

    static Stream<InterfaceName> interfaces() {
        return Wasi.names().stream();
    }

    @ParameterizedTest
    @MethodSource("interfaces")
    void declaresWhatTheWitDeclares(InterfaceName name) {
        Interface wit = published(name);
        HostInterface host = Wasi.hostInterfaces().find(name).orElseThrow();
        assertThat(host.functionNames())
                .containsExactlyInAnyOrderElementsOf(wit.functions().keySet());
        wit.functions().values().forEach(function -> {
            FuncType declared = host.function(function.name()).orElseThrow().type();
            assertThat(declared.paramTypes())
                    .as(function.name())
                    .isEqualTo(function.params().stream()
                            .map(param -> valueType(param.type()))
                            .toList());
            assertThat(declared.result())
                    .as(function.name())
                    .isEqualTo(function.result().map(WitConformanceTest::valueType));
        });
        wit.types().values().forEach(type -> assertThat(
                        host.resource(type.name()).map(HostResourceType::name))
                .as(type.name())
                .isEqualTo(
                        type.kind() instanceof TypeDef.Kind.ResourceType
                                ? Optional.of(type.name())
                                : Optional.empty()));
    }

    private static Interface published(InterfaceName name) {
        WitPackage pkg = PACKAGES.computeIfAbsent(name.pkg().name(), WitConformanceTest::resolve);
        return Optional.ofNullable(pkg.interfaces().get(name.name())).orElseThrow();
    }

    private static WitPackage resolve(String pkg) {
        WitResolution resolution = Wit.resolveFolder(Corpora.require("wit/wasi/" + Wasi.VERSION + "/" + pkg));
        assertThat(resolution.ok()).as(resolution.render()).isTrue();
        return resolution.packages().getFirst();
    }

    private static ValueType valueType(Type type) {
        return switch (type) {
            case Type.Primitive primitive -> ValueType.Primitive.valueOf(primitive.name());
            case Type.ListOf(Type element) -> ValueType.list(valueType(element));
            case Type.OptionOf(Type some) -> ValueType.option(valueType(some));
            case Type.ResultOf(Optional<Type> ok, Optional<Type> err) ->
                new ValueType.ResultOf(ok.map(WitConformanceTest::valueType), err.map(WitConformanceTest::valueType));
            case Type.TupleOf(List<Type> elements) ->
                new ValueType.TupleOf(
                        elements.stream().map(WitConformanceTest::valueType).toList());
            case Type.Own(TypeDef resource) ->
                ValueType.own(resource.resource().orElseThrow().name());
            case Type.Borrow(TypeDef resource) ->
                ValueType.borrow(resource.resource().orElseThrow().name());
            case Type.Named(TypeDef def) -> structure(def);
            default -> throw new AssertionError("WASI 0.2 has no " + type);
        };
    }

    private static ValueType structure(TypeDef def) {
        return switch (def.kind()) {
            case TypeDef.Kind.Alias(Type target) -> valueType(target);
            case TypeDef.Kind.RecordType(List<TypeDef.Field> fields) ->
                new ValueType.RecordOf(fields.stream()
                        .map(field -> ValueType.field(field.name(), valueType(field.type())))
                        .toList());
            case TypeDef.Kind.VariantType(List<TypeDef.Case> cases) ->
                new ValueType.VariantOf(cases.stream()
                        .map(c -> new ValueType.Case(c.name(), c.payload().map(WitConformanceTest::valueType)))
                        .toList());
            case TypeDef.Kind.EnumType(List<TypeDef.Label> labels) ->
                new ValueType.EnumOf(labels.stream().map(TypeDef.Label::name).toList());
            case TypeDef.Kind.FlagsType(List<TypeDef.Label> labels) ->
                new ValueType.FlagsOf(labels.stream().map(TypeDef.Label::name).toList());
            case TypeDef.Kind.ResourceType r -> throw new AssertionError(def.name() + " is a resource");
            case TypeDef.Kind.ResourceAlias r -> throw new AssertionError(def.name() + " is a resource");
        };
    }
}
