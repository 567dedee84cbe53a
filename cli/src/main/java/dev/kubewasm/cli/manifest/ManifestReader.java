package dev.kubewasm.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the {@code *.yaml} and {@code *.yml} files of a folder (not of its subfolders), in the order of their names,
 * all documents of each, and the items of each {@code List}.
 */
public final class ManifestReader {
    /** The largest YAML file that is read, in bytes; etcd takes objects of 1.5 MiB. */
    static final long MAX_FILE_BYTES = 8L << 20;

    private static final int MAX_FILES = 1_000;

    private final StrictYaml yaml = new StrictYaml((int) MAX_FILE_BYTES);
    private final List<Manifest> manifests = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final List<ManifestProblem> problems = new ArrayList<>();

    private final Kinds kinds;

    private ManifestReader(Kinds kinds) {
        this.kinds = kinds;
    }

    /** Reads {@code folder}; every problem of every file is found, not the first only. */
    public static ManifestReading read(Path folder, Kinds kinds) {
        ManifestReader reader = new ManifestReader(kinds);
        reader.readFolder(folder);
        return reader.reading();
    }

    /**
     * Reads a text that is in no file.
     *
     * @param name where problems are said to be
     */
    public static ManifestReading read(Path name, String text, Kinds kinds) {
        ManifestReader reader = new ManifestReader(kinds);
        reader.readDocuments(name, text);
        return reader.reading();
    }

    private ManifestReading reading() {
        return problems.isEmpty()
                ? new ManifestReading.Read(manifests, notices)
                : new ManifestReading.Unusable(problems);
    }

    private void readFolder(Path folder) {
        if (!Files.exists(folder)) {
            problem(folder, 0, "no such folder");
            return;
        }
        if (!Files.isDirectory(folder)) {
            problem(folder, 0, "not a folder; give the folder that holds the YAML files");
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(ManifestReader::isYaml).sorted().toList();
            if (files.isEmpty()) {
                problem(folder, 0, "no Kubernetes YAML here (*.yaml, *.yml)");
            } else if (files.size() > MAX_FILES) {
                problem(folder, 0, files.size() + " YAML files; at most " + MAX_FILES + " are read");
            } else {
                files.forEach(this::readFile);
                if (manifests.isEmpty() && problems.isEmpty()) {
                    problem(folder, 0, "the YAML files here hold no object that runs (" + kinds.names() + ")");
                }
            }
        } catch (IOException e) {
            problem(folder, 0, "can't be listed: " + reason(e));
        }
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(file);
    }

    private void readFile(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_FILE_BYTES) {
                problem(file, 0, "has %,d bytes; at most %,d are read".formatted(size, MAX_FILE_BYTES));
                return;
            }
            readDocuments(file, Files.readString(file, StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            problem(file, 0, "is not UTF-8 text");
        } catch (IOException e) {
            problem(file, 0, "can't be read: " + reason(e));
        }
    }

    /**
     * A line that begins with {@code ---} begins a document, the rest of the line being part of it, and one with
     * {@code ...} ends one: inside a document, YAML allows no such line.
     */
    private void readDocuments(Path file, String text) {
        StringBuilder document = new StringBuilder();
        int begins = 1;
        int line = 0;
        for (String current : (Iterable<String>) text.lines()::iterator) {
            line++;
            if (isMarker(current, "---") || isMarker(current, "...")) {
                readDocument(file, begins, document.toString());
                document.setLength(0);
                begins = line;
                document.append("   ").append(current.substring(3)).append('\n');
            } else {
                document.append(current).append('\n');
            }
        }
        readDocument(file, begins, document.toString());
    }

    private static boolean isMarker(String line, String marker) {
        return line.equals(marker) || line.startsWith(marker + " ") || line.startsWith(marker + "\t");
    }

    /** Whether a line says nothing: it is blank or a comment. */
    private static boolean isEmpty(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    private void readDocument(Path file, int begins, String document) {
        if (document.lines().allMatch(ManifestReader::isEmpty)) {
            return;
        }
        try {
            JsonNode tree = yaml.tree(document);
            Optional<String> apiVersion = text(tree, "apiVersion");
            Optional<String> kind = text(tree, "kind");
            int at = begins + firstLine(document);
            if (apiVersion.isEmpty() || kind.isEmpty()) {
                problem(file, at, "not a Kubernetes object: `apiVersion` and `kind` must be given");
                return;
            }
            if (apiVersion.get().equals("v1") && kind.get().equals("List")) {
                // What `kubectl get -o yaml` writes: each item is a document.
                for (StrictYaml.Part item : yaml.elements(document, "items")) {
                    readDocument(file, begins + item.line(), item.text());
                }
                return;
            }
            Optional<Class<? extends HasMetadata>> type = kinds.read(apiVersion.get(), kind.get());
            if (type.isPresent()) {
                HasMetadata object = yaml.read(document, type.get());
                if (object.getMetadata() == null || object.getMetadata().getName() == null) {
                    problem(file, at, kind.get() + " without `metadata.name`");
                } else {
                    manifests.add(new Manifest(file, at, object));
                }
            } else if (kinds.leftOut(kind.get())) {
                notices.add(
                        file + ":" + at + ": " + kind.get() + " left out: a " + kinds.command() + " has no use for it");
            } else {
                problem(
                        file,
                        at,
                        "`%s` of `%s` is not supported by %s; supported: %s"
                                .formatted(kind.get(), apiVersion.get(), kinds.command(), kinds.names()));
            }
        } catch (StrictYaml.YamlException e) {
            problem(file, e.line > 0 ? begins + e.line - 1 : begins, String.valueOf(e.getMessage()));
        }
    }

    private static int firstLine(String document) {
        return (int) document.lines().takeWhile(ManifestReader::isEmpty).count();
    }

    private static Optional<String> text(JsonNode tree, String field) {
        return Optional.ofNullable(tree.get(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")");
    }

    private void problem(Path file, int line, String message) {
        problems.add(new ManifestProblem(file, line, message));
    }
}
