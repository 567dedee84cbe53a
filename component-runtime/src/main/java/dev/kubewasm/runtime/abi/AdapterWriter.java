package dev.kubewasm.runtime.abi;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;

import dev.kubewasm.runtime.abi.CopyWriter.Flat;
import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.engine.typed.TypedCalls;
import dev.kubewasm.runtime.engine.typed.Words;
import dev.kubewasm.runtime.value.ValueType.Primitive;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes the class of a {@link FusedAdapter} for one shape of function types: its typed call, which is the composition of
 * {@code canon_lower} and {@code canon_lift} (CanonicalABI.md), and the moves of the values.
 */
final class AdapterWriter {
    private static final ClassDesc BASE = ClassDesc.of(FusedAdapter.class.getName());
    private static final ClassDesc LINK = BASE.nested("Link");
    private static final ClassDesc GATE = ClassDesc.of(Gate.class.getName());
    private static final ClassDesc CALL = ClassDesc.of(Call.class.getName());
    private static final ClassDesc THROWABLE = ClassDesc.of(Throwable.class.getName());
    private static final ClassDesc RUNTIME_EXCEPTION = ClassDesc.of(RuntimeException.class.getName());
    private static final ClassDesc OBJECT = ConstantDescs.CD_Object;
    private static final ClassDesc INT = ConstantDescs.CD_int;
    private static final ClassDesc VOID = ConstantDescs.CD_void;
    /** The call with all that may belong to one, where {@code call} is a shorter one. */
    private static final String CALL_IN_FULL = "callInFull";

    private static final MethodTypeDesc OF_LINK = MethodTypeDesc.of(VOID, LINK);

    private final ClassDesc self;
    private final FunctionAbi abi;
    private final boolean hasPostReturn;
    private final boolean direct;
    private final MethodTypeDesc lowered;
    private final MethodTypeDesc lifted;
    private final MethodTypeDesc postReturn;
    private final CopyWriter in;
    private final CopyWriter out;

    private AdapterWriter(ClassDesc self, FunctionAbi abi, AdapterShape shape, boolean hasPostReturn, boolean direct) {
        this.self = self;
        this.abi = abi;
        this.hasPostReturn = hasPostReturn;
        this.direct = direct && !hasPostReturn && onlyNumbers(abi);
        this.lowered = TypedCalls.signature(abi.loweredType());
        this.lifted = TypedCalls.signature(abi.liftedType());
        this.postReturn = TypedCalls.signature(abi.postReturnType());
        this.in = new CopyWriter(self, true, shape.resourceSlots());
        this.out = new CopyWriter(self, false, shape.resourceSlots());
    }

    /**
     * The class file.
     *
     * @param self the class's name
     * @param direct whether a call only passes the gates of both sides
     * @throws IllegalArgumentException if a method is larger than the JVM allows
     */
    static byte[] write(ClassDesc self, FunctionAbi abi, AdapterShape shape, boolean hasPostReturn, boolean direct) {
        return new AdapterWriter(self, abi, shape, hasPostReturn, direct).write();
    }

    /** Whether moving the values can't fail and nothing is in memory. */
    private static boolean onlyNumbers(FunctionAbi abi) {
        return abi.flatParams()
                && abi.params().fields().stream().allMatch(AdapterWriter::isNumber)
                && abi.result().stream().allMatch(AdapterWriter::isNumber);
    }

    private static boolean isNumber(Codec codec) {
        return codec instanceof NumberCodec number && number.type() != Primitive.CHAR;
    }

    private byte[] write() {
        return ClassFile.of().build(self, c -> {
            c.withFlags(ACC_PUBLIC | ACC_FINAL)
                    .withSuperclass(BASE)
                    .withInterfaceSymbols(TypedCalls.interfaceOf(lowered))
                    .withField("callee", TypedCalls.interfaceOf(lifted), ACC_PRIVATE | ACC_FINAL)
                    .withMethodBody(ConstantDescs.INIT_NAME, OF_LINK, ACC_PUBLIC, this::constructor)
                    .withMethodBody(direct ? CALL_IN_FULL : TypedCalls.METHOD, lowered, ACC_PUBLIC, this::call)
                    .withMethodBody(
                            TypedCalls.METHOD,
                            MethodTypeDesc.of(ConstantDescs.CD_long.arrayType(), ConstantDescs.CD_long.arrayType()),
                            ACC_PUBLIC,
                            this::callByArray);
            if (direct) {
                c.withMethodBody(TypedCalls.METHOD, lowered, ACC_PUBLIC, this::directCall);
            }
            if (hasPostReturn) {
                c.withField("postReturn", TypedCalls.interfaceOf(postReturn), ACC_PRIVATE | ACC_FINAL);
            }
            in.writeMethods(c);
            out.writeMethods(c);
        });
    }

    private void constructor(CodeBuilder code) {
        code.aload(0).aload(1).invokespecial(BASE, ConstantDescs.INIT_NAME, OF_LINK);
        setFunction(code, "callee", TypedCalls.interfaceOf(lifted));
        if (hasPostReturn) {
            setFunction(code, "postReturn", TypedCalls.interfaceOf(postReturn));
        }
        code.return_();
    }

    private void setFunction(CodeBuilder code, String name, ClassDesc type) {
        code.aload(0)
                .aload(1)
                .invokevirtual(LINK, name, MethodTypeDesc.of(OBJECT))
                .checkcast(type)
                .putfield(self, name, type);
    }

    private void callByArray(CodeBuilder code) {
        code.aload(0);
        Words.unpackArguments(code, code.parameterSlot(0), lowered);
        code.invokevirtual(self, TypedCalls.METHOD, lowered);
        Words.returnPacked(code, lowered.returnType());
    }

    private void call(CodeBuilder code) {
        int call = code.allocateLocal(TypeKind.REFERENCE);
        Optional<Flat> returned = lowered.returnType().equals(VOID)
                ? Optional.empty()
                : Optional.of(local(code, abi.loweredType().results().getFirst()));
        code.aload(0).invokevirtual(self, "enter", MethodTypeDesc.of(CALL)).astore(call);
        code.trying(
                body -> callAndCopy(body, call, returned),
                handlers -> handlers.catchingAll(failed -> {
                    int failure = failed.allocateLocal(TypeKind.REFERENCE);
                    failed.astore(failure)
                            .aload(0)
                            .aload(failure)
                            .aload(call)
                            .invokevirtual(self, "failed", MethodTypeDesc.of(RUNTIME_EXCEPTION, THROWABLE, CALL))
                            .athrow();
                }));
        code.aload(0).aload(call).invokevirtual(self, "leave", MethodTypeDesc.of(VOID, CALL));
        returned.ifPresent(r -> code.loadLocal(kind(r), r.local()));
        code.return_(TypeKind.from(lowered.returnType()));
    }

    /**
     * What most calls of numbers come to: both gates, the callee, and nothing else. Short, for it is what the JVM inlines
     * wherever such a link is used.
     */
    private void directCall(CodeBuilder code) {
        Label inFull = code.newLabel();
        gate(code, "callerGate")
                .getfield(GATE, "mayLeave", ConstantDescs.CD_boolean)
                .ifeq(inFull);
        gate(code, "calleeGate")
                .getfield(GATE, "mayEnter", ConstantDescs.CD_boolean)
                .ifeq(inFull);
        gate(code, "calleeGate").iconst_0().putfield(GATE, "mayEnter", ConstantDescs.CD_boolean);
        code.trying(
                this::callDirectly,
                handlers -> handlers.catchingAll(failed -> failed.aload(0)
                        .swap()
                        .invokevirtual(self, "directFailed", MethodTypeDesc.of(RUNTIME_EXCEPTION, THROWABLE))
                        .athrow()));
        code.labelBinding(inFull).aload(0);
        for (int i = 0; i < lowered.parameterCount(); i++) {
            code.loadLocal(TypeKind.from(lowered.parameterType(i)), code.parameterSlot(i));
        }
        code.invokevirtual(self, CALL_IN_FULL, lowered).return_(TypeKind.from(lowered.returnType()));
    }

    private void callDirectly(CodeBuilder code) {
        ClassDesc type = TypedCalls.interfaceOf(lifted);
        code.aload(0).getfield(self, "callee", type);
        List<Codec> params = abi.params().fields();
        for (int i = 0; i < params.size(); i++) {
            Flat param = new Flat(code.parameterSlot(i), params.get(i).flat().getFirst());
            in.flatNumber(code, (NumberCodec) params.get(i), param);
        }
        code.invokeinterface(type, TypedCalls.METHOD, lifted);
        abi.result().ifPresent(codec -> {
            Flat result = local(code, codec.flat().getFirst());
            code.storeLocal(kind(result), result.local());
            out.flatNumber(code, (NumberCodec) codec, result);
        });
        gate(code, "calleeGate").iconst_1().putfield(GATE, "mayEnter", ConstantDescs.CD_boolean);
        code.return_(TypeKind.from(lowered.returnType()));
    }

    private CodeBuilder gate(CodeBuilder code, String field) {
        return code.aload(0).getfield(self, field, GATE);
    }

    private void callAndCopy(CodeBuilder code, int call, Optional<Flat> returned) {
        List<Flat> arguments = copyParameters(code, call);
        Optional<Flat> result = lifted.returnType().equals(VOID)
                ? Optional.empty()
                : Optional.of(local(code, abi.liftedType().results().getFirst()));
        inCallee(code, c -> {
            callFunction(c, "callee", lifted, arguments);
            result.ifPresent(r -> c.storeLocal(kind(r), r.local()));
        });
        if (abi.hasBorrow()) {
            code.aload(0).aload(call).invokevirtual(self, "checkReturned", MethodTypeDesc.of(VOID, CALL));
        }
        result.ifPresent(r -> copyResult(code, r, returned, call));
        if (hasPostReturn) {
            code.aload(0).invokevirtual(self, "beginPostReturn", ConstantDescs.MTD_void);
            inCallee(
                    code,
                    c -> callFunction(
                            c, "postReturn", postReturn, result.stream().toList()));
            code.aload(0).invokevirtual(self, "endPostReturn", ConstantDescs.MTD_void);
        }
    }

    /** Whatever ends {@code body} other than returning is the callee's failure. */
    private void inCallee(CodeBuilder code, Consumer<CodeBuilder> body) {
        code.trying(
                body::accept,
                handlers -> handlers.catchingAll(failed -> {
                    int failure = failed.allocateLocal(TypeKind.REFERENCE);
                    failed.astore(failure)
                            .aload(0)
                            .aload(failure)
                            .invokevirtual(self, "calleeFailed", MethodTypeDesc.of(RUNTIME_EXCEPTION, THROWABLE))
                            .athrow();
                }));
    }

    private void callFunction(CodeBuilder code, String field, MethodTypeDesc signature, List<Flat> arguments) {
        ClassDesc type = TypedCalls.interfaceOf(signature);
        code.aload(0).getfield(self, field, type);
        arguments.forEach(a -> code.loadLocal(kind(a), a.local()));
        code.invokeinterface(type, TypedCalls.METHOD, signature);
    }

    private List<Flat> copyParameters(CodeBuilder code, int call) {
        FieldsCodec params = abi.params();
        if (abi.flatParams()) {
            List<Flat> from = new ArrayList<>();
            List<Flat> to = new ArrayList<>();
            List<CoreType> types = params.flat();
            for (int i = 0; i < types.size(); i++) {
                from.add(new Flat(code.parameterSlot(i), types.get(i)));
                to.add(local(code, types.get(i)));
            }
            in.flat(code, params, from, to, call);
            return to;
        }
        Flat target = local(code, CoreType.I32);
        code.aload(0)
                .loadConstant(1)
                .iload(code.parameterSlot(0))
                .loadConstant(params.alignment())
                .loadConstant(params.size())
                .invokevirtual(self, "checkSource", MethodTypeDesc.of(VOID, ConstantDescs.CD_boolean, INT, INT, INT));
        code.aload(0)
                .loadConstant(params.alignment())
                .loadConstant(params.size())
                .invokevirtual(self, "allocateParameters", MethodTypeDesc.of(INT, INT, INT))
                .istore(target.local());
        in.memory(code, params, code.parameterSlot(0), target.local(), call);
        return List.of(target);
    }

    private void copyResult(CodeBuilder code, Flat result, Optional<Flat> returned, int call) {
        Codec codec = abi.result().orElseThrow();
        if (abi.flatResult()) {
            out.flat(code, codec, List.of(result), List.of(returned.orElseThrow()), call);
            return;
        }
        int target = code.parameterSlot(lowered.parameterCount() - 1);
        code.aload(0)
                .loadConstant(0)
                .iload(result.local())
                .loadConstant(codec.alignment())
                .loadConstant(codec.size())
                .invokevirtual(self, "checkSource", MethodTypeDesc.of(VOID, ConstantDescs.CD_boolean, INT, INT, INT));
        code.aload(0)
                .iload(target)
                .loadConstant(codec.alignment())
                .loadConstant(codec.size())
                .invokevirtual(self, "checkResultRoom", MethodTypeDesc.of(VOID, INT, INT, INT));
        out.memory(code, codec, result.local(), target, call);
    }

    private static Flat local(CodeBuilder code, CoreType type) {
        return new Flat(code.allocateLocal(TypeKind.from(TypedCalls.jvmType(type))), type);
    }

    private static TypeKind kind(Flat flat) {
        return TypeKind.from(TypedCalls.jvmType(flat.type()));
    }
}
