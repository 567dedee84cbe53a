package dev.kubewasm.cli.manifest;

import dev.kubewasm.cli.files.WholeFile;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a file, or the {@code *.yaml} and {@code *.yml} files of a folder (not of its subfolders) in the order of their names:
 * all documents of each, and the items of each {@code List}.
 */
public final class ManifestReader {
    /** The largest file that is read, in bytes: some ten thousand Pods with all that an API server says of them. */
    static final long MAX_FILE_BYTES = 128L << 20;

    private static final int MAX_FILES = 1_000;

    /** What an object can begin with. */
    private static final Set<String> OBJECT_FIELDS = Set.of("apiVersion", "kind", "metadata", "items");

    private final StrictYaml yaml = new StrictYaml((int) MAX_FILE_BYTES);
    private final List<Manifest> manifests = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final List<ManifestProblem> problems = new ArrayList<>();

    /** What was told already, and need not be told of each of many objects. */
    private final Set<String> told = new HashSet<>();

    private final Kinds kinds;

    private ManifestReader(Kinds kinds) {
        this.kinds = kinds;
    }

    /** Reads a file or a folder; every problem of every file is found, not the first only. */
    public static ManifestReading read(Path path, Kinds kinds) {
        ManifestReader reader = new ManifestReader(kinds);
        if (Files.isRegularFile(path)) {
            reader.readFile(path);
            reader.expectManifests(path, "it holds");
        } else {
            reader.readFolder(path);
        }
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

    /**
     * Whether a file begins as Kubernetes objects do, whatever comes then.
     *
     * @throws IOException if it can't be read
     */
    public static boolean holdsObjects(Path file) throws IOException {
        try (Reader text = Files.newBufferedReader(file)) {
            return Outline.firstField(text).filter(OBJECT_FIELDS::contains).isPresent();
        }
    }

    /** The folder of what is read at {@code path}: itself, or that of the file. */
    public static Path folderOf(Path path) {
        return Files.isDirectory(path) ? path : WholeFile.folderOf(path);
    }

    private ManifestReading reading() {
        return problems.isEmpty()
                ? new ManifestReading.Read(manifests, notices)
                : new ManifestReading.Unusable(problems);
    }

    private void readFolder(Path folder) {
        if (!Files.exists(folder)) {
            problem(folder, 0, "no such file or folder");
            return;
        }
        if (!Files.isDirectory(folder)) {
            problem(folder, 0, "neither a file nor a folder");
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
                expectManifests(folder, "the YAML files here hold");
            }
        } catch (IOException e) {
            problem(folder, 0, "can't be listed: " + reason(e));
        }
    }

    private void expectManifests(Path path, String holds) {
        if (manifests.isEmpty() && problems.isEmpty()) {
            problem(path, 0, holds + " no object that runs (" + kinds.names() + ")");
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

    private void readDocuments(Path file, String text) {
        YamlDocuments.of(text).forEach(document -> readDocument(file, document.line() + 1, document.text()));
    }

    private void readDocument(Path file, int begins, String document) {
        if (YamlDocuments.isEmpty(document)) {
            return;
        }
        try {
            Outline outline = yaml.outline(document);
            int at = begins + YamlDocuments.firstLine(document);
            if (outline.apiVersion().isEmpty() || outline.kind().isEmpty()) {
                problem(
                        file,
                        at,
                        outline.items().isEmpty()
                                ? "not a Kubernetes object: `apiVersion` and `kind` must be given"
                                : "a list without `kind`, which comes after its items: is the file cut off?");
            } else if (outline.apiVersion().get().equals("v1")
                    && outline.kind().get().equals("List")) {
                // What `kubectl get -o yaml` writes: each item is a document.
                for (Outline.Part item : outline.items()) {
                    readDocument(file, begins + item.line(), item.text());
                }
            } else {
                readObject(new Place(file, begins, at), document, outline);
            }
        } catch (StrictYaml.YamlException e) {
            problem(file, e.line > 0 ? begins + e.line - 1 : begins, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Where a document is.
     *
     * @param begins its first line
     * @param line the first that says something
     */
    private record Place(Path file, int begins, int line) {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    private void readObject(Place place, String document, Outline outline) throws StrictYaml.YamlException {
        String apiVersion = outline.apiVersion().orElseThrow();
        String kind = outline.kind().orElseThrow();
        boolean observed = kinds.observes() && outline.identified();
        Optional<Class<? extends HasMetadata>> type = kinds.read(apiVersion, kind, observed);
        if (type.isPresent()) {
            HasMetadata object = kinds.observes()
                    ? yaml.read(
                            document, type.get(), (line, path, message) -> unknown(place, kind, line, path, message))
                    : yaml.read(document, type.get());
            if (object.getMetadata() == null || object.getMetadata().getName() == null) {
                problem(place.file(), place.line(), kind + " without `metadata.name`");
            } else {
                manifests.add(new Manifest(place.file(), place.line(), object, observed));
            }
            return;
        }
        Optional<String> otherVersion = kinds.otherVersion(apiVersion, kind, observed);
        if (otherVersion.isPresent()) {
            problem(
                    place.file(),
                    place.line(),
                    "`%s` of API version `%s` is not supported by %s, but that of `%s` is"
                            .formatted(kind, apiVersion, kinds.command(), otherVersion.get()));
        } else if (!kinds.leftOut(kind, observed)) {
            problem(
                    place.file(),
                    place.line(),
                    "`%s` of `%s` is not supported by %s; supported: %s"
                            .formatted(kind, apiVersion, kinds.command(), kinds.names()));
        } else if (!observed) {
            notices.add(place + ": " + kind + " left out: a " + kinds.command() + " has no use for it");
        }
    }

    private void unknown(Place place, String kind, int line, String path, String message) {
        if (told.add(kind + " " + path.replaceAll("\\[\\d+]", "[]"))) {
            notices.add(place.file() + ":" + (place.begins() + line - 1) + ": " + message + "; it is passed over");
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")");
    }

    private void problem(Path file, int line, String message) {
        problems.add(new ManifestProblem(file, line, message));
    }
}
