package dev.kubewasm.cli;

import dev.kubewasm.cli.options.StandardStreams;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a command printed and how it ended. */
record CommandLineRun(int exitCode, String out, String err) {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|([^ ']+)");

    /** Runs {@code kube-wasm} with these arguments in this JVM. */
    static CommandLineRun of(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.execute(new StandardStreams(InputStream.nullInputStream(), out, err), args);
        return new CommandLineRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs {@code kube-wasm simulate run} of a scenario with these options. */
    static CommandLineRun simulate(Path scenario, String... options) {
        return of(Stream.concat(Stream.of("simulate", "run", scenario.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    /** The arguments of a line as a shell splits it, single quotes understood. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher m = WORD.matcher(line);
        while (m.find()) {
            words.add(m.group(1) != null ? m.group(1) : m.group(2));
        }
        return words;
    }
}
