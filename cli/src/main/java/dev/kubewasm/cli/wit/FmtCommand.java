package dev.kubewasm.cli.wit;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.wit.WitSource;
import dev.kubewasm.wit.diagnostics.DiagnosticRenderer;
import dev.kubewasm.wit.format.Formatting;
import dev.kubewasm.wit.format.WitFormatter;
import dev.kubewasm.wit.syntax.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-wasm wit fmt [--check] PATH...}. */
@Command(
        name = "fmt",
        description = {
            "Formats WIT files in place: white space, blank lines and trailing commas; comments and meaning stay.",
            "",
            "A folder stands for all *.wit files below it, but for those in deps/, which belong to others. With - it reads"
                    + " standard input and writes standard output."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is formatted",
            "1:with --check, a file is not formatted; or a file does not parse, and stays as it is",
            "2:the usage is unusable, or a file can't be read or written"
        })
final class FmtCommand implements Callable<Integer> {
    private static final Path STANDARD_INPUT = Path.of("-");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files, folders, or - for standard input.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--check", description = "Write nothing; name the files that are not formatted.")
    private boolean check;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "Colours in diagnostics: ${COMPLETION-CANDIDATES}.",
            defaultValue = "auto")
    private ColorMode color = ColorMode.auto;

    /** What became of the files so far; of several exit codes the largest counts. */
    private int code = ExitCode.GOOD;

    @Override
    public Integer call() {
        for (Path path : paths) {
            if (path.equals(STANDARD_INPUT)) {
                standardInput();
            } else {
                WitFiles.below(path, spec).forEach(this::file);
            }
        }
        spec.commandLine().getOut().flush();
        return code;
    }

    private void standardInput() {
        try (InputStream in = System.in) {
            format("<stdin>", bounded(in), formatted -> {
                if (!check) {
                    spec.commandLine().getOut().print(formatted.text());
                } else if (formatted.changed()) {
                    unformatted("<stdin>");
                }
            });
        } catch (IOException e) {
            broken("<stdin>", e);
        }
    }

    private void file(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            format(file.toString(), bounded(in), formatted -> {
                if (!formatted.changed()) {
                    return;
                }
                if (check) {
                    unformatted(file.toString());
                } else {
                    WitFiles.replace(file, formatted.text());
                    spec.commandLine().getOut().println("formatted " + file);
                }
            });
        } catch (IOException e) {
            broken(file.toString(), e);
        }
    }

    /** What to do with text once it is laid out. */
    private interface Then {
        void accept(Formatting.Formatted formatted) throws IOException;
    }

    private void format(String name, byte[] bytes, Then then) throws IOException {
        switch (WitFormatter.format(new WitSource(name, utf8(bytes)))) {
            case Formatting.Formatted formatted -> then.accept(formatted);
            case Formatting.Refused refused -> {
                PrintWriter err = spec.commandLine().getErr();
                err.print(DiagnosticRenderer.render(refused.diagnostics(), color.colors()));
                err.flush();
                end(ExitCode.NEGATIVE);
            }
        }
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(Limits.MAX_SOURCE_SIZE + 1);
        if (bytes.length > Limits.MAX_SOURCE_SIZE) {
            throw new IOException("it is over the limit of " + Limits.MAX_SOURCE_SIZE + " bytes");
        }
        return bytes;
    }

    private static String utf8(byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("it is not UTF-8", e);
        }
    }

    private void unformatted(String name) {
        spec.commandLine().getOut().println("not formatted: " + name);
        end(ExitCode.NEGATIVE);
    }

    private void broken(String name, IOException e) {
        spec.commandLine().getErr().println("kube-wasm: " + name + ": " + e.getMessage());
        end(ExitCode.UNUSABLE);
    }

    private void end(int with) {
        code = Math.max(code, with);
    }
}
