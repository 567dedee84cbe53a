package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.Fixtures;
import dev.kubewasm.runtime.engine.CoreExtern;
import dev.kubewasm.runtime.engine.CoreFunction;
import dev.kubewasm.runtime.engine.CoreInstance;
import dev.kubewasm.runtime.engine.CoreMemory;
import dev.kubewasm.runtime.engine.CoreModule;
import dev.kubewasm.runtime.engine.Engine;
import dev.kubewasm.runtime.engine.ResourceBudget;
import java.util.Arrays;

/** An instance of a module kept beside the tests, its exports by name. */
record CoreFixture(CoreModule module, CoreInstance instance) {
    static final long MIB = 1 << 20;

    static CoreFixture of(Engine engine, String name, CoreExtern... imports) {
        return of(engine, name, new ResourceBudget(16 * MIB, 1000), imports);
    }

    static CoreFixture of(Engine engine, String name, ResourceBudget budget, CoreExtern... imports) {
        CoreModule module = engine.compile(Fixtures.bytes("core/" + name + ".wasm"));
        return new CoreFixture(module, module.instantiate(Arrays.asList(imports), budget));
    }

    CoreExtern export(String name) {
        for (int i = 0; i < module.exports().size(); i++) {
            if (module.exports().get(i).name().equals(name)) {
                return instance.export(i);
            }
        }
        throw new IllegalArgumentException("no export " + name);
    }

    long[] call(String name, long... args) {
        return ((CoreFunction) export(name)).call(args);
    }

    CoreMemory memory() {
        return ((CoreExtern.OfMemory) export("memory")).memory();
    }
}
