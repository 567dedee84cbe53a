package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.typed.TypedCalls;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Defines the classes of one compiled module, each when it is first used. Its name, which no other has, stands in stack traces. */
final class ModuleLoader extends ClassLoader {
    private static final AtomicLong NUMBER = new AtomicLong();

    private final Map<String, byte[]> classes;
    private final InterruptionCheck check = Interruptions.newCheck(this);

    ModuleLoader(Map<String, byte[]> classes) {
        super("wasm-module-" + NUMBER.incrementAndGet(), EndiveEngine.class.getClassLoader());
        this.classes = classes;
    }

    /** The one of this module's code. */
    InterruptionCheck check() {
        return check;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (TypedCalls.isInterface(name)) {
            return TypedCalls.load(name);
        }
        byte @Nullable [] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
