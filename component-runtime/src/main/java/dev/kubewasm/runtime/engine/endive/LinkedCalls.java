package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.failure.Trap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.WasmException;

/** What rewritten code asks when it calls a function of another instance. Called by generated code alone. */
public final class LinkedCalls {
    private LinkedCalls() {}

    /** The function of another instance at {@code index} of a table, if it is one that can be called without arrays. */
    public static @Nullable Object foreign(Instance instance, int table, int index) {
        return instance.table(table) instanceof TableView view ? view.foreign(index) : null;
    }

    /** What {@code instance} imports, each function as what implements its signature's interface; null for those without. */
    public static @Nullable Object[] typedImports(Instance instance) {
        return Arrays.stream(instance.imports().functions())
                .map(function -> function instanceof TypedImport typed ? typed.typed : null)
                .toArray();
    }

    /** An exception of another instance as {@code instance} catches it. */
    public static WasmException seenBy(Instance instance, WasmException thrown) {
        return TagIdentity.seenBy(instance, thrown);
    }

    /** The trap of a call through a table to a function of another type. */
    public static RuntimeException typeMismatch() {
        return new Trap(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH, "indirect call type mismatch");
    }
}
