package dev.kubewasm.cli.manifest;

import java.util.List;

/** What came of reading a folder of manifests. */
public sealed interface ManifestReading {
    /**
     * All of it is usable.
     *
     * @param manifests in the order of files and documents
     * @param notices objects that were left out because a run has no use for them, a line each
     */
    record Read(List<Manifest> manifests, List<String> notices) implements ManifestReading {
        public Read {
            manifests = List.copyOf(manifests);
            notices = List.copyOf(notices);
        }
    }

    /** Something is unusable: every problem found, at least one. */
    record Unusable(List<ManifestProblem> problems) implements ManifestReading {
        public Unusable {
            problems = List.copyOf(problems);
        }
    }
}
