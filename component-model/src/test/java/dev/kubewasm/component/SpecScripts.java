package dev.kubewasm.component;

import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The scripts of the Component Model's test suites, converted to binaries, as commands to decode and validate. */
final class SpecScripts {
    private SpecScripts() {}

    /**
     * A binary of a script.
     *
     * @param valid whether it must be accepted
     */
    record Command(String script, int line, String kind, Path file, boolean valid) {
        /** What is wrong with how this decoder takes it; empty if it does as it must. */
        Optional<String> failure() {
            try {
                ComponentTypes.resolve(ComponentDecoder.decode(Files.readAllBytes(file)));
                return valid ? Optional.empty() : Optional.of("accepted");
            } catch (MalformedBinaryException e) {
                return valid ? Optional.of(String.valueOf(e.getMessage())) : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The commands of all scripts below {@code root} that have a component binary, in order. */
    static List<Command> below(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(f -> f.endsWith("modules.tsv"))
                    .sorted()
                    .flatMap(f -> commands(root, f))
                    .toList();
        }
    }

    private static Stream<Command> commands(Path root, Path table) {
        try {
            Path folder = table.resolveSibling("");
            return Files.readAllLines(table).stream()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .filter(row -> !row[4].equals("text"))
                    // Invalid only while a feature is off that this decoder has on.
                    .filter(row -> !(row[2].equals("assert_invalid") && row[6].equals("valid")))
                    .map(row -> new Command(
                            root.relativize(folder).toString(),
                            Integer.parseInt(row[1]),
                            row[2],
                            folder.resolve(row[3]),
                            !row[2].equals("assert_invalid") && !row[2].equals("assert_malformed")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
