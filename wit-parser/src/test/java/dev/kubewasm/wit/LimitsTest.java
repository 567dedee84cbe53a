package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is too deep or too large is refused by a stated limit, on a caret, without using up the stack. */
class LimitsTest {
    private static final int DEEP = 100_000;

    private static void refused(DiagnosticCode code, String text) {
        WitResolution resolution = Wit.resolve(java.util.List.of(new WitSource("deep.wit", text)));
        assertThat(resolution.diagnostics()).isNotEmpty().allMatch(d -> d.code() == code);
        assertThat(resolution.render()).contains("^");
    }

    @Test
    void deepTypes() {
        refused(
                DiagnosticCode.NESTING_TOO_DEEP,
                "package a:b; interface i { type t = " + "list<".repeat(DEEP) + "u8" + ">".repeat(DEEP) + "; }");
    }

    @Test
    void deepTypesThatNeverEnd() {
        refused(DiagnosticCode.NESTING_TOO_DEEP, "package a:b; interface i { type t = " + "tuple<".repeat(DEEP));
    }

    @Test
    void deepPackages() {
        refused(DiagnosticCode.NESTING_TOO_DEEP, "package a:b {".repeat(DEEP) + "}".repeat(DEEP));
    }

    @Test
    void deepComments() {
        assertThat(Wit.resolve(java.util.List.of(new WitSource("deep.wit", "/*".repeat(DEEP) + "*/".repeat(DEEP))))
                        .diagnostics())
                .hasSize(1);
        refused(DiagnosticCode.NESTING_TOO_DEEP, "/*".repeat(DEEP) + "*/".repeat(DEEP) + " package a:b;");
    }

    @Test
    void deepParentheses() {
        refused(DiagnosticCode.NESTING_TOO_DEEP, "package a:b; interface i { f: func" + "(".repeat(DEEP));
    }

    @Test
    void typesAsDeepAsTheLimitAreRead() {
        String text = "package a:b; interface i { type t = " + "list<".repeat(100) + "u8" + ">".repeat(100) + "; }";
        assertThat(Sources.diagnostics(text)).isEmpty();
    }

    private static String chain(int length, boolean forward) {
        return IntStream.range(0, length)
                .map(i -> forward ? i : length - 1 - i)
                .mapToObj(i -> "type t%d = t%d;".formatted(i + 1, i))
                .collect(Collectors.joining("\n", "package a:b; interface i { type t0 = u8;\n", "}"));
    }

    @Test
    void chainsOfAliasesInEitherDirection() {
        assertThat(Sources.diagnostics(chain(200, true))).isEmpty();
        assertThat(Sources.diagnostics(chain(200, false))).isEmpty();
        refused(DiagnosticCode.TYPE_TOO_LARGE, chain(20_000, true));
        refused(DiagnosticCode.TYPE_TOO_LARGE, chain(20_000, false));
    }

    @Test
    void typesOfExponentialSize() {
        refused(
                DiagnosticCode.TYPE_TOO_LARGE,
                IntStream.range(0, 60)
                        .mapToObj(i -> "type t%d = tuple<t%d, t%d>;".formatted(i + 1, i, i))
                        .collect(Collectors.joining("\n", "package a:b; interface i { type t0 = u8;\n", "}")));
    }

    @Test
    void longChainsOfInterfacesWorldsAndPackages() {
        int length = 10_000;
        String interfaces = IntStream.range(0, length)
                .mapToObj(i -> "interface i%d { use i%d.{t%d}; type t%d = u8; f: func() -> t%d; }"
                        .formatted(i + 1, i, i, i + 1, i))
                .collect(Collectors.joining("\n", "package a:b; interface i0 { type t0 = u8; }\n", ""));
        assertThat(Sources.diagnostics(interfaces + " world w { export i" + length + "; import i" + length + "; }"))
                .isEmpty();
        String worlds = IntStream.range(0, length)
                .mapToObj(i -> "world w%d { include w%d; }".formatted(i + 1, i))
                .collect(Collectors.joining("\n", "package a:b; world w0 { import f: func(); }\n", ""));
        assertThat(Sources.diagnostics(worlds)).isEmpty();
        String packages = IntStream.range(0, length)
                .mapToObj(i -> "package a:p%d { interface i { use a:p%d/i.{}; type t = u8; } }".formatted(i + 1, i))
                .collect(Collectors.joining("\n", "package a:p0 { interface i { type t = u8; } }\n", ""));
        assertThat(Sources.diagnostics(packages)).isEmpty();
    }

    @Test
    void tooManyTokens() {
        refused(DiagnosticCode.INPUT_TOO_LARGE, "package a:b;\n" + ";".repeat(1_100_000));
    }

    @Test
    void worldsThatGrowWithEachIncludeAreRefusedByTheLimitOnTheirSum() {
        refused(
                DiagnosticCode.INPUT_TOO_LARGE,
                IntStream.range(0, 10_000)
                        .mapToObj(i -> "world w%d { include w%d; import n%d: func(); }".formatted(i + 1, i, i))
                        .collect(Collectors.joining("\n", "package a:b; world w0 {}\n", "")));
    }

    @Test
    void cyclesOfTheSquareOfTheTextAreReportedUpToTheLimit() {
        int length = 20_000;
        String text = IntStream.range(0, length)
                .mapToObj(i -> "interface i%d { use i%d.{t}; use i0.{t as u}; }".formatted(i, (i + 1) % length))
                .collect(Collectors.joining("\n", "package a:b;\n", ""));
        WitResolution resolution = Wit.resolve(java.util.List.of(new WitSource("cycles.wit", text)));
        assertThat(resolution.diagnostics())
                .hasSizeBetween(1, 100)
                .allMatch(d -> d.code() == DiagnosticCode.DEPENDENCY_CYCLE)
                .allMatch(d -> d.message().length() < 2_000);
    }

    @Test
    void packagesDefinedTwiceAreReportedUpToTheLimit() {
        WitResolution resolution =
                Wit.resolve(java.util.List.of(new WitSource("twice.wit", "package a:b {}\n".repeat(100_000))));
        assertThat(resolution.diagnostics()).hasSize(100);
        assertThat(resolution.render()).contains("is defined in two places");
    }

    @Test
    void aLineOfMegabytesIsShownInPart() {
        String text = "package a:b; interface i { " + "type t = nothing; ".repeat(50_000) + "}";
        assertThat(Sources.diagnostics(text)).hasSizeLessThan(100_000);
    }

    @Test
    void manyResourcesPrintInLinearTime() {
        String text = IntStream.range(0, 20_000)
                .mapToObj(i -> "resource r%d { f: func(); }".formatted(i))
                .collect(Collectors.joining("\n", "package a:b; interface i {\n", "}"));
        assertThat(Wit.resolve(java.util.List.of(new WitSource("many.wit", text)))
                        .print())
                .contains("resource r19999 {");
    }

    @Test
    void warningsHideNoError() {
        String warned = IntStream.range(0, 200)
                .mapToObj(i -> "record r%d {}".formatted(i))
                .collect(Collectors.joining("\n"));
        assertThat(Sources.diagnostics("package a:b; interface i {" + warned + " f: func() -> nothing; }"))
                .contains("type `nothing` does not exist");
    }

    @Test
    void aWorldOfAllInterfacesOfALongChainIsLinear() {
        int length = 10_000;
        String interfaces = IntStream.range(0, length)
                .mapToObj(i -> "interface i%d { use i%d.{t%d}; type t%d = u8; }".formatted(i + 1, i, i, i + 1))
                .collect(Collectors.joining("\n", "package a:b; interface i0 { type t0 = u8; }\n", ""));
        String imports =
                IntStream.range(0, length).mapToObj(i -> "import i" + i + ";").collect(Collectors.joining("\n"));
        assertThat(Sources.diagnostics(interfaces + " world w {" + imports + "}"))
                .isEmpty();
    }

    @Test
    void anEnumOfAMillionCasesIsRefusedByTheLimitOnTokens() {
        refused(
                DiagnosticCode.INPUT_TOO_LARGE,
                IntStream.range(0, 1_000_000)
                        .mapToObj(i -> "c" + i + ",")
                        .collect(Collectors.joining("\n", "package a:b; interface i { enum e {\n", "} }")));
    }

    @Test
    void anEnumAsLargeAsTheLimitAllowsIsRead() {
        String cases = IntStream.range(0, 400_000).mapToObj(i -> "c" + i + ",").collect(Collectors.joining("\n"));
        assertThat(Sources.diagnostics("package a:b; interface i { enum e {\n" + cases + "} }"))
                .isEmpty();
    }

    @Test
    void tooManyCharacters() {
        WitResolution resolution =
                Wit.resolve(java.util.List.of(new WitSource("large.wit", " ".repeat(17 * 1024 * 1024))));
        assertThat(resolution.diagnostics()).singleElement().matches(d -> d.code() == DiagnosticCode.INPUT_TOO_LARGE);
    }
}
