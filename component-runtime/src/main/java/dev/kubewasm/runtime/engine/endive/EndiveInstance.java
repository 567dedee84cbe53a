package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.CoreExtern;
import dev.kubewasm.runtime.engine.CoreInstance;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TableInstance;
import run.endive.wasm.types.Export;

/** An instance of a compiled module. */
final class EndiveInstance implements CoreInstance {
    private final Instance instance;

    EndiveInstance(Instance instance) {
        this.instance = instance;
    }

    @Override
    public CoreExtern export(int index) {
        Export export = instance.module().exportSection().getExport(index);
        return switch (export.exportType()) {
            case FUNCTION -> EndiveFunction.of(instance, export.index());
            case MEMORY -> memory(instance.memory(export.index()));
            case TABLE -> table(instance.table(export.index()));
            case GLOBAL -> new EndiveExterns.GlobalExtern(instance.global(export.index()));
            case TAG -> new EndiveExterns.TagExtern(instance.tag(export.index()));
        };
    }

    private static CoreExtern memory(Memory memory) {
        return switch (memory) {
            case LinearMemory own -> own;
            case BorrowedMemory borrowed -> borrowed.owned();
            default -> throw new IllegalStateException("a memory that this engine didn't make: " + memory.getClass());
        };
    }

    private static CoreExtern table(TableInstance table) {
        return table instanceof TableView view ? view.shared() : new EndiveExterns.PlainTable(table);
    }
}
