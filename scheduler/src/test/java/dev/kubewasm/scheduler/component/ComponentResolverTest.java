package dev.kubewasm.scheduler.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.annotations.WitConfigMapAnnotation;
import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.WasmFeature;
import dev.kubewasm.scheduler.oci.OciLayoutArtifactSource;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentReference.WitLocation;
import dev.kubewasm.scheduler.port.ComponentSource.Answer;
import dev.kubewasm.scheduler.port.ConfigMapSource;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.WasmArtifact;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.ProjectRoot;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentResolverTest {
    private static final String WIT = """
            package root:component;
            world root {
              import broken:missing/tax;
              export run: func() -> string;
            }
            package broken:missing {
              interface tax { rate: func(country: string) -> f64; }
            }
            """;
    private static final Path PRICING = ProjectRoot.path().resolve("examples/pricing/oci");

    private final ConfigMapSource configMaps = (namespace, name, key) ->
            namespace.equals("ns") && name.equals("wit") && key.equals("a.wit") ? Optional.of(WIT) : Optional.empty();

    @Test
    void readsAnAnnotation() {
        ComponentFacts facts = component(resolve(PRICING, inline(WIT, Optional.empty())));

        assertThat(facts.world().imports()).containsOnlyKeys("broken:missing/tax");
        assertThat(facts.world().exports()).containsOnlyKeys("run");
        assertThat(facts.typesKnown()).isTrue();
        assertThat(facts.digest()).isEmpty();
        assertThat(facts.source()).isEqualTo("annotation kube-wasm/wit");
    }

    @Test
    void replicasShareWhatWasRead() {
        ComponentResolver resolver = new ComponentResolver(new OciLayoutArtifactSource(PRICING), configMaps);
        ComponentFacts facts = component(resolver.resolve(inline(WIT, Optional.empty())));

        assertThat(component(resolver.resolve(inline(WIT, Optional.empty())))).isSameAs(facts);
        assertThat(component(resolver.resolve(inConfigMap("wit", "a.wit"))).source())
                .isEqualTo("ConfigMap ns/wit key a.wit");
    }

    @Test
    void namesThePlaceOfAnErrorInAnAnnotation() {
        assertThat(refusal(resolve(PRICING, inline("package a:b;\nworld w {\n  import x\n}", Optional.empty()))))
                .startsWith("annotation kube-wasm/wit:")
                .contains(":4:")
                .doesNotContain("\n");
    }

    @Test
    void takesTheWorldAskedFor() {
        String two = "package a:b;\nworld one { export f: func(); }\nworld two { export g: func(); }";

        assertThat(component(resolve(PRICING, inline(two, Optional.of("two"))))
                        .world()
                        .exports())
                .containsOnlyKeys("g");
        assertThat(refusal(resolve(PRICING, inline(two, Optional.empty()))))
                .contains("several worlds")
                .contains("kube-wasm/world");
        assertThat(refusal(resolve(PRICING, inline(two, Optional.of("three"))))).contains("three");
    }

    @Test
    void readsAConfigMap() {
        ComponentFacts facts = component(resolve(PRICING, inConfigMap("wit", "a.wit")));

        assertThat(facts.world().imports()).containsOnlyKeys("broken:missing/tax");
        assertThat(facts.source()).isEqualTo("ConfigMap ns/wit key a.wit");
        assertThat(refusal(resolve(PRICING, inConfigMap("wit", "b.wit"))))
                .isEqualTo("annotation kube-wasm/wit-configmap: there is no ConfigMap ns/wit key b.wit");
    }

    @Test
    void refusesMoreWitThanItReads() {
        String huge = "/".repeat(ComponentResolver.MAX_WIT_LENGTH + 1);

        assertThat(refusal(resolve(PRICING, inline(huge, Optional.empty())))).contains("1048577 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "catalog, '', example:pricing/catalog",
        "discounts, '', example:pricing/discounts",
        "calculator, example:pricing/catalog, example:pricing/calculator",
        "storefront, example:pricing/calculator, run"
    })
    void readsTheImagesOfThePricingExample(String name, String imported, String exported) {
        ComponentFacts facts = component(resolve(PRICING, image("registry.example.com/pricing/" + name + ":v1.0.0")));

        if (!imported.isEmpty()) {
            assertThat(facts.world().imports()).containsKey(imported);
        }
        assertThat(facts.world().exports()).containsKey(exported);
        assertThat(facts.digest().orElseThrow()).startsWith("sha256:");
        assertThat(facts.typesKnown()).isTrue();
    }

    /** Parts of features aren't named beside the whole, which is what nodes list. */
    @ParameterizedTest
    @CsvSource({
        "catalog, ''",
        "discounts, 'bulk-memory mutable-global reference-types'",
        "calculator, 'bulk-memory reference-types sign-extension'"
    })
    void readsTheFeaturesThatAnImageNeeds(String name, String features) {
        ComponentFacts facts = component(resolve(PRICING, image("registry.example.com/pricing/" + name + ":v1.0.0")));

        assertThat(facts.wasmFeatures().stream().map(WasmFeature::value).collect(Collectors.joining(" ")))
                .isEqualTo(features);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-component", "tiny-component-no-target", "upstream-component"})
    void theConfigOfAValidArtifactSaysWhatTheComponentHas(String name) {
        Path layout = Corpora.require("oci/valid/" + name);
        ArtifactSource.Resolution.Resolved resolved = (ArtifactSource.Resolution.Resolved)
                new OciLayoutArtifactSource(layout).resolve(new ImageReference("latest"));

        ComponentFacts facts = component(resolve(layout, image("latest")));

        assertThat(facts.world().imports().keySet())
                .containsExactlyElementsOf(
                        resolved.artifact().names().orElseThrow().imports());
        assertThat(facts.world().exports().keySet())
                .containsExactlyElementsOf(
                        resolved.artifact().names().orElseThrow().exports());
    }

    @Test
    void refusesAConfigThatLies() {
        assertThat(refusal(resolve(Corpora.require("oci/invalid/config-imports-lie"), image("latest"))))
                .contains("its config lists the imports []")
                .contains("example:tiny/clock@0.1.0");
    }

    @ParameterizedTest
    @CsvSource({
        "valid/core-module-wasip1, is a core module",
        "valid/wit-package, holds no component that can run",
        "invalid/two-layers, has 2 layers",
        "invalid/tampered-blob, should have digest"
    })
    void refusesWhatIsNoComponent(String layout, String why) {
        assertThat(refusal(resolve(Corpora.require("oci/" + layout), image("latest"))))
                .contains("image latest")
                .contains(why)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example.com/pricing/other:v1, is not in the image layout",
        "file:catalog.wasm, a file is not an image of a cluster",
        "'', is no image reference"
    })
    void refusesImagesThatArentThere(String image, String why) {
        assertThat(refusal(resolve(PRICING, image(image)))).contains(why);
    }

    @Test
    void decodesAnImageOnce() {
        AtomicInteger reads = new AtomicInteger();
        OciLayoutArtifactSource layout = new OciLayoutArtifactSource(PRICING);
        ComponentResolver resolver = new ComponentResolver(
                new ArtifactSource() {
                    @Override
                    public Resolution resolve(ImageReference image) {
                        return layout.resolve(image);
                    }

                    @Override
                    public Binary binary(WasmArtifact artifact) {
                        reads.incrementAndGet();
                        return layout.binary(artifact);
                    }
                },
                configMaps);

        Answer first = resolver.resolve(image("registry.example.com/pricing/catalog:v1.0.0"));

        assertThat(resolver.resolve(image("registry.example.com/pricing/catalog:v1.0.0")))
                .isSameAs(first);
        assertThat(reads).hasValue(1);
    }

    private Answer resolve(Path layout, ComponentReference reference) {
        return new ComponentResolver(new OciLayoutArtifactSource(layout), configMaps).resolve(reference);
    }

    private static ComponentReference inline(String wit, Optional<String> world) {
        return new ComponentReference(
                "ns", "main", "unused", Optional.of(new WitLocation.Inline("kube-wasm/wit", wit)), world);
    }

    private static ComponentReference inConfigMap(String name, String key) {
        return new ComponentReference(
                "ns",
                "main",
                "unused",
                Optional.of(new WitLocation.InConfigMap(new WitConfigMapAnnotation.Entry(name, key))),
                Optional.empty());
    }

    private static ComponentReference image(String image) {
        return new ComponentReference("ns", "main", image, Optional.empty(), Optional.empty());
    }

    private static ComponentFacts component(Answer answer) {
        return switch (answer) {
            case Answer.Component(ComponentFacts facts) -> facts;
            case Answer.Unknown unknown -> throw new AssertionError(unknown.message());
        };
    }

    private static String refusal(Answer answer) {
        return switch (answer) {
            case Answer.Unknown unknown -> unknown.message();
            case Answer.Component component -> throw new AssertionError("read: " + component);
        };
    }
}
