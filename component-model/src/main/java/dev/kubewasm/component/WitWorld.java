package dev.kubewasm.component;

import dev.kubewasm.wit.model.World;
import java.util.List;

/** What a valid component imports and exports, as far as WIT can say it. */
public sealed interface WitWorld {
    /** All of it. */
    record Said(World world) implements WitWorld {}

    /**
     * The names alone: something among it is nothing that WIT has words for, a core module or a component for example.
     *
     * @param why one line, naming what and where
     */
    record Unsaid(String why, List<String> imports, List<String> exports) implements WitWorld {
        public Unsaid {
            imports = List.copyOf(imports);
            exports = List.copyOf(exports);
        }
    }
}
