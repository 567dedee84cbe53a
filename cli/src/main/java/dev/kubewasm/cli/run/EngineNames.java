package dev.kubewasm.cli.run;

import dev.kubewasm.runtime.Engines;
import java.util.Iterator;

/** The names of the engines, for the help of {@code --engine}. */
final class EngineNames implements Iterable<String> {
    /** The environment variable that names the engine where {@code --engine} doesn't. */
    static final String VARIABLE = "KUBE_WASM_ENGINE";

    @Override
    public Iterator<String> iterator() {
        return Engines.NAMES.iterator();
    }
}
