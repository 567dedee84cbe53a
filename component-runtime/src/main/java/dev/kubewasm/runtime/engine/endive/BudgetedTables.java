package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.ResourceBudget;
import java.util.BitSet;
import java.util.List;
import run.endive.runtime.Instance;
import run.endive.runtime.TableFactory;
import run.endive.runtime.TableInstance;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;

/** Makes the tables that a module defines, in their order: views for the exported ones, and all count to the budget. */
final class BudgetedTables implements TableFactory {
    private final BitSet exported = new BitSet();
    private final ResourceBudget budget;
    private final List<TableView> views;
    private int next;

    BudgetedTables(WasmModule module, ResourceBudget budget, List<TableView> views) {
        this.budget = budget;
        this.views = views;
        this.next = module.importSection().count(ExternalType.TABLE);
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            run.endive.wasm.types.Export e = module.exportSection().getExport(i);
            if (e.exportType() == ExternalType.TABLE) {
                exported.set(e.index());
            }
        }
    }

    @Override
    public TableInstance create(Table table, int initialValue) {
        long min = table.limits().min();
        budget.reserveInitialTable(min);
        boolean shared = exported.get(next++) && !table.elementType().isObjectRef();
        if (shared) {
            TableView view = new TableView(new SharedTable(table, budget), initialValue);
            views.add(view);
            return view;
        }
        // The limits are the module's, which all instances share, and growing changes them: each table has its own.
        TableLimits own = new TableLimits(min, table.limits().max());
        return new BudgetedTable(new Table(table.elementType(), own), initialValue, budget);
    }

    private static final class BudgetedTable extends TableInstance {
        private final ResourceBudget budget;

        BudgetedTable(Table table, int initialValue, ResourceBudget budget) {
            super(table, initialValue);
            this.budget = budget;
        }

        @Override
        public int grow(int more, int value, Instance instance) {
            return mayGrow(more) ? super.grow(more, value, instance) : -1;
        }

        @Override
        public int growWithRef(int more, Object value, Instance instance) {
            return mayGrow(more) ? super.growWithRef(more, value, instance) : -1;
        }

        private boolean mayGrow(int more) {
            return more >= 0 && more <= limits().max() - size() && budget.reserveTable(more);
        }
    }
}
