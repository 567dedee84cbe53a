package dev.kubewasm.runtime.engine.endive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ValType;

/**
 * The classes that a core module was compiled to.
 *
 * @param mainClass the {@link Machine}
 * @param classes class files by class name
 * @param globals the types of the variables that the code wants an instance to have behind those of the module, zero at first
 */
record CompiledCode(String mainClass, Map<String, byte[]> classes, List<ValType> globals) {
    private static final int MAX_CLASSES = 1 << 20;
    private static final int MAX_GLOBALS = 1 << 20;

    CompiledCode {
        globals = List.copyOf(globals);
    }

    /** Reads the jar that Endive's compiler makes of a module that has {@code globals} in addition. */
    static CompiledCode fromJar(byte[] jar, List<ValType> globals) {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        Properties properties = new Properties();
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
            for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                String name = entry.getName();
                if (name.endsWith(".class")) {
                    classes.put(name.substring(0, name.length() - 6).replace('/', '.'), in.readAllBytes());
                } else if (name.endsWith(".properties")) {
                    properties.load(new ByteArrayInputStream(in.readAllBytes()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the compiler's jar", e);
        }
        String main = properties.getProperty("mainClass");
        if (main == null || !classes.containsKey(main)) {
            throw new IllegalStateException("the compiler's jar names no main class");
        }
        return new CompiledCode(main, classes, globals);
    }

    /** The same with other classes. */
    CompiledCode withClasses(Map<String, byte[]> others) {
        return new CompiledCode(mainClass, others, globals);
    }

    /** The bytes that {@link #decode} reads. */
    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(mainClass);
            out.writeInt(globals.size());
            for (ValType global : globals) {
                out.writeLong(global.id());
            }
            out.writeInt(classes.size());
            for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeInt(entry.getValue().length);
                out.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #encode} wrote; throws IOException if it didn't. */
    static CompiledCode decode(ByteBuffer bytes) throws IOException {
        DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()));
        String main = in.readUTF();
        int globalCount = in.readInt();
        if (globalCount < 0 || globalCount > MAX_GLOBALS) {
            throw new IOException(globalCount + " globals");
        }
        List<ValType> globals = new ArrayList<>();
        for (int i = 0; i < globalCount; i++) {
            globals.add(ValType.builder().fromId(in.readLong()).build());
        }
        int count = in.readInt();
        if (count < 1 || count > MAX_CLASSES) {
            throw new IOException(count + " classes");
        }
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new IOException("class " + name + " of " + length + " bytes");
            }
            classes.put(name, in.readNBytes(length));
        }
        if (!classes.containsKey(main)) {
            throw new IOException("no class " + main);
        }
        return new CompiledCode(main, classes, globals);
    }

    /**
     * The functions that the interpreter runs, by their number. The machine's constructor makes an array of them for it: what it
     * stores are the numbers.
     */
    SortedSet<Integer> interpreted() {
        SortedSet<Integer> interpreted = new TreeSet<>();
        for (MethodModel method : ClassFile.of()
                .parse(Objects.requireNonNull(classes.get(mainClass)))
                .methods()) {
            if (method.methodName().equalsString(ConstantDescs.INIT_NAME)) {
                ConstantDesc last = 0;
                for (CodeElement element : method.code().orElseThrow()) {
                    if (element instanceof ConstantInstruction constant) {
                        last = constant.constantValue();
                    } else if (element instanceof ArrayStoreInstruction) {
                        interpreted.add((Integer) last);
                    }
                }
            }
        }
        return interpreted;
    }

    /** {@code module}, which the code was compiled from, with the globals that it wants. */
    WasmModule extended(WasmModule module) {
        return globals.isEmpty() ? module : ExtraGlobals.add(module, globals);
    }

    /** Defines the classes, each when it is first used, in a loader of their own; makes machines. */
    Function<Instance, Machine> machineFactory() {
        try {
            Constructor<? extends Machine> constructor = new ModuleLoader(classes)
                    .loadClass(mainClass)
                    .asSubclass(Machine.class)
                    .getConstructor(Instance.class);
            return instance -> newMachine(constructor, instance);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("compiled class " + mainClass, e);
        }
    }

    private static Machine newMachine(Constructor<? extends Machine> constructor, Instance instance) {
        try {
            return constructor.newInstance(instance);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("making the machine", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("making the machine", e);
        }
    }
}
