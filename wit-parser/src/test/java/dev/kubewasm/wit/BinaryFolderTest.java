package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.resolve.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders and files with packages in binary form. */
class BinaryFolderTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void root() throws IOException {
        Files.createDirectories(folder.resolve("deps"));
        Files.writeString(
                folder.resolve("root.wit"),
                "package demo:root;\ninterface i {\n  use demo:uses/shop.{price};\n  f: func() -> price;\n}\n");
    }

    private void copy(String binary, String to) throws IOException {
        Files.write(folder.resolve(to), Binaries.read(binary));
    }

    private static List<String> names(WitResolution resolution) {
        assertThat(resolution.render()).isEmpty();
        return resolution.packages().stream().map(pkg -> pkg.name().toString()).toList();
    }

    @Test
    void aBinaryBringsWhatItMentions() throws IOException {
        copy("uses", "deps/uses.wasm");

        WitResolution resolution = Wit.resolvePath(folder);

        assertThat(names(resolution)).containsExactly("demo:root", "demo:uses", "base:money", "other:goods@0.3.1");
        List<WitPackage> binary = ((WitBinary.Decoded.Packages) WitBinary.decode("uses", Binaries.read("uses")))
                .resolution()
                .packages();
        assertThat(resolution.packages()).containsAll(binary);
    }

    @Test
    void whoeverHasAllOfAPackageGivesIt() throws IOException {
        copy("uses", "deps/uses.wasm");
        Files.createDirectories(folder.resolve("deps/goods"));
        Files.copy(Binaries.FOLDER.resolve("uses/deps/goods.wit"), folder.resolve("deps/goods/goods.wit"));

        WitResolution resolution = Wit.resolveFolder(folder);

        assertThat(names(resolution)).containsExactly("demo:root", "other:goods@0.3.1", "demo:uses", "base:money");
        assertThat(resolution.packages().get(1).interfaces()).containsOnlyKeys("catalog", "orders", "unmentioned");
    }

    @Test
    void gatesOfABinaryAreThoseOfText() throws IOException {
        copy("gates", "deps/gates.wasm");
        Files.writeString(
                folder.resolve("root.wit"), "package demo:root;\nworld w {\n  import demo:gates/stable@2.1.0;\n}\n");

        assertThat(Wit.resolvePath(folder).packages().get(1).interfaces()).containsOnlyKeys("stable");
        assertThat(Wit.resolvePath(folder, Features.of("fresh"))
                        .packages()
                        .get(1)
                        .interfaces())
                .containsOnlyKeys("stable", "coming");
    }

    @Test
    void aComponentIsNoDependency() throws IOException {
        copy("nested", "deps/nested.wasm");

        Diagnostic diagnostic = Wit.resolvePath(folder).diagnostics().getFirst();

        assertThat(diagnostic.code()).isEqualTo(DiagnosticCode.NOT_WIT);
        assertThat(diagnostic.message()).isEqualTo("this is a component, a WIT package in binary form is needed here");
        assertThat(diagnostic.span().source().name()).endsWith("nested.wasm");
    }

    @Test
    void whatIsBrokenSaysWhereAndTextOfWebAssemblyIsNotRead() throws IOException {
        Files.write(folder.resolve("deps/a.wasm"), new byte[] {0, 'a', 's'});
        assertThat(Wit.resolvePath(folder).render()).contains("a.wasm:1:1: error[malformed-binary]: is no WebAssembly");

        Files.writeString(folder.resolve("deps/b.wat"), "(component)");
        assertThat(Wit.resolvePath(folder).render())
                .contains(
                        "b.wat:1:1: error[not-wit]: this is WebAssembly text, which is not read",
                        "convert it with `wasm-tools parse`")
                .doesNotContain("a.wasm");
    }

    @Test
    void aPathIsAFolderTextOrABinary() throws IOException {
        assertThat(names(Wit.resolvePath(Binaries.FOLDER.resolve("plain.wit")))).containsExactly("demo:plain");
        assertThat(names(Wit.resolvePath(Binaries.FOLDER.resolve("plain.wasm"))))
                .containsExactly("demo:plain");
        assertThat(names(Wit.resolvePath(Binaries.FOLDER.resolve("uses"))).getFirst())
                .isEqualTo("demo:uses");
        assertThat(Wit.resolvePath(Binaries.FOLDER.resolve("gates.wasm"), Features.ALL)
                        .packages()
                        .getFirst()
                        .worlds())
                .containsOnlyKeys("all", "later");
        assertThat(Wit.resolvePath(Binaries.FOLDER.resolve("nested.wasm")).render())
                .contains("error[not-wit]: this is a component");
        assertThat(Wit.resolvePath(Binaries.FOLDER.resolve("nested.wat")).render())
                .contains("error[not-wit]: this is WebAssembly text");
        assertThat(Wit.resolvePath(folder.resolve("nothing.wasm")).render()).contains("error[unreadable]");
        assertThat(Wit.resolvePath(folder.resolve("nothing")).render())
                .contains("error[unreadable]: this is no folder and no .wit or .wasm file");
    }
}
