package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.typed.TypedCalls;
import java.lang.constant.ClassDesc;

/** Each generated class has a loader of its own, so that it can be unloaded. */
final class GeneratedLoader extends ClassLoader {
    private static final String PACKAGE = "dev.kubewasm.runtime.abi.generated";

    private GeneratedLoader() {
        super(GeneratedLoader.class.getClassLoader());
    }

    /** The name that a generated class has; there may be many of one name. */
    static ClassDesc name(String simpleName) {
        return ClassDesc.of(PACKAGE, simpleName);
    }

    /** Defines a class. */
    static Class<?> define(ClassDesc name, byte[] bytes) {
        return new GeneratedLoader().defineClass(PACKAGE + "." + name.displayName(), bytes, 0, bytes.length);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (TypedCalls.isInterface(name)) {
            return TypedCalls.load(name);
        }
        throw new ClassNotFoundException(name);
    }
}
