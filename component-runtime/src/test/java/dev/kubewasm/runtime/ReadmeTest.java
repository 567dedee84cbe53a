package dev.kubewasm.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.runtime.typed.TypedExports;
import dev.kubewasm.runtime.typed.TypedHost;
import dev.kubewasm.runtime.typed.WitInterface;
import dev.kubewasm.runtime.wasi.Wasi;
import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.ReadmeSnippet;
import dev.kubewasm.wit.binary.ComponentDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The snippet in this module's README is the code of a test. */
class ReadmeTest {
    // readme: begin
    @WitInterface("example:pricing/discounts")
    interface Discounts {
        float percent(String sku, double base);
    }

    record Quote(String sku, double basePrice, float discountPct) {}

    @WitInterface("example:pricing/calculator")
    interface Calculator {
        List<Quote> calculate(List<String> skus);
    }

    static List<Quote> quotes(Path catalogFile, Path calculatorFile, Path codeCache) throws IOException {
        try (ComponentRuntime runtime =
                ComponentRuntime.builder().codeCache(codeCache).build()) {
            // What the host supplies: WASI, and an interface implemented in Java.
            List<HostInterface> interfaces = new ArrayList<>(Wasi.interfaces());
            interfaces.add(TypedHost.of(Discounts.class, (sku, base) -> sku.startsWith("promo-") ? 10 : 0));
            HostInterfaces host = HostInterfaces.of(interfaces);

            // The catalog runs by itself; the calculator's import of it is linked to the running instance.
            try (ComponentInstance catalog = start(runtime, catalogFile, host, Map.of());
                    ComponentInstance calculator = start(
                            runtime,
                            calculatorFile,
                            host,
                            Map.of(
                                    "example:pricing/catalog",
                                    new ImportSupplier.Link(
                                            catalog, "example:pricing/catalog", Duration.ofSeconds(1))))) {
                return TypedExports.of(calculator, Calculator.class).calculate(List.of("a", "promo-b"));
            }
        }
    }

    static ComponentInstance start(
            ComponentRuntime runtime, Path file, HostInterfaces host, Map<String, ImportSupplier.Link> links)
            throws IOException {
        ResolvedComponent component = ComponentTypes.resolve(ComponentDecoder.decode(Files.readAllBytes(file)));
        CompiledComponent compiled = runtime.compile(component);
        return runtime.instantiate(
                file.getFileName().toString(),
                compiled,
                ImportSupplier.forAll(compiled.imports(), host, links),
                HostContext.builder().stdout(System.out).build(),
                InstanceLimits.DEFAULT.withMemoryBytes(64 << 20));
    }
    // readme: end

    private static Path image(String name) throws IOException {
        Path layout = ProjectRoot.path().resolve("examples/pricing/oci");
        ObjectMapper json = new ObjectMapper();
        for (JsonNode entry :
                json.readTree(layout.resolve("index.json").toFile()).get("manifests")) {
            String reference =
                    entry.at("/annotations/org.opencontainers.image.ref.name").asText();
            if (reference.contains("/" + name + ":")) {
                JsonNode manifest = json.readTree(blob(layout, entry).toFile());
                return blob(layout, manifest.at("/layers/0"));
            }
        }
        throw new AssertionError("no image " + name);
    }

    private static Path blob(Path layout, JsonNode descriptor) {
        return layout.resolve("blobs").resolve(descriptor.get("digest").asText().replace(':', '/'));
    }

    @Test
    void theSnippetRuns(@org.junit.jupiter.api.io.TempDir Path folder) throws IOException {
        assertThat(quotes(image("catalog"), image("calculator"), folder.resolve("cache")))
                .containsExactly(new Quote("a", 10, 0), new Quote("promo-b", 25.5, 10));
    }

    @Test
    void theSnippetIsThisTestsCode() {
        assertThat(ReadmeSnippet.ofReadme()).isEqualTo(ReadmeSnippet.of(ReadmeTest.class));
    }
}
