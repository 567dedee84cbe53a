package dev.kubewasm.runtime.engine;

import dev.kubewasm.runtime.Fixtures;
import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import java.util.Arrays;
import java.util.List;

/** An instance of a module kept beside the tests, its exports by name. */
public record CoreFixture(CoreModule module, CoreInstance instance) {
    private static final long MIB = 1 << 20;

    private static final HostCoreFunction TRIPLE =
            new HostCoreFunction(new CoreFuncType(List.of(CoreType.I64), List.of(CoreType.I64))) {
                @Override
                public long[] call(long... args) {
                    return new long[] {3 * args[0]};
                }
            };

    /** A budget that is enough for all of them. */
    public static ResourceBudget budget() {
        return new ResourceBudget(16 * MIB, 1000);
    }

    /** An instance with a budget of its own, and so linked to no other. */
    public static CoreFixture of(Engine engine, String name) {
        return of(engine, name, budget());
    }

    /** An instance with its imports in order. */
    public static CoreFixture of(Engine engine, String name, ResourceBudget budget, CoreExtern... imports) {
        CoreModule module = engine.compile(Fixtures.bytes("core/" + name + ".wasm"));
        return new CoreFixture(module, module.instantiate(Arrays.asList(imports), budget));
    }

    /** The module that exports a table with functions in it. */
    public static CoreFixture tableOwner(Engine engine, ResourceBudget budget) {
        return of(engine, "table-owner", budget);
    }

    /** The module that uses the table of {@code owner}, with other types in another order; a function of the host triples. */
    public static CoreFixture tableUser(Engine engine, ResourceBudget budget, CoreFixture owner) {
        return of(engine, "table-user", budget, owner.export("table"), TRIPLE);
    }

    /** The export of that name. */
    public CoreExtern export(String name) {
        for (int i = 0; i < module.exports().size(); i++) {
            if (module.exports().get(i).name().equals(name)) {
                return instance.export(i);
            }
        }
        throw new IllegalArgumentException("no export " + name);
    }

    /** Calls the exported function of that name. */
    public long[] call(String name, long... args) {
        return ((CoreFunction) export(name)).call(args);
    }

    /** The memory that it exports. */
    public CoreMemory memory() {
        return ((CoreExtern.OfMemory) export("memory")).memory();
    }
}
