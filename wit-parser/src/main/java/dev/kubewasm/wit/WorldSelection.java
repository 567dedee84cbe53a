package dev.kubewasm.wit;

import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.World;
import java.util.List;

/** The world that was asked for, or why there is not one ("Specifying a World" in WIT.md). */
public sealed interface WorldSelection {
    /** One line for people; for {@link Selected} the name of the world. */
    String message();

    /** The one world. */
    record Selected(World world) implements WorldSelection {
        @Override
        public String message() {
            return world.name().toString();
        }
    }

    /** There is none, or none of the name asked for. */
    record NotFound(String message) implements WorldSelection {}

    /** There are several and none was asked for by name. */
    record Ambiguous(List<InterfaceName> worlds) implements WorldSelection {
        public Ambiguous {
            worlds = List.copyOf(worlds);
        }

        @Override
        public String message() {
            return "there are several worlds, say which: "
                    + String.join(
                            ", ", worlds.stream().map(InterfaceName::toString).toList());
        }
    }
}
