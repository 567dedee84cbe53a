package dev.kubewasm.testkit.program;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A main class of the tests in a process of its own, for what takes another JVM than the tests have. */
public final class ChildJvm {
    private static final int PATIENCE_MINUTES = 5;

    private ChildJvm() {}

    /**
     * How it ended.
     *
     * @param status its exit status
     * @param output what it said, errors too
     */
    public record Ended(int status, String output) {}

    /** Runs {@code main}, with the class path that it was loaded from, in a JVM with these flags; for five minutes at most. */
    public static Ended run(Class<?> main, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath(main), main.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture<Process> _ = process.onExit()
                .orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES)
                .whenComplete((_, late) -> {
                    if (late != null) {
                        process.destroyForcibly();
                    }
                });
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static String classPath(Class<?> main) {
        List<String> entries = new ArrayList<>(List.of(System.getProperty("java.class.path")));
        if (main.getClassLoader() instanceof URLClassLoader loader) {
            for (URL url : loader.getURLs()) {
                entries.add(path(url).toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static Path path(URL url) {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
