package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.CoreExtern;
import dev.kubewasm.runtime.engine.ResourceBudget;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.Instance;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;
import run.endive.wasm.types.ValType;

/**
 * The elements of a function table that more than one core instance can see. Each instance sees them through a
 * {@link TableView} of its own.
 */
final class SharedTable implements CoreExtern.OfTable {
    private final ValType elementType;
    private final long max;
    private final ResourceBudget budget;
    private @Nullable Slot[] slots;

    SharedTable(Table table, ResourceBudget budget) {
        this.elementType = table.elementType();
        this.max = table.limits().max();
        this.budget = budget;
        this.slots = new @Nullable Slot[Math.toIntExact(table.limits().min())];
    }

    /** A function: its number in the instance that defines it. */
    static final class Slot {
        private final Instance instance;
        private final int function;
        private @Nullable Object typed;

        Slot(Instance instance, int function) {
            this.instance = instance;
            this.function = function;
        }

        /** That function; where the instance imports it from another, that one's. */
        static Slot of(Instance instance, int function) {
            if (function < instance.imports().functionCount()) {
                ImportFunction imported = instance.imports().function(function);
                if (imported.handle() instanceof EndiveFunction original) {
                    return original.slot();
                }
            }
            return new Slot(instance, function);
        }

        Instance instance() {
            return instance;
        }

        int function() {
            return function;
        }

        /** The function as one that implements its signature's interface; null if it doesn't. */
        @Nullable Object typed() {
            if (typed == null) {
                if (function >= instance.imports().functionCount()) {
                    typed = instance.getMachine() instanceof TypedFunctions t ? t.typedFunction(function) : null;
                } else if (instance.imports().function(function) instanceof TypedImport imported) {
                    typed = imported.typed;
                }
            }
            return typed;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Slot s && s.instance == instance && s.function == function;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(instance) + function;
        }
    }

    ValType elementType() {
        return elementType;
    }

    TableLimits limits() {
        return new TableLimits(slots.length, max);
    }

    int size() {
        return slots.length;
    }

    @Nullable Slot get(int index) {
        return slots[index];
    }

    void set(int index, @Nullable Slot slot) {
        slots[index] = slot;
    }

    int grow(int more, @Nullable Slot value) {
        int before = slots.length;
        if (more < 0 || more > max - before || !budget.reserveTable(more)) {
            return -1;
        }
        try {
            slots = Arrays.copyOf(slots, before + more);
        } catch (OutOfMemoryError _) {
            budget.releaseTable(more);
            return -1;
        }
        Arrays.fill(slots, before, slots.length, value);
        return before;
    }
}
