package dev.kubewasm.cli.wit;

import dev.kubewasm.wit.Wit;
import dev.kubewasm.wit.WitBinary;
import dev.kubewasm.wit.WitResolution;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.model.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a PATH holds. */
sealed interface Input {
    /** What is wrong or doubtful in it. */
    List<Diagnostic> diagnostics();

    /** Packages; none if a diagnostic is an error. */
    record Packages(WitResolution resolution) implements Input {
        @Override
        public List<Diagnostic> diagnostics() {
            return resolution.diagnostics();
        }
    }

    /** A component, of which the world is known. */
    record OfComponent(World world) implements Input {
        @Override
        public List<Diagnostic> diagnostics() {
            return List.of();
        }
    }

    /** Neither, and why. */
    record Unreadable(List<Diagnostic> diagnostics) implements Input {
        public Unreadable {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /**
     * Reads {@code path}.
     *
     * @throws ParameterException if nothing is there, or it can't be read at all
     */
    static Input read(Path path, ReadOptions options, CommandSpec spec) {
        if (!Files.exists(path)) {
            throw new ParameterException(spec.commandLine(), path + ": there is no such file or folder");
        }
        if (Files.isDirectory(path) || path.toString().endsWith(".wit")) {
            return packages(Wit.resolvePath(path, options.features()), options);
        }
        try {
            return binary(path, ComponentDecoder.read(path), options);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), path + ": " + e.getMessage(), e);
        }
    }

    private static Input binary(Path path, byte[] bytes, ReadOptions options) {
        return switch (WitBinary.decode(path.toString(), bytes, options.features())) {
            case WitBinary.Decoded.Packages found -> packages(found.resolution(), options);
            case WitBinary.Decoded.OfComponent found -> new OfComponent(found.world());
            case WitBinary.Decoded.Failed failed -> new Unreadable(failed.diagnostics());
        };
    }

    private static Input packages(WitResolution resolution, ReadOptions options) {
        return new Packages(options.strict() ? resolution.strict() : resolution);
    }
}
