package dev.kubewasm.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.component.core.CoreFeature;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.wit.binary.ComponentDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What components of real toolchains need, held against the corpus' tables, which the reference tool's validation made. */
class RequirementsCorpusTest {
    @TestFactory
    Stream<DynamicTest> featuresAreThoseThatTheReferenceNeeds() throws IOException {
        Path components = Corpora.require("components");
        return Stream.of("singles", "composed", "echo").flatMap(folder -> {
            List<String> lines = lines(components.resolve(folder).resolve("table.tsv"));
            int column = Arrays.asList(lines.getFirst().split("\t")).indexOf("core-features");
            return lines.stream().skip(1).map(line -> line.split("\t")).map(row -> {
                Path file = components.resolve(folder).resolve(row[0].contains(".wasm") ? row[0] : row[0] + ".wasm");
                return DynamicTest.dynamicTest(
                        folder + "/" + row[0], () -> assertThat(features(file)).isEqualTo(sorted(row[column])));
            });
        });
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> sorted(String features) {
        return features.equals("none")
                ? List.of()
                : Arrays.stream(features.split(" ")).sorted().toList();
    }

    private static List<String> features(Path file) throws IOException {
        return ComponentRequirements.of(ComponentDecoder.decode(RealComponents.bytes(file))).features().stream()
                .map(CoreFeature::text)
                .sorted()
                .toList();
    }
}
