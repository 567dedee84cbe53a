package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.print.WitPrinter;
import dev.kubewasm.wit.resolve.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitTest {
    private static WitResolution resolve(String... texts) {
        return Wit.resolve(java.util.stream.IntStream.range(0, texts.length)
                .mapToObj(i -> new WitSource("source" + i + ".wit", texts[i]))
                .toList());
    }

    @Test
    void readsTheModel() {
        Interface calculator = Sources.iface("calculator", """
                package example:pricing;
                interface calculator {
                  /// What something costs.
                  record quote { sku: string, base-price: f64, discount-pct: f32, }
                  calculate: func(skus: list<string>) -> list<quote>;
                }
                """);
        assertThat(calculator.types()).containsOnlyKeys("quote");
        TypeDef quote = calculator.types().firstEntry().getValue();
        assertThat(quote.docs()).isEqualTo(new Docs("What something costs."));
        assertThat(quote.kind())
                .isEqualTo(new TypeDef.Kind.RecordType(List.of(
                        new TypeDef.Field("sku", Type.Primitive.STRING, Docs.NONE),
                        new TypeDef.Field("base-price", Type.Primitive.F64, Docs.NONE),
                        new TypeDef.Field("discount-pct", Type.Primitive.F32, Docs.NONE))));
        assertThat(calculator.functions().firstEntry().getValue().result())
                .isEqualTo(Optional.of(new Type.ListOf(new Type.Named(quote))));
    }

    @Test
    void sourcesOfOnePackageAreItsFiles() {
        WitResolution resolution = resolve(
                "interface types { type t = u8; }",
                "package a:b; interface i { use types.{t}; use c:d/j.{u}; }",
                "package c:d; interface j { type u = u8; }");
        assertThat(resolution.render()).isEmpty();
        assertThat(resolution.packages())
                .extracting(pkg -> pkg.name().toString())
                .containsExactly("a:b", "c:d");
        assertThat(resolution.packages().getFirst().interfaces()).containsOnlyKeys("types", "i");
    }

    @Test
    void errorsOfAllSourcesAreReported() {
        WitResolution resolution = resolve("package a:b; interface {", "package c:d; world;");
        assertThat(resolution.ok()).isFalse();
        assertThat(resolution.diagnostics())
                .extracting(d -> d.span().source().name())
                .contains("source0.wit", "source1.wit");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() {
        assertThat(resolve("\uFEFFpackage a:b;").render()).isEmpty();
        assertThat(resolve("\uFEFFpackage a;").diagnostics().getFirst().span().toString())
                .isEqualTo("source0.wit:1:10");
    }

    @Test
    void unstableItemsComeWithTheirFeature() {
        String text = "package a:b; interface i { @unstable(feature = x) f: func(); g: func(); }";
        List<WitSource> sources = List.of(new WitSource("a.wit", text));
        assertThat(interfaceOf(Wit.resolve(sources)).functions()).containsOnlyKeys("g");
        assertThat(interfaceOf(Wit.resolve(sources, Features.of("y"))).functions())
                .containsOnlyKeys("g");
        assertThat(interfaceOf(Wit.resolve(sources, Features.of("x"))).functions())
                .containsOnlyKeys("f", "g");
        assertThat(interfaceOf(Wit.resolve(sources, Features.ALL)).functions()).containsOnlyKeys("f", "g");
    }

    private static Interface interfaceOf(WitResolution resolution) {
        return resolution.packages().getFirst().interfaces().firstEntry().getValue();
    }

    private static String selected(WorldSelection selection) {
        assertThat(selection).isInstanceOf(WorldSelection.Selected.class);
        return selection.message();
    }

    @Test
    void theOnlyWorldOfTheRootPackageNeedsNoName() {
        WitResolution one = resolve("package a:b@1.0.0; world w {} package c:d { world v {} }");
        assertThat(selected(Wit.world(one))).isEqualTo("a:b/w@1.0.0");
        assertThat(selected(Wit.world(one, "w"))).isEqualTo("a:b/w@1.0.0");
        assertThat(selected(Wit.world(one, "c:d/v"))).isEqualTo("c:d/v");
        assertThat(selected(Wit.world(one, "a:b/w"))).isEqualTo("a:b/w@1.0.0");
        assertThat(selected(Wit.world(one, "a:b/w@1.0.0"))).isEqualTo("a:b/w@1.0.0");
        assertThat(selected(Wit.world(resolve("package a:b { interface i {} } package c:d { world v {} }"))))
                .isEqualTo("c:d/v");
    }

    @Test
    void whyNoWorldIsSelectedIsSaid() {
        WitResolution two = resolve("package a:b; world w {} world v {}");
        assertThat(Wit.world(two))
                .isInstanceOf(WorldSelection.Ambiguous.class)
                .extracting(WorldSelection::message)
                .isEqualTo("there are several worlds, say which: a:b/w, a:b/v");
        assertThat(Wit.world(two, "x").message()).isEqualTo("there is no world `x`, only a:b/w, a:b/v");
        assertThat(Wit.world(resolve("package a:b;")).message()).isEqualTo("there is no world");
        WitResolution versions =
                resolve("package a:b; package c:d@1.0.0 { world v {} } package c:d@2.0.0 { world v {} }");
        assertThat(Wit.world(versions, "c:d/v")).isInstanceOf(WorldSelection.Ambiguous.class);
    }

    @Test
    void aPrintedWorldCarriesAllItNeeds() {
        World world = Sources.world("w", """
                package a:b;
                interface near { use c:d/types@1.0.0.{t}; f: func() -> t; }
                world w { import near; export run: func(); }
                package c:d@1.0.0 { interface types { use e:f/deep.{u as t}; } }
                package e:f { interface deep { type u = string; } }
                """);
        String text = WitPrinter.print(world);
        WitResolution again = resolve(text);
        assertThat(again.render()).isEmpty();
        assertThat(again.packages().getFirst().worlds().get("w")).isEqualTo(world);
        assertThat(again.packages()).extracting(WitPackage::name).hasSize(3);
    }

    @Test
    void interfacesThatOthersMentionComeAfterThoseTheyUse() {
        WitPackage pkg = Sources.packages("""
                package a:b;
                interface deep { type t = u8; }
                interface middle { use deep.{t}; }
                interface top { use middle.{t}; }
                """).getFirst();
        java.util.SequencedMap<String, Interface> backwards = new java.util.LinkedHashMap<>();
        pkg.interfaces().reversed().forEach(backwards::put);
        assertThat(backwards.keySet()).containsExactly("top", "middle", "deep");
        assertThat(WitPackage.mentioned(pkg.name(), backwards).interfaces().keySet())
                .containsExactly("deep", "middle", "top");
    }

    @Test
    void aFolderThatIsNotThereIsADiagnostic(@TempDir Path folder) {
        WitResolution resolution = Wit.resolveFolder(folder.resolve("missing"));
        assertThat(resolution.diagnostics()).singleElement().matches(d -> d.code() == DiagnosticCode.UNREADABLE);
    }

    @Test
    void aFileThatIsNotUtf8IsADiagnostic(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("a.wit"), new byte[] {'p', (byte) 0xFF});
        assertThat(Wit.resolveFolder(folder).diagnostics())
                .singleElement()
                .matches(d -> d.code() == DiagnosticCode.NOT_UTF8);
    }

    @Test
    void filesBeyondTheLimitAreNotRead(@TempDir Path folder) throws IOException {
        byte[] spaces = new byte[9 * 1024 * 1024];
        java.util.Arrays.fill(spaces, (byte) ' ');
        Files.write(folder.resolve("a.wit"), spaces);
        Files.write(folder.resolve("b.wit"), spaces);
        assertThat(Wit.resolveFolder(folder).diagnostics())
                .singleElement()
                .matches(d -> d.code() == DiagnosticCode.INPUT_TOO_LARGE);
    }
}
