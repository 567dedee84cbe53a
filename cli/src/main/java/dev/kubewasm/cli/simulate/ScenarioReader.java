package dev.kubewasm.cli.simulate;

import dev.kubewasm.cli.manifest.ManifestReader;
import dev.kubewasm.cli.manifest.StrictYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads scenario files; a file or folder of Kubernetes objects, a RASA instance (other {@code *.json}) and OpenB's Pods ({@code
 * *.csv}) are run with the defaults.
 */
final class ScenarioReader {
    private static final int MAX_BYTES = 1 << 20;

    private ScenarioReader() {}

    /**
     * The scenario in {@code file}, or that of the cluster it holds.
     *
     * @param notices gets the fields that are passed over, a line each
     * @throws UnusableScenarioException if there is none
     */
    static Scenario read(Path file, Consumer<String> notices) throws UnusableScenarioException {
        if (Files.isDirectory(file)) {
            return Scenario.of(file.toAbsolutePath().normalize().getFileName().toString(), ".");
        }
        try {
            if (!Files.exists(file)) {
                throw new UnusableScenarioException(file + ": no such file");
            }
            if (file.toString().endsWith(".csv")) {
                return Scenario.ofOpenb(file.getFileName().toString());
            }
            if (ManifestReader.holdsObjects(file)) {
                return Scenario.of(
                        file.getFileName().toString(), file.getFileName().toString());
            }
            if (file.toString().endsWith(".json")) {
                return Scenario.ofRasa(file.getFileName().toString());
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new UnusableScenarioException(
                        file + ": has " + Files.size(file) + " bytes; at most " + MAX_BYTES + " are read");
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            if (text.isBlank()) {
                throw new UnusableScenarioException(file + ": is empty; see docs/simulations.md");
            }
            return new StrictYaml(MAX_BYTES)
                    .readOnly(
                            text,
                            Scenario.class,
                            (line, _, message) ->
                                    notices.accept(file + ":" + line + ": " + message + "; it is passed over"))
                    .checked();
        } catch (IllegalArgumentException e) {
            throw new UnusableScenarioException(file + ": " + e.getMessage());
        } catch (StrictYaml.YamlException e) {
            throw new UnusableScenarioException(file + (e.line() > 0 ? ":" + e.line() : "") + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UnusableScenarioException(file + ": can't be read as UTF-8 text: " + e);
        }
    }
}
