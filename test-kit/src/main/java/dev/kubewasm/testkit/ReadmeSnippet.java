package dev.kubewasm.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Java code in a module's README, which is the code of one of its tests: what stands there between the lines {@code
 * // readme: begin} and {@code // readme: end}.
 */
public final class ReadmeSnippet {
    private static final Pattern IN_README = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IN_TEST =
            Pattern.compile("^ *// readme: begin\n(.*?)^ *// readme: end\n", Pattern.DOTALL | Pattern.MULTILINE);

    private ReadmeSnippet() {}

    /**
     * The first Java code in {@code README.md} of the module whose tests run.
     *
     * @throws AssertionError if there is none
     */
    public static String ofReadme() {
        return found(IN_README, Path.of("README.md"));
    }

    /**
     * The code of a test, without its indentation.
     *
     * @throws AssertionError if nothing is marked in it
     */
    public static String of(Class<?> test) {
        return found(IN_TEST, Path.of("src/test/java", test.getName().replace('.', '/') + ".java"))
                        .stripTrailing()
                        .stripIndent()
                + "\n";
    }

    private static String found(Pattern pattern, Path file) {
        try {
            Matcher matcher = pattern.matcher(Files.readString(file));
            if (!matcher.find()) {
                throw new AssertionError(file + " has no snippet");
            }
            return matcher.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }
}
