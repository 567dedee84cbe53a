package dev.kubewasm.runtime.engine;

import java.util.List;

/** A compiled core module: shared by all its instances, immutable. */
public interface CoreModule {
    /** What an import or export is. */
    enum Kind {
        FUNCTION,
        TABLE,
        MEMORY,
        GLOBAL,
        TAG
    }

    /** An import: its module name, its name and what it is. */
    record Import(String module, String name, Kind kind) {}

    /** An export. */
    record Export(String name, Kind kind) {}

    /** The imports in order. */
    List<Import> imports();

    /** The exports in order. */
    List<Export> exports();

    /**
     * Instantiates the module and runs its start function.
     *
     * @param imports one for each of {@link #imports()}, in that order; exports of instances of the same engine and
     *     budget, or functions of the host
     * @param budget what its memories and tables are counted against
     * @throws CoreModuleException if an import doesn't fit or the budget is too small for the initial sizes
     * @throws dev.kubewasm.runtime.failure.Trap if initialisation traps
     */
    CoreInstance instantiate(List<CoreExtern> imports, ResourceBudget budget);
}
