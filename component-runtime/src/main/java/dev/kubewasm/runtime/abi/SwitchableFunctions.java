package dev.kubewasm.runtime.abi;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PROTECTED;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;

import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.engine.typed.TypedCalls;
import dev.kubewasm.runtime.engine.typed.Words;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.ref.SoftReference;
import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes {@link SwitchableFunction}s, in code generated for their signature. */
final class SwitchableFunctions {
    private static final ClassDesc BASE = ClassDesc.of(SwitchableFunction.class.getName());
    private static final ClassDesc FUNCTION = ClassDesc.of(HostCoreFunction.class.getName());
    private static final ClassDesc LINKS = ClassDesc.of(LinkSwitch.class.getName());
    private static final ClassDesc THROWABLE = ClassDesc.of(Throwable.class.getName());
    private static final MethodTypeDesc CONSTRUCTOR = MethodTypeDesc.of(ConstantDescs.CD_void, FUNCTION, LINKS);
    private static final MethodTypeDesc BEFORE_CALL = MethodTypeDesc.of(ConstantDescs.CD_long);
    private static final MethodTypeDesc CALLED = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long);
    private static final MethodTypeDesc ARRAY_CALL =
            MethodTypeDesc.of(ConstantDescs.CD_long.arrayType(), ConstantDescs.CD_long.arrayType());

    private static final Map<String, SoftReference<Constructor<?>>> MADE = new ConcurrentHashMap<>();

    private SwitchableFunctions() {}

    /** A function that, to begin with, calls {@code first}; {@link SwitchableFunction#switchTo} says what comes after. */
    static SwitchableFunction of(HostCoreFunction first, LinkSwitch links) {
        MethodTypeDesc signature = TypedCalls.signature(first.type());
        try {
            return (SwitchableFunction) constructor(signature).newInstance(first, links);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("making a switchable function", e);
        }
    }

    private static Constructor<?> constructor(MethodTypeDesc signature) throws NoSuchMethodException {
        String key = signature.descriptorString();
        SoftReference<Constructor<?>> known = MADE.get(key);
        Constructor<?> constructor = known == null ? null : known.get();
        if (constructor == null) {
            ClassDesc name = GeneratedLoader.name("Switchable");
            constructor = GeneratedLoader.define(name, write(name, signature))
                    .getConstructor(HostCoreFunction.class, LinkSwitch.class);
            MADE.put(key, new SoftReference<>(constructor));
        }
        return constructor;
    }

    private static byte[] write(ClassDesc self, MethodTypeDesc signature) {
        ClassDesc call = TypedCalls.interfaceOf(signature);
        return ClassFile.of().build(self, c -> c.withFlags(ACC_PUBLIC | ACC_FINAL)
                .withSuperclass(BASE)
                .withInterfaceSymbols(call)
                .withField("target", call, ACC_PRIVATE)
                .withMethodBody(ConstantDescs.INIT_NAME, CONSTRUCTOR, ACC_PUBLIC, code -> code.aload(0)
                        .aload(1)
                        .aload(2)
                        .invokespecial(BASE, ConstantDescs.INIT_NAME, CONSTRUCTOR)
                        .return_())
                .withMethodBody(
                        "setTarget",
                        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object),
                        ACC_PROTECTED | ACC_FINAL,
                        code -> code.aload(0)
                                .aload(1)
                                .checkcast(call)
                                .putfield(self, "target", call)
                                .return_())
                .withMethodBody(TypedCalls.METHOD, signature, ACC_PUBLIC, code -> call(code, self, call, signature))
                .withMethodBody(TypedCalls.METHOD, ARRAY_CALL, ACC_PUBLIC, code -> {
                    code.aload(0);
                    Words.unpackArguments(code, code.parameterSlot(0), signature);
                    code.invokevirtual(self, TypedCalls.METHOD, signature);
                    Words.returnPacked(code, signature.returnType());
                }));
    }

    private static void call(CodeBuilder code, ClassDesc self, ClassDesc call, MethodTypeDesc signature) {
        Label again = code.newBoundLabel();
        int began = code.allocateLocal(TypeKind.LONG);
        code.aload(0).invokevirtual(self, "beforeCall", BEFORE_CALL).lstore(began);
        code.trying(
                body -> {
                    body.aload(0).getfield(self, "target", call);
                    for (int i = 0; i < signature.parameterCount(); i++) {
                        body.loadLocal(TypeKind.from(signature.parameterType(i)), body.parameterSlot(i));
                    }
                    body.invokeinterface(call, TypedCalls.METHOD, signature)
                            .lload(began)
                            .lconst_0()
                            .lcmp()
                            .ifThen(
                                    Opcode.IFNE,
                                    timed -> timed.aload(0).lload(began).invokevirtual(self, "called", CALLED))
                            .return_(TypeKind.from(signature.returnType()));
                },
                handlers -> handlers.catchingAll(failed -> failed.aload(0)
                        .swap()
                        .invokevirtual(self, "again", MethodTypeDesc.of(ConstantDescs.CD_void, THROWABLE))
                        .goto_(again)));
    }
}
