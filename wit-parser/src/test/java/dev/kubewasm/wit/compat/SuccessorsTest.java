package dev.kubewasm.wit.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.wit.Sources;
import dev.kubewasm.wit.model.SemVer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuccessorsTest {
    private static final String PRICING = """
            package example:pricing@1.0.0;
            interface calculator {
              record quote { sku: string, base-price: f64, discount-pct: f32, }
              calculate: func(skus: list<string>) -> list<quote>;
            }
            interface rates { rate: func() -> f32; }
            world shop { import rates; import log: func(line: string); export calculator; export api: interface { f: func(); } }
            """;

    private static Succession packages(String next) {
        return Successors.ofPackages(
                Sources.packages(PRICING).getFirst(), Sources.packages(next).getFirst());
    }

    private static String lines(Succession succession) {
        return succession.verdict()
                + succession.changes().stream()
                        .map(change -> "\n" + (change.breaking() ? "! " : "  ") + change.render())
                        .collect(Collectors.joining());
    }

    private static String edit(String from, String to) {
        assertThat(PRICING).contains(from);
        return lines(packages(PRICING.replace(from, to)));
    }

    @Test
    void nothingChanged() {
        assertThat(edit("1.0.0", "1.0.1")).isEqualTo("SAME");
        assertThat(edit("  calculate:", "  /// Documented now.\n  @since(version = 1.0.0)\n  calculate:"))
                .isEqualTo("SAME");
    }

    @Test
    void moreInAnInterfaceIsAdditive() {
        assertThat(edit(
                        "interface rates {",
                        "interface more {} world other {} interface rates { type t = u8; top: func() -> t;"))
                .isEqualTo("""
                        ADDITIVE
                          + interface rates › type t: u8
                          + rates#top: func() -> t
                          + interface more: an interface
                          + world other: a world""");
    }

    @Test
    void anotherFieldTypeIsBreakingWithItsWholePath() {
        assertThat(edit("base-price: f64", "base-price: f32")).isEqualTo("""
                        BREAKING
                        ! ~ calculator#calculate › result › list › quote.base-price: f64 → f32""");
        assertThat(edit("discount-pct: f32,", "discount-pct: f32, note: string,"))
                .isEqualTo("""
                        BREAKING
                        ! + calculator#calculate › result › list › quote.note: string""");
    }

    @Test
    void whatIsGoneIsBreaking() {
        assertThat(edit("interface rates { rate: func() -> f32; }", "interface rates { }"))
                .isEqualTo("BREAKING\n! - rates#rate: func() -> f32");
        assertThat(edit("record quote", "type unused = u8; record quote")).startsWith("ADDITIVE");
        assertThat(lines(Successors.ofPackages(
                        Sources.packages("package a:b; interface i { type unused = u8; f: func(); } interface j {}")
                                .getFirst(),
                        Sources.packages("package a:b; interface i { f: func(); }")
                                .getFirst())))
                .isEqualTo("""
                        BREAKING
                        ! - interface i › type unused: u8
                        ! - interface j: an interface""");
    }

    @Test
    void aWorldMayGetImportsAndNoExports() {
        assertThat(edit("import rates;", "import rates; import clock: func() -> u64;"))
                .isEqualTo("ADDITIVE\n  + world shop › import clock: func() -> u64");
        assertThat(edit("export calculator;", "export calculator; export rates;"))
                .isEqualTo("BREAKING\n! + world shop › export example:pricing/rates@1.0.0: an interface");
        assertThat(edit("export calculator;", ""))
                .isEqualTo("BREAKING\n! - world shop › export example:pricing/calculator@1.0.0: an interface");
        assertThat(edit("import rates;", ""))
                .isEqualTo("BREAKING\n! - world shop › import example:pricing/rates@1.0.0: an interface");
        assertThat(edit("line: string", "line: list<u8>"))
                .isEqualTo("BREAKING\n! ~ world shop › import log › param line: string → list<u8>");
        assertThat(edit("f: func(); }", "f: func(); g: func(); }"))
                .isEqualTo("BREAKING\n! + world shop › export api › g: func()");
    }

    @Test
    void interfacesOfOtherPackagesMayBecomeNewerWhereTheyAreImported() {
        String text = """
                package a:b@1.0.0;
                world w { import x:y/i@1.0.0; export x:y/i@1.0.0; }
                package x:y@1.0.0 { interface i {} }
                """;
        assertThat(lines(Successors.ofPackages(
                        Sources.packages(text).getFirst(),
                        Sources.packages(text.replace("y/i@1.0.0", "y/i@1.2.0").replace("y@1.0.0 {", "y@1.2.0 {"))
                                .getFirst())))
                .isEqualTo("""
                        BREAKING
                        ! ~ world w › export x:y/i@1.0.0: x:y/i@1.0.0 → x:y/i@1.2.0
                          ~ world w › import x:y/i@1.0.0: x:y/i@1.0.0 → x:y/i@1.2.0""");
        assertThat(lines(Successors.ofPackages(
                        Sources.packages(text).getFirst(),
                        Sources.packages(text.replace("y/i@1.0.0", "y/i@2.0.0").replace("y@1.0.0 {", "y@2.0.0 {"))
                                .getFirst())))
                .startsWith("BREAKING");
    }

    private static String components(String old, String next) {
        String packages = """
                package a:b;
                world w { %s }
                package x:y@1.0.0 { interface i { f: func() -> u8; } }
                package x:y@1.1.0 { interface i { f: func() -> u8; } }
                package x:y@1.2.0 { interface i { f: func() -> u8; g: func(); } }
                package x:y@2.0.0 { interface i { f: func() -> u8; } }
                """;
        return lines(Successors.ofComponents(
                Sources.world("w", packages.formatted(old)), Sources.world("w", packages.formatted(next))));
    }

    @Test
    void aComponentMayNeedLessAndOfferMore() {
        assertThat(components("import p: func(); export q: func();", "import p: func(); export q: func();"))
                .isEqualTo("SAME");
        assertThat(components("import p: func();", "export q: func();")).isEqualTo("""
                ADDITIVE
                  - import p: func()
                  + export q: func()""");
        assertThat(components("export q: func();", "import p: func();")).isEqualTo("""
                BREAKING
                ! + import p: func()
                ! - export q: func()""");
    }

    @Test
    void aComponentsImportsMayNotBecomeNewerAndItsExportsNotOlder() {
        assertThat(components("import x:y/i@1.2.0;", "import x:y/i@1.0.0;"))
                .isEqualTo("ADDITIVE\n  - import x:y/i@1.0.0 › i#g: func()");
        assertThat(components("import x:y/i@1.0.0;", "import x:y/i@1.2.0;"))
                .isEqualTo("BREAKING\n! ~ import x:y/i@1.2.0: x:y/i@1.0.0 → x:y/i@1.2.0");
        assertThat(components("export x:y/i@1.0.0;", "export x:y/i@1.2.0;")).isEqualTo("""
                ADDITIVE
                  ~ export x:y/i@1.0.0: x:y/i@1.0.0 → x:y/i@1.2.0
                  + export x:y/i@1.0.0 › i#g: func()""");
        assertThat(components("export x:y/i@1.2.0;", "export x:y/i@1.0.0;"))
                .isEqualTo("BREAKING\n! ~ export x:y/i@1.2.0: x:y/i@1.2.0 → x:y/i@1.0.0");
        assertThat(components("export x:y/i@1.0.0;", "export x:y/i@2.0.0;")).isEqualTo("""
                BREAKING
                ! - export x:y/i@1.0.0: an interface
                  + export x:y/i@2.0.0: an interface""");
    }

    @Test
    void ofSeveralVersionsOfATrackTheHighestServes() {
        assertThat(components("import x:y/i@1.0.0; import x:y/i@1.2.0;", "import x:y/i@1.1.0;"))
                .startsWith("ADDITIVE");
        assertThat(components("export x:y/i@1.1.0;", "export x:y/i@1.0.0; export x:y/i@1.2.0;"))
                .startsWith("ADDITIVE");
    }

    @Test
    void anAliasThatChangedIsToldBesideTheFunctionThatDidSo() {
        assertThat(lines(Successors.ofPackages(
                        Sources.packages("package a:b; interface i { type x = f64; f: func(a: f64); }")
                                .getFirst(),
                        Sources.packages("package a:b; interface i { type x = f32; f: func(a: f32); }")
                                .getFirst())))
                .isEqualTo("""
                        BREAKING
                        ! ~ i#f › param a: f64 → f32
                        ! ~ interface i › type x: f64 → f32""");
    }

    @ParameterizedTest
    @CsvSource({"1.4.2, 2.0.0, 1.5.0", "0.2.3, 0.3.0, 0.2.4", "0.0.3, 0.0.4, 0.0.4"})
    void theVersionThatChangesNeed(String old, String breaking, String additive) {
        SemVer version = SemVer.parse(old).orElseThrow();
        assertThat(packages(PRICING.replace("f64", "u8")).leastVersionAfter(version))
                .hasToString("Optional[" + breaking + "]");
        assertThat(packages(PRICING + "interface more {}").leastVersionAfter(version))
                .hasToString("Optional[" + additive + "]");
        assertThat(packages(PRICING).leastVersionAfter(version)).isEmpty();
    }
}
