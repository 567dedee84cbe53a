package dev.kubewasm.runtime.engine.typed;

import static java.lang.classfile.ClassFile.ACC_ABSTRACT;
import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_INTERFACE;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;

import dev.kubewasm.runtime.engine.CoreFuncType;
import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.engine.CoreFunction;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.ref.SoftReference;
import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Java interfaces by which core functions are called without arrays: one for each signature, with one method {@code
 * call} whose parameters and result are the JVM's primitive types (i32 is int, i64 long, f32 float, f64 double).
 *
 * <p>A {@link CoreFunction} may implement the interface of its signature; every other one can be wrapped. The interfaces
 * are made when they are first needed, each in a class loader of its own, and unloaded when no code uses them and memory is
 * short.
 */
public final class TypedCalls {
    /** The name of the interfaces' method. */
    public static final String METHOD = "call";
    /** More parameters than the interface of any signature has: functions with more are called by arrays. */
    public static final int MAX_PARAMS = 32;

    private static final String PREFIX = "dev.kubewasm.runtime.engine.typed.generated.Call_";
    private static final ClassDesc CORE_FUNCTION = ClassDesc.of(CoreFunction.class.getName());
    private static final MethodTypeDesc ARRAY_CALL =
            MethodTypeDesc.of(ConstantDescs.CD_long.arrayType(), ConstantDescs.CD_long.arrayType());

    /** Signatures that Java code of this project implements or calls. */
    private static final Map<MethodTypeDesc, Class<?>> WRITTEN = Map.of(
            MethodTypeDesc.ofDescriptor("(I)V"), I32ToVoid.class,
            MethodTypeDesc.ofDescriptor("(I)I"), I32ToI32.class,
            MethodTypeDesc.ofDescriptor("(IIII)I"), Realloc.class);

    private static final Map<MethodTypeDesc, SoftReference<SignatureLoader>> LOADERS = new ConcurrentHashMap<>();

    private TypedCalls() {}

    /** The signature of core functions of {@code type}, which has one result or none. */
    public static MethodTypeDesc signature(CoreFuncType type) {
        if (type.results().size() > 1) {
            throw new IllegalArgumentException("a typed call has one result: " + type);
        }
        return MethodTypeDesc.of(
                type.results().isEmpty()
                        ? ConstantDescs.CD_void
                        : jvmType(type.results().getFirst()),
                type.params().stream().map(TypedCalls::jvmType).toList());
    }

    /** The JVM's type for a core type. */
    public static ClassDesc jvmType(CoreType type) {
        return switch (type) {
            case I32 -> ConstantDescs.CD_int;
            case I64 -> ConstantDescs.CD_long;
            case F32 -> ConstantDescs.CD_float;
            case F64 -> ConstantDescs.CD_double;
        };
    }

    /** Whether there is an interface for methods of {@code signature}: only numbers, at most {@link #MAX_PARAMS}. */
    public static boolean exists(MethodTypeDesc signature) {
        return signature.parameterCount() <= MAX_PARAMS
                && signature.parameterList().stream().allMatch(TypedCalls::isNumber)
                && (isNumber(signature.returnType()) || signature.returnType().equals(ConstantDescs.CD_void));
    }

    private static boolean isNumber(ClassDesc type) {
        return type.isPrimitive() && "IJFD".contains(type.descriptorString());
    }

    /** The interface of {@code signature}. */
    public static ClassDesc interfaceOf(MethodTypeDesc signature) {
        Class<?> written = WRITTEN.get(signature);
        return ClassDesc.of(written == null ? nameOf(signature) : written.getName());
    }

    private static String nameOf(MethodTypeDesc signature) {
        return PREFIX
                + signature.parameterList().stream()
                        .map(ClassDesc::descriptorString)
                        .collect(Collectors.joining())
                + "_" + signature.returnType().descriptorString();
    }

    /** Whether {@code className} is that of an interface made here; a loader of generated code asks {@link #load}. */
    public static boolean isInterface(String className) {
        return className.startsWith(PREFIX);
    }

    /** The interface of that name. */
    public static Class<?> load(String className) {
        String encoded = className.substring(PREFIX.length());
        int end = encoded.indexOf('_');
        return loader(MethodTypeDesc.ofDescriptor("(" + encoded.substring(0, end) + ")" + encoded.substring(end + 1)))
                .call();
    }

    /** {@code function} as an instance of the interface of {@code signature}: itself, or wrapped. */
    public static Object of(CoreFunction function, MethodTypeDesc signature) {
        Class<?> written = WRITTEN.get(signature);
        if (written != null && written.isInstance(function)) {
            return function;
        }
        SignatureLoader loader = loader(signature);
        return loader.call().isInstance(function) ? function : loader.wrap(function);
    }

    private static SignatureLoader loader(MethodTypeDesc signature) {
        SoftReference<SignatureLoader> known = LOADERS.get(signature);
        SignatureLoader loader = known == null ? null : known.get();
        return loader == null ? newLoader(signature) : loader;
    }

    /** One at a time: all that use a signature must see the same interface. */
    private static synchronized SignatureLoader newLoader(MethodTypeDesc signature) {
        SoftReference<SignatureLoader> known = LOADERS.get(signature);
        SignatureLoader loader = known == null ? null : known.get();
        if (loader == null) {
            LOADERS.values().removeIf(reference -> reference.get() == null);
            loader = new SignatureLoader(signature);
            LOADERS.put(signature, new SoftReference<>(loader));
        }
        return loader;
    }

    /** Holds the interface of one signature, and the class that wraps other functions of that signature. */
    private static final class SignatureLoader extends ClassLoader {
        private final MethodTypeDesc signature;
        private final Class<?> call;
        /** Made when it is first needed: most functions implement their interface themselves. */
        private @Nullable Constructor<?> wrapper;

        SignatureLoader(MethodTypeDesc signature) {
            super(TypedCalls.class.getClassLoader());
            ClassDesc name = interfaceOf(signature);
            Class<?> written = WRITTEN.get(signature);
            this.signature = signature;
            this.call = written == null ? define(name, interfaceBytes(name, signature)) : written;
        }

        Class<?> call() {
            return call;
        }

        Object wrap(CoreFunction function) {
            try {
                return wrapper().newInstance(function);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("wrapping a function", e);
            }
        }

        private synchronized Constructor<?> wrapper() throws NoSuchMethodException {
            Constructor<?> made = wrapper;
            if (made == null) {
                ClassDesc name = ClassDesc.of(nameOf(signature) + "_Wrapper");
                made = define(name, wrapperBytes(name, interfaceOf(signature), signature))
                        .getConstructor(CoreFunction.class);
                wrapper = made;
            }
            return made;
        }

        private Class<?> define(ClassDesc name, byte[] bytes) {
            String binaryName = name.packageName() + "." + name.displayName();
            return defineClass(binaryName, bytes, 0, bytes.length);
        }

        private static byte[] interfaceBytes(ClassDesc name, MethodTypeDesc signature) {
            return ClassFile.of().build(name, c -> c.withFlags(ACC_PUBLIC | ACC_INTERFACE | ACC_ABSTRACT)
                    .withMethod(METHOD, signature, ACC_PUBLIC | ACC_ABSTRACT, method -> {}));
        }

        private static byte[] wrapperBytes(ClassDesc name, ClassDesc call, MethodTypeDesc signature) {
            return ClassFile.of().build(name, c -> c.withFlags(ACC_PUBLIC | ACC_FINAL)
                    .withInterfaceSymbols(call)
                    .withField("function", CORE_FUNCTION, ACC_PRIVATE | ACC_FINAL)
                    .withMethodBody(
                            ConstantDescs.INIT_NAME,
                            MethodTypeDesc.of(ConstantDescs.CD_void, CORE_FUNCTION),
                            ACC_PUBLIC,
                            code -> code.aload(0)
                                    .invokespecial(
                                            ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                                    .aload(0)
                                    .aload(1)
                                    .putfield(name, "function", CORE_FUNCTION)
                                    .return_())
                    .withMethodBody(METHOD, signature, ACC_PUBLIC, code -> {
                        code.aload(0).getfield(name, "function", CORE_FUNCTION);
                        Words.packParameters(code, signature);
                        code.invokeinterface(CORE_FUNCTION, METHOD, ARRAY_CALL);
                        Words.returnFirst(code, signature.returnType());
                    }));
        }
    }
}
