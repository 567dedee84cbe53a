package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Golden;
import dev.kubewasm.wit.print.WitPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Cases that are dropped into {@code src/test/resources/wit}: a {@code .wit} file or a folder with {@code deps/}, and
 * what comes of it beside it in {@code .golden}. In {@code resolve/} that is all packages printed, with warnings; in
 * {@code fail/} the diagnostics as shown.
 */
class GoldenTest {
    private static final Path ROOT = Path.of("src/test/resources/wit");

    private static List<Path> cases(String folder) {
        try (Stream<Path> entries = Files.list(ROOT.resolve(folder))) {
            List<Path> found = entries.filter(path -> !path.toString().endsWith(".golden"))
                    .sorted()
                    .toList();
            assertThat(found).as("cases in %s", folder).isNotEmpty();
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WitResolution read(Path input) {
        if (Files.isDirectory(input)) {
            return Wit.resolveFolder(input);
        }
        try {
            String name = input.getFileName().toString();
            return Wit.resolve(List.of(new WitSource(name, Files.readString(input))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path golden(Path input) {
        return input.resolveSibling(input.getFileName() + ".golden");
    }

    @TestFactory
    Stream<DynamicTest> whatIsRightIsPrinted() {
        return cases("resolve").stream()
                .map(input -> DynamicTest.dynamicTest(input.toString(), () -> {
                    WitResolution resolution = read(input);
                    assertThat(resolution.ok()).as(resolution.render()).isTrue();
                    Golden.check(
                            golden(input),
                            resolution.packages().stream()
                                            .map(WitPrinter::print)
                                            .collect(Collectors.joining("\n"))
                                    + resolution.render());
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatIsWrongIsExplained() {
        return cases("fail").stream()
                .map(input -> DynamicTest.dynamicTest(input.toString(), () -> {
                    WitResolution resolution = read(input);
                    assertThat(resolution.ok()).isFalse();
                    assertThat(resolution.packages()).isEmpty();
                    Golden.check(golden(input), resolution.render());
                }));
    }
}
