package dev.kubewasm.node.logs;

import dev.kubewasm.node.NodeSettings;
import dev.kubewasm.node.files.FileTree;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder of logs: {@code NAMESPACE_POD_UID/CONTAINER/RESTART.log}, each line dated as container runtimes do it for the
 * kubelet ({@code TIME stdout F TEXT}). A file that is full becomes {@code RESTART.log.1} and so on; the oldest goes. Of each
 * container the last two runs are kept.
 */
public final class LogFiles implements NodeSettings.Logs {
    private static final String SUFFIX = ".log";
    private static final int RUNS_KEPT = 2;

    private final Path folder;
    private final Limits limits;
    private final InstantSource clock;
    private final Set<Path> growing = ConcurrentHashMap.newKeySet();

    /**
     * How much is kept of one run of a container.
     *
     * @param fileBytes when a file is full (the kubelet's {@code containerLogMaxSize})
     * @param files how many there may be (the kubelet's {@code containerLogMaxFiles})
     */
    public record Limits(long fileBytes, int files) {
        /** The kubelet's: five files of 10 MiB. */
        public static final Limits DEFAULT = new Limits(10 << 20, 5);

        public Limits {
            if (fileBytes < 1 || files < 1) {
                throw new IllegalArgumentException("a log has at least one file of one byte");
            }
        }
    }

    /** Logs in {@code folder}, which is made if it isn't there, dated by {@code clock}. */
    public LogFiles(Path folder, Limits limits, InstantSource clock) {
        this.folder = folder;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public OutputStream open(NodeSettings.ContainerId container) throws IOException {
        Path ofContainer = Files.createDirectories(
                podFolder(container.pod(), container.uid()).resolve(container.name()));
        forgetBefore(ofContainer, container.restart() - RUNS_KEPT + 1);
        Path file = ofContainer.resolve(container.restart() + SUFFIX);
        OutputStream log = new LogWriter(file, limits, clock, () -> growing.remove(file));
        growing.add(file);
        return log;
    }

    @Override
    public void forget(PodKey pod, Uid uid) throws IOException {
        FileTree.delete(podFolder(pod, uid));
    }

    @Override
    public void forgetAllBut(Set<Uid> pods) throws IOException {
        FileTree.deleteIn(folder, pod -> pods.stream()
                .noneMatch(uid -> pod.getFileName().toString().endsWith("_" + uid)));
    }

    /**
     * The files of one run of a container, oldest first.
     *
     * @param previous the run before the last one, instead of the last
     */
    public Optional<List<Path>> files(PodKey pod, Uid uid, String container, boolean previous) throws IOException {
        Path ofContainer = podFolder(pod, uid).resolve(container).normalize();
        if (!ofContainer.startsWith(folder) || !Files.isDirectory(ofContainer)) {
            return Optional.empty();
        }
        List<Integer> runs = runs(ofContainer);
        int index = runs.size() - (previous ? 2 : 1);
        if (index < 0) {
            return Optional.empty();
        }
        return Optional.of(LogWriter.files(ofContainer.resolve(runs.get(index) + SUFFIX)));
    }

    /** Whether the log with these files may still grow. */
    public boolean growing(List<Path> files) {
        return growing.contains(files.getLast());
    }

    private static void forgetBefore(Path ofContainer, int restart) throws IOException {
        for (int run : runs(ofContainer)) {
            if (run < restart) {
                for (Path file : LogWriter.files(ofContainer.resolve(run + SUFFIX))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** The restarts that there are logs of, ascending. */
    private static List<Integer> runs(Path ofContainer) throws IOException {
        try (Stream<Path> files = Files.list(ofContainer)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> Integer.parseInt(name.substring(0, name.length() - SUFFIX.length())))
                    .sorted()
                    .toList();
        }
    }

    private Path podFolder(PodKey pod, Uid uid) {
        return folder.resolve(pod.namespace() + "_" + pod.name() + "_" + uid);
    }
}
