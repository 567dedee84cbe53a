package dev.kubewasm.cli.component;

import dev.kubewasm.cli.exit.UnusableInputException;
import dev.kubewasm.runtime.LinkException;
import dev.kubewasm.runtime.LinkProblem;
import dev.kubewasm.runtime.assembly.Assembler;
import dev.kubewasm.runtime.assembly.Assembly;
import dev.kubewasm.runtime.assembly.ComponentFiles;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Components that users name, with messages for what can be wrong with them. */
final class Inputs {
    private Inputs() {}

    /** The binary in {@code file}. */
    static byte[] read(Path file) {
        try {
            return ComponentFiles.read(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * A component and all that it is linked to, instantiated.
     *
     * @throws UnusableInputException if one of them can't be used
     * @throws dev.kubewasm.runtime.LinkException if an import can't be satisfied
     * @throws dev.kubewasm.runtime.failure.Trap if a start function traps
     */
    static Assembly assemble(Assembler assembler, Path root, Map<String, Path> links) {
        for (Path provider : links.values()) {
            compile(assembler, provider);
        }
        compile(assembler, root);
        try {
            return assembler.assemble(root, links);
        } catch (IOException | CoreModuleException e) {
            throw unreadable(root, e);
        }
    }

    /** Compiles first, so that what is wrong with a component is told of its own file. */
    private static void compile(Assembler assembler, Path file) {
        try {
            var ignored = assembler.compile(file);
        } catch (IOException | MalformedBinaryException | UnsupportedFeatureException | CoreModuleException e) {
            throw unreadable(file, e);
        }
    }

    /** Why {@code root} and what it is linked to don't fit, and what to do. */
    static String unlinked(Path root, LinkException e) {
        boolean lacks = e.problems().stream()
                .anyMatch(p -> p instanceof LinkProblem.NoHostInterface n
                        && !n.importName().startsWith("wasi:"));
        return "can't link " + root + ": " + e.getMessage()
                + (lacks ? "; say with --link INTERFACE=FILE which component supplies it" : "");
    }

    /** What {@code e} says of {@code file}. */
    static UnusableInputException unreadable(Path file, Exception e) {
        return new UnusableInputException(file + ": " + message(e), e);
    }

    private static String message(Exception e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no such file";
            default -> String.valueOf(e.getMessage());
        };
    }
}
