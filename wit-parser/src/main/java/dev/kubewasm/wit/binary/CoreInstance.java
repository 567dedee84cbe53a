package dev.kubewasm.wit.binary;

import java.util.List;

/** How a core instance comes to be ({@code core:instanceexpr}). */
public sealed interface CoreInstance {
    /** By instantiating core module {@code module}. */
    record Instantiate(int module, List<Argument> arguments) implements CoreInstance {
        public Instantiate {
            arguments = List.copyOf(arguments);
        }
    }

    /** By naming core definitions that exist already. */
    record FromExports(List<InlineExport> exports) implements CoreInstance {
        public FromExports {
            exports = List.copyOf(exports);
        }
    }

    /** An argument: core instance {@code instance} supplies the imports from module name {@code name}. */
    record Argument(String name, int instance) {}

    /** An export; {@code item} is a core function, table, memory, global or tag. */
    record InlineExport(String name, SortIndex item) {}
}
