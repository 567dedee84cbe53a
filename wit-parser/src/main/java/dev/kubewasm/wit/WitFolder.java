package dev.kubewasm.wit;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.syntax.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The sources in a folder of WIT, or in a single file.
 *
 * @param groups the files of each package, the folder's own first, then those of each entry of {@code deps/} by name
 * @param binaries packages in binary form, by the names of their files
 * @param diagnostics what could not be read
 */
record WitFolder(List<List<WitSource>> groups, SequencedMap<String, byte[]> binaries, List<Diagnostic> diagnostics) {
    /** Most files, dependencies included. */
    private static final int MAX_FILES = 10_000;

    /** Reads {@code folder}. */
    static WitFolder read(Path folder) {
        Reader reader = new Reader();
        List<List<WitSource>> groups = new ArrayList<>();
        SequencedMap<String, byte[]> binaries = new LinkedHashMap<>();
        List<WitSource> own = reader.files(folder);
        if (own.isEmpty() && reader.diagnostics.isEmpty()) {
            reader.error(folder, DiagnosticCode.UNREADABLE, "there is no .wit file in this folder");
        }
        groups.add(own);
        Path deps = folder.resolve("deps");
        if (Files.isDirectory(deps)) {
            for (Path entry : reader.list(deps)) {
                if (Files.isDirectory(entry)) {
                    groups.add(reader.files(entry));
                } else {
                    reader.entry(entry, groups, binaries);
                }
            }
        }
        return reader.found(groups, binaries);
    }

    /** Reads the single file {@code file}: WIT text, or a package in binary form. */
    static WitFolder readFile(Path file) {
        Reader reader = new Reader();
        List<List<WitSource>> groups = new ArrayList<>();
        SequencedMap<String, byte[]> binaries = new LinkedHashMap<>();
        if (!reader.entry(file, groups, binaries)) {
            reader.error(file, DiagnosticCode.UNREADABLE, "this is no folder and no .wit or .wasm file");
        }
        return reader.found(groups, binaries);
    }

    private static boolean isWit(Path file) {
        return file.getFileName().toString().endsWith(".wit");
    }

    private static final class Reader {
        private final List<Diagnostic> diagnostics = new ArrayList<>();
        private long size;
        private int count;

        private void error(Path file, DiagnosticCode code, String message) {
            diagnostics.add(Diagnostic.error(code, Span.startOf(new SourceText(file.toString(), "")), message));
        }

        private WitFolder found(List<List<WitSource>> groups, SequencedMap<String, byte[]> binaries) {
            return new WitFolder(
                    groups.stream().filter(group -> !group.isEmpty()).toList(), binaries, List.copyOf(diagnostics));
        }

        /** Reads a file by the kind that its name says; whether it is of one. */
        private boolean entry(Path file, List<List<WitSource>> groups, SequencedMap<String, byte[]> binaries) {
            String name = file.getFileName().toString();
            if (name.endsWith(".wit")) {
                groups.add(file(file));
            } else if (name.endsWith(".wasm")) {
                bytes(file).ifPresent(bytes -> binaries.put(file.toString(), bytes));
            } else if (name.endsWith(".wat")) {
                diagnostics.add(Diagnostic.error(
                                DiagnosticCode.NOT_WIT,
                                Span.startOf(new SourceText(file.toString(), "")),
                                "this is WebAssembly text, which is not read")
                        .withHint("convert it with `wasm-tools parse`"));
            } else {
                return false;
            }
            return true;
        }

        private List<Path> list(Path folder) {
            try (Stream<Path> entries = Files.list(folder)) {
                List<Path> found = entries.limit(MAX_FILES + 1L)
                        .sorted(Comparator.comparing(Path::toString))
                        .toList();
                if (found.size() > MAX_FILES) {
                    error(folder, DiagnosticCode.INPUT_TOO_LARGE, "more than " + MAX_FILES + " entries");
                    return List.of();
                }
                return found;
            } catch (IOException | java.io.UncheckedIOException e) {
                error(folder, DiagnosticCode.UNREADABLE, "cannot read this folder: " + e.getMessage());
                return List.of();
            }
        }

        private List<WitSource> files(Path folder) {
            return list(folder).stream()
                    .filter(WitFolder::isWit)
                    .filter(Files::isRegularFile)
                    .flatMap(file -> file(file).stream())
                    .toList();
        }

        /** The source in {@code file}; none if it cannot be read, which is reported. */
        private List<WitSource> file(Path file) {
            return bytes(file)
                    .flatMap(bytes -> text(file, bytes))
                    .map(text -> new WitSource(file.toString(), text))
                    .stream()
                    .toList();
        }

        private Optional<String> text(Path file, byte[] bytes) {
            try {
                return Optional.of(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString());
            } catch (CharacterCodingException e) {
                error(file, DiagnosticCode.NOT_UTF8, "this file is not UTF-8");
                return Optional.empty();
            }
        }

        /** The bytes of {@code file}; none if it cannot be read or the limits are passed, which is reported. */
        private Optional<byte[]> bytes(Path file) {
            count++;
            if (count > MAX_FILES + 1 || size > Limits.MAX_SOURCE_SIZE) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(Limits.MAX_SOURCE_SIZE + 1);
                size += bytes.length;
                if (size > Limits.MAX_SOURCE_SIZE || count > MAX_FILES) {
                    error(
                            file,
                            DiagnosticCode.INPUT_TOO_LARGE,
                            "with this file the folder is over the limit of " + Limits.MAX_SOURCE_SIZE + " bytes or "
                                    + MAX_FILES + " files");
                    return Optional.empty();
                }
                return Optional.of(bytes);
            } catch (IOException e) {
                error(file, DiagnosticCode.UNREADABLE, "cannot read this file: " + e.getMessage());
                return Optional.empty();
            }
        }
    }
}
