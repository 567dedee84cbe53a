package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.Activation;
import dev.kubewasm.runtime.engine.CoreExtern;
import dev.kubewasm.runtime.engine.CoreFuncType;
import dev.kubewasm.runtime.engine.CoreFunction;
import dev.kubewasm.runtime.engine.CoreInstance;
import dev.kubewasm.runtime.engine.CoreModule;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.engine.ResourceBudget;
import dev.kubewasm.runtime.engine.typed.TypedCalls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportGlobal;
import run.endive.runtime.ImportMemory;
import run.endive.runtime.ImportTable;
import run.endive.runtime.ImportTag;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.TagInstance;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.UnlinkableException;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.PassiveDataSegment;
import run.endive.wasm.types.ValType;

/** A compiled module. */
final class EndiveModule implements CoreModule {
    private final WasmModule module;
    private final Function<Instance, Machine> machines;
    private final MemoryPool pool;
    private final List<Import> imports;
    private final List<Export> exports;
    private final DataImages images;
    private final boolean passiveSegments;

    EndiveModule(WasmModule module, Function<Instance, Machine> machines, MemoryPool pool) {
        this.pool = pool;
        this.module = module;
        this.machines = machines;
        this.imports = module.importSection().stream()
                .map(i -> new Import(i.module(), i.name(), kind(i.importType())))
                .toList();
        List<Export> all = new ArrayList<>();
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            run.endive.wasm.types.Export e = module.exportSection().getExport(i);
            all.add(new Export(e.name(), kind(e.exportType())));
        }
        this.exports = List.copyOf(all);
        DataSegment[] segments = module.dataSection().dataSegments();
        this.images = new DataImages(segments);
        this.passiveSegments = Arrays.stream(segments).anyMatch(PassiveDataSegment.class::isInstance);
    }

    private static Kind kind(ExternalType type) {
        return switch (type) {
            case FUNCTION -> Kind.FUNCTION;
            case TABLE -> Kind.TABLE;
            case MEMORY -> Kind.MEMORY;
            case GLOBAL -> Kind.GLOBAL;
            case TAG -> Kind.TAG;
        };
    }

    @Override
    public List<Import> imports() {
        return imports;
    }

    @Override
    public List<Export> exports() {
        return exports;
    }

    @Override
    public CoreInstance instantiate(List<CoreExtern> arguments, ResourceBudget budget) {
        List<TableView> views = new ArrayList<>();
        ImportValues.Builder values = ImportValues.builder();
        for (int i = 0; i < imports.size(); i++) {
            addImport(values, imports.get(i), arguments.get(i), views);
        }
        // Start functions are the module's code, too.
        Activation activation = Activation.current();
        activation.enter();
        try {
            // Table views must know whose they are before element segments are written through them.
            Instance instance = TagIdentity.declared(importedTags(arguments), () -> Instance.builder(module)
                    .withImportValues(values.build())
                    .withMachineFactory(machines)
                    .withMemoryFactory(limits -> budget.state(OwnedMemories.class, () -> new OwnedMemories(pool))
                            .create(limits, budget, images))
                    .withTableFactory(new BudgetedTables(module, budget, views))
                    .withInitialize(false)
                    .withStart(false)
                    .build());
            TagIdentity.give(instance);
            views.forEach(view -> view.bind(instance));
            instance.initialize(false);
            return new EndiveInstance(instance);
        } catch (UnlinkableException e) {
            throw new CoreModuleException("core imports don't fit: " + e.getMessage(), e);
        } catch (WasmEngineException | StackOverflowError e) {
            throw EngineTraps.translate(e);
        } finally {
            activation.leave();
        }
    }

    private static List<TagInstance> importedTags(List<CoreExtern> arguments) {
        return arguments.stream()
                .filter(EndiveExterns.TagExtern.class::isInstance)
                .map(a -> ((EndiveExterns.TagExtern) a).tag())
                .distinct()
                .toList();
    }

    private void addImport(ImportValues.Builder values, Import wanted, CoreExtern supplied, List<TableView> views) {
        String module = wanted.module();
        String name = wanted.name();
        switch (supplied) {
            case EndiveFunction f -> values.addFunction(importedFunction(module, name, f.type(), f, f));
            case HostCoreFunction f ->
                values.addFunction(
                        importedFunction(module, name, functionType(f.type()), f, (instance, args) -> f.call(args)));
            case LinearMemory memory ->
                values.addMemory(new ImportMemory(module, name, passiveSegments ? new BorrowedMemory(memory) : memory));
            case EndiveExterns.GlobalExtern g -> values.addGlobal(new ImportGlobal(module, name, g.global()));
            case EndiveExterns.TagExtern t -> values.addTag(new ImportTag(module, name, t.tag()));
            case EndiveExterns.PlainTable t -> values.addTable(new ImportTable(module, name, t.table()));
            case SharedTable t -> {
                TableView view = new TableView(t);
                views.add(view);
                values.addTable(new ImportTable(module, name, view));
            }
            default ->
                throw new IllegalArgumentException(
                        "import " + module + "." + name + " is of another engine: " + supplied);
        }
    }

    private static ImportFunction importedFunction(
            String module, String name, FunctionType type, CoreFunction function, WasmFunctionHandle handle) {
        return Signatures.of(type)
                .<ImportFunction>map(
                        signature -> new TypedImport(module, name, type, handle, TypedCalls.of(function, signature)))
                .orElseGet(() -> new ImportFunction(module, name, type, handle));
    }

    private static FunctionType functionType(CoreFuncType type) {
        return FunctionType.of(valTypes(type.params()), valTypes(type.results()));
    }

    private static List<ValType> valTypes(List<CoreFuncType.CoreType> types) {
        return types.stream()
                .map(t -> switch (t) {
                    case I32 -> ValType.I32;
                    case I64 -> ValType.I64;
                    case F32 -> ValType.F32;
                    case F64 -> ValType.F64;
                })
                .toList();
    }
}
