package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.ExternalTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The WASI packages of the corpora, and what {@code wasm-tools} says of them. */
public final class Wasi {
    private Wasi() {}

    /** The 22 folders that resolve. */
    public static List<Path> packages(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root, 2)) {
            List<Path> found = all.filter(Files::isDirectory)
                    .filter(path -> root.relativize(path).toString().matches("(0\\.\\d\\.\\d+|drafts)/[^/]+"))
                    .filter(path -> !path.endsWith("observe"))
                    .sorted()
                    .toList();
            assertThat(found).hasSize(22);
            return found;
        }
    }

    /** What {@code wasm-tools component wit} prints of {@code folder}. */
    public static String tool(ExternalTools tools, Path scratch, Path folder, boolean allFeatures, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("component", "wit"));
        arguments.addAll(List.of(options));
        if (allFeatures) {
            arguments.add("--all-features");
        }
        arguments.add(folder.toString());
        ExternalTools.Output output = tools.run(scratch, "wasm-tools", arguments.toArray(String[]::new));
        assertThat(output.status()).as(output.err()).isZero();
        return output.out();
    }
}
