package dev.kubewasm.wit.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Texts that are dropped into {@code src/test/resources/wit/format}, and beside each how it is formatted. */
class FormatGoldenTest {
    @TestFactory
    Stream<DynamicTest> isFormatted() throws IOException {
        List<Path> cases;
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/wit/format"))) {
            cases = files.filter(path -> path.toString().endsWith(".wit"))
                    .sorted()
                    .toList();
        }
        assertThat(cases).isNotEmpty();
        return cases.stream()
                .map(input -> DynamicTest.dynamicTest(
                        input.toString(),
                        () -> Golden.check(
                                input.resolveSibling(input.getFileName() + ".golden"),
                                FormatChecks.format(input.toString(), Files.readString(input)))));
    }
}
