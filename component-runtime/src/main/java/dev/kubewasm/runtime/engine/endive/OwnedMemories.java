package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.ResourceBudget;
import java.util.ArrayList;
import java.util.List;
import run.endive.wasm.types.MemoryLimits;

/**
 * The memories of one budget's core instances. When it is closed their arrays go to the pool: nobody is in them then but
 * calls that have closed them from within, for which every address is out of bounds when they go on.
 */
final class OwnedMemories implements ResourceBudget.State {
    private final MemoryPool pool;
    private final List<LinearMemory> memories = new ArrayList<>(1);

    OwnedMemories(MemoryPool pool) {
        this.pool = pool;
    }

    LinearMemory create(MemoryLimits limits, ResourceBudget budget, DataImages images) {
        LinearMemory memory = new LinearMemory(limits, budget, pool, images);
        memories.add(memory);
        return memory;
    }

    @Override
    public void close() {
        memories.forEach(memory -> pool.give(memory.release()));
        memories.clear();
    }
}
