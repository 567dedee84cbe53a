package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Bytes;
import dev.kubewasm.testkit.Golden;
import dev.kubewasm.wit.WitBinary.Decoded;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.DiagnosticRenderer;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.model.World.WorldItem;
import dev.kubewasm.wit.print.WitPrinter;
import dev.kubewasm.wit.resolve.Features;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WitBinaryTest {
    private static WitResolution packages(byte[] bytes, Features features) {
        Decoded decoded = WitBinary.decode("test.wasm", bytes, features);
        assertThat(decoded).isInstanceOf(Decoded.Packages.class);
        return ((Decoded.Packages) decoded).resolution();
    }

    private static World world(byte[] bytes) {
        Decoded decoded = WitBinary.decode("test.wasm", bytes);
        assertThat(decoded).isInstanceOf(Decoded.OfComponent.class);
        return ((Decoded.OfComponent) decoded).world();
    }

    private static Diagnostic failure(byte[] bytes) {
        Decoded decoded = WitBinary.decode("test.wasm", bytes);
        assertThat(decoded).isInstanceOf(Decoded.Failed.class);
        List<Diagnostic> diagnostics = ((Decoded.Failed) decoded).diagnostics();
        assertThat(diagnostics).hasSize(1);
        assertThat(diagnostics.getFirst().span()).hasToString("test.wasm:1:1");
        return diagnostics.getFirst();
    }

    private static void assertFails(byte[] bytes, DiagnosticCode code, String message) {
        Diagnostic diagnostic = failure(bytes);
        assertThat(diagnostic.message()).isEqualTo(message);
        assertThat(diagnostic.code()).isEqualTo(code);
    }

    @TestFactory
    Stream<DynamicTest> aPackageIsWhatItsTextIs() {
        return Stream.of("types.wit", "worlds.wit", "ids.wit", "plain.wit", "gates.wit", "uses")
                .map(input -> DynamicTest.dynamicTest(input, () -> {
                    byte[] bytes = Binaries.read(input.replace(".wit", ""));
                    for (Features features : List.of(Features.NONE, Features.ALL, Features.of("fresh"))) {
                        WitResolution text = Wit.resolvePath(Binaries.FOLDER.resolve(input), features);
                        assertThat(text.render()).isEmpty();
                        BinaryCorpusTest.assertCarries(
                                packages(bytes, features).packages(), text.packages(), input + " " + features);
                    }
                }));
    }

    @Test
    void aPackageInTheFormOfBeforeIsReadToo() throws IOException {
        Golden.check(
                Binaries.FOLDER.resolve("whole.wasm.golden"),
                packages(Binaries.read("whole"), Features.NONE).print());
    }

    @Test
    void theWorldOfAComponentWithComponentsInItSaysWhereTypesComeFrom() throws IOException {
        Golden.check(Binaries.FOLDER.resolve("nested.wasm.golden"), WitPrinter.print(world(Binaries.read("nested"))));
    }

    @Test
    void theFirstFormatOfDocsHasOneMapForImportsAndExports() {
        World canvas = Objects.requireNonNull(packages(
                        Binaries.withDocs(
                                "plain",
                                0,
                                "{\"worlds\":{\"canvas\":{\"interfaces\":{\"paint\":{\"docs\":\"P\\u00e4int.\","
                                        + "\"funcs\":{\"stroke\":\"St\\\"roke.\"}}},\"funcs\":{\"tick\":null}}}}"),
                        Features.NONE)
                .packages()
                .getFirst()
                .worlds()
                .get("canvas"));

        assertThat(canvas.exports().get("paint")).isInstanceOfSatisfying(WorldItem.OfInterface.class, paint -> {
            assertThat(paint.type().docs().text()).isEqualTo("Päint.");
            assertThat(paint.attributes()).isEqualTo(paint.type().attributes());
            assertThat(paint.type().functions().values())
                    .extracting(f -> f.docs().text())
                    .containsExactly("St\"roke.");
        });
    }

    @Test
    void aPlainNameThatImplementsAnInterfaceIsThatInterface() {
        World world = world(importing(b -> b.raw(0x02)
                .name("primary")
                .raw(2, 0x00)
                .name("demo:kv/store@1.0.0")
                .raw(0x02)
                .name("outside")));

        assertThat(world.imports()).containsOnlyKeys("primary");
        assertThat(world.imports().get("primary")).isInstanceOfSatisfying(WorldItem.OfInterface.class, item -> {
            assertThat(item.type().name().map(InterfaceName::toString)).hasValue("demo:kv/store@1.0.0");
            assertThat(item.attributes().externalId()).isEqualTo(Optional.of("outside"));
        });
    }

    @Test
    void aVersionSuffixCompletesTheVersion() {
        assertThat(world(importing(b ->
                                b.raw(0x02).name("demo:kv/store@1").raw(1, 0x01).name(".2.3")))
                        .imports())
                .containsOnlyKeys("demo:kv/store@1.2.3");
        assertFails(
                importing(b -> b.raw(0x00).name("demo:kv/store@1")),
                DiagnosticCode.NOT_WIT,
                "import `demo:kv/store@1`: no WIT interface can have this name");
    }

    /** A component that imports an instance without exports under the name that {@code name} writes. */
    private static byte[] importing(java.util.function.Consumer<Bytes> name) {
        return new Bytes()
                .component()
                .section(7, b -> b.raw(1, 0x42, 0))
                .section(10, b -> {
                    b.raw(1);
                    name.accept(b);
                    b.raw(0x05, 0);
                })
                .toByteArray();
    }

    @Test
    void whatIsNoComponentIsADiagnostic() {
        assertFails(
                new byte[] {1, 2, 3},
                DiagnosticCode.MALFORMED_BINARY,
                "is no WebAssembly binary: it doesn't begin with \\0asm (preamble, offset 0x0)");
        assertFails(
                new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0},
                DiagnosticCode.MALFORMED_BINARY,
                "is a core module, not a component: make one of it with `wasm-tools component new`"
                        + " (preamble, offset 0x4)");
        byte[] types = Binaries.read("types");
        assertFails(
                java.util.Arrays.copyOf(types, 40),
                DiagnosticCode.MALFORMED_BINARY,
                "unexpected end: 443 bytes announced, 29 left (section header, offset 0xb)");
        assertThat(DiagnosticRenderer.render(List.of(failure(new byte[0]))))
                .startsWith("test.wasm:1:1: error[malformed-binary]: is no WebAssembly binary");
    }

    @Test
    void whatWitCannotSayIsADiagnostic() {
        assertFails(
                new Bytes()
                        .component()
                        .section(3, b -> b.raw(1, 0x50, 0))
                        .section(10, b -> b.raw(1, 0).name("m").raw(0, 0x11, 0))
                        .toByteArray(),
                DiagnosticCode.NOT_WIT,
                "import `m` is a core module, which no WIT world can say");
        assertFails(
                new Bytes()
                        .component()
                        .section(7, b -> b.raw(1, 0x7d))
                        .section(11, b -> b.raw(1, 0).name("byte").raw(3, 0, 0))
                        .toByteArray(),
                DiagnosticCode.NOT_WIT,
                "export `byte` is a type, which no WIT world can say");
    }

    @Test
    void docsThatFitNothingAreDiagnostics() {
        assertDocsFail(2, "{}", "has a version that is not known");
        assertDocsFail(1, "{\"docs\":\"a\"", "expected `,` or `}` at character 11");
        assertDocsFail(1, "{\"docs\":\"a\"}]", "something after the end at character 12");
        assertDocsFail(1, "{\"docs\":7}", "expected a string at character 8");
        assertDocsFail(1, "{\"docs\":\"\\q\"}", "bad escape at character 11");
        assertDocsFail(1, "{\"doc\":\"a\"}", "unknown field `doc` at character 7");
        assertDocsFail(
                1,
                "{\"interfaces\":{\"shapes\":{\"stability\":{\"unstable\":{}}}}}",
                "`unstable` without `feature` at character 51");
        assertDocsFail(
                1,
                "{\"interfaces\":{\"shapes\":{\"stability\":{\"stable\":{\"since\":\"1\"}}}}}",
                "`1` is no version at character 59");
        assertFails(
                Binaries.withDocs("plain", 1, "{\"interfaces\":{\"forms\":{\"docs\":\"a\"}}}"),
                DiagnosticCode.NOT_WIT,
                "package `demo:plain` has docs for `forms`, which isn't there");
        assertFails(
                Binaries.withDocs(
                        "plain", 1, "{\"interfaces\":{\"shapes\":{\"types\":{\"point\":{\"items\":{\"y\":\"\"}}}}}}"),
                DiagnosticCode.NOT_WIT,
                "export `shapes` › demo:plain/shapes › point has docs for `y`, which isn't there");
        byte[] twice = new Bytes()
                .append(Binaries.withDocs("plain", 1, "{}"))
                .section(0, b -> b.name("package-docs").raw(1).append(new byte[] {'{', '}'}))
                .toByteArray();
        assertThat(failure(twice).message())
                .startsWith("section package-docs is there twice (custom section, offset 0x");
    }

    private static void assertDocsFail(int version, String json, String problem) {
        Diagnostic diagnostic = failure(Binaries.withDocs("plain", version, json));
        assertThat(diagnostic.code()).isEqualTo(DiagnosticCode.MALFORMED_BINARY);
        assertThat(diagnostic.message()).startsWith("package-docs: " + problem + " (custom section, offset 0x");
    }

    @Test
    void whatIsKeptMayNotNeedWhatIsOff() {
        byte[] bytes = Binaries.withDocs(
                "plain",
                1,
                "{\"interfaces\":{\"shapes\":{\"types\":{\"point\":{\"stability\":"
                        + "{\"unstable\":{\"feature\":\"later\"}}}}}}}");
        assertFails(
                bytes,
                DiagnosticCode.FEATURE_NOT_ENABLED,
                "interface `shapes` needs type `point`, which is unstable, and its feature is not enabled");
        assertThat(packages(bytes, Features.of("later")).packages().getFirst().interfaces())
                .containsOnlyKeys("shapes");
    }

    @Test
    void anImportThatIsOffStaysWithoutItsGateWhereItIsNeeded() {
        byte[] bytes = Binaries.withDocs(
                "worlds",
                1,
                "{\"worlds\":{\"main\":{\"interface_import_stability\":{\"demo:worlds/store\":"
                        + "{\"unstable\":{\"feature\":\"later\"}}}},\"copies\":{\"interface_import_stability\":{"
                        + "\"primary\":{\"unstable\":{\"feature\":\"later\"}}}}}}");
        var worlds = packages(bytes, Features.NONE).packages().getFirst().worlds();
        assertThat(Objects.requireNonNull(worlds.get("main")).imports().firstEntry())
                .satisfies(first -> {
                    assertThat(first.getKey()).isEqualTo("demo:worlds/store");
                    assertThat(((WorldItem.OfInterface) first.getValue())
                                    .attributes()
                                    .stability())
                            .isEqualTo(dev.kubewasm.wit.model.Stability.UNKNOWN);
                });
        assertThat(Objects.requireNonNull(worlds.get("copies")).imports())
                .containsOnlyKeys("backup", "demo:worlds/store");
    }
}
