package dev.kubewasm.wit.binary;

import java.util.List;

/** How a component instance comes to be ({@code instanceexpr}). */
public sealed interface ComponentInstance {
    /** By instantiating component {@code component}. */
    record Instantiate(int component, List<Argument> arguments) implements ComponentInstance {
        public Instantiate {
            arguments = List.copyOf(arguments);
        }
    }

    /** By naming definitions that exist already. */
    record FromExports(List<InlineExport> exports) implements ComponentInstance {
        public FromExports {
            exports = List.copyOf(exports);
        }
    }

    /** An argument: {@code item} is given to the import {@code name}. */
    record Argument(String name, SortIndex item) {}

    /** An export. */
    record InlineExport(ExternName name, SortIndex item) {}
}
