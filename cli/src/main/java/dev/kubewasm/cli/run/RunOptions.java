package dev.kubewasm.cli.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a run is asked to do.
 *
 * @param folder holds the manifests, and {@code oci/} beside them
 * @param nodes how many standard nodes to make up if the folder has none, 1 or more
 * @param calls what to call when all is started; empty for the default calls
 * @param seed of the placement
 * @param timeLimit how long placing, and each call, may take
 * @param engine the name of the engine that runs core modules, one of {@link dev.kubewasm.runtime.Engines#NAMES}
 */
record RunOptions(Path folder, int nodes, List<CallTarget> calls, long seed, Duration timeLimit, String engine) {
    RunOptions {
        calls = List.copyOf(calls);
    }
}
