package dev.kubewasm.runtime.engine.endive;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;

import dev.kubewasm.runtime.engine.typed.TypedCalls;
import dev.kubewasm.runtime.engine.typed.Words;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Interfaces;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.TagSection;

/**
 * Rewrites what Endive's compiler makes so that calls that leave a module pass no arrays and compare no type indices.
 *
 * <ul>
 *   <li>{@code func_N} of an imported function calls the interface of its signature ({@link TypedCalls}), which the machine
 *       holds.
 *   <li>{@code call_indirect_T} calls functions of other instances by the interface of type T's signature; that a function
 *       implements it is the type check.
 *   <li>Each exported function gets a class that implements the interface of its signature and calls its code, and the
 *       machine makes instances of them ({@link TypedFunctions}).
 * </ul>
 *
 * Only functions of numbers are treated so; what takes or returns references, several results or very many parameters
 * stays as it was compiled.
 */
final class CallRewriter {
    private static final String FUNCTION = "func_";
    private static final String CALL_INDIRECT = "call_indirect_";
    private static final String CHECK_INTERRUPTION = "checkInterruption";
    private static final ClassDesc INSTANCE = ClassDesc.of(Instance.class.getName());
    private static final ClassDesc RUNTIME_EXCEPTION = ClassDesc.of(RuntimeException.class.getName());
    private static final ClassDesc MEMORY = ClassDesc.of(Memory.class.getName());
    private static final ClassDesc ENDIVE_FUNCTION = ClassDesc.of(EndiveFunction.class.getName());
    private static final ClassDesc TYPED_FUNCTIONS = ClassDesc.of(TypedFunctions.class.getName());
    private static final ClassDesc LINKED_CALLS = ClassDesc.of(LinkedCalls.class.getName());
    private static final ClassDesc WASM_EXCEPTION = ClassDesc.of(WasmException.class.getName());
    private static final ClassDesc MACHINE = ClassDesc.of(Machine.class.getName());
    private static final ClassDesc OBJECTS = ConstantDescs.CD_Object.arrayType();
    private static final String TYPED_IMPORTS = "typedImports";
    private static final MethodTypeDesc TO_MEMORY = MethodTypeDesc.of(MEMORY);

    private final CompiledCode code;
    private final WasmModule module;
    private final List<FunctionType> importedFunctions;
    /** Whether the module can catch exceptions: it has tags. */
    private final boolean catches;

    private CallRewriter(CompiledCode code, WasmModule module) {
        this.code = code;
        this.module = module;
        this.importedFunctions = module.importSection().stream()
                .filter(i -> i.importType() == ExternalType.FUNCTION)
                .map(i -> module.typeSection().getType(((FunctionImport) i).typeIndex()))
                .toList();
        this.catches = module.importSection().count(ExternalType.TAG) > 0
                || module.tagSection().map(TagSection::tagCount).orElse(0) > 0;
    }

    /** {@code code}, compiled from {@code module}, rewritten. */
    static CompiledCode rewrite(CompiledCode code, WasmModule module) {
        return new CallRewriter(code, module).rewrite();
    }

    /** The compiled code of a function: a static method whose last parameters are the memory and the instance. */
    private record FunctionCode(ClassDesc owner, String name, MethodTypeDesc type, MethodTypeDesc signature) {}

    private CompiledCode rewrite() {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        SortedMap<Integer, FunctionCode> exported = new TreeMap<>();
        Set<Integer> wanted = exportedFunctions();
        code.classes().forEach((name, bytes) -> {
            ClassModel model = ClassFile.of().parse(bytes);
            for (MethodModel method : model.methods()) {
                exportedCode(model, method, wanted).ifPresent(f -> exported.put(number(method, FUNCTION), f));
            }
            classes.put(name, ClassFile.of().transformClass(model, this::rewrite));
        });
        ClassDesc machine = ClassDesc.of(code.mainClass());
        SortedMap<Integer, ClassDesc> typed = new TreeMap<>();
        exported.forEach((index, function) -> {
            String name = code.mainClass() + "Function_" + index;
            typed.put(index, ClassDesc.of(name));
            classes.put(name, typedFunction(ClassDesc.of(name), index, function));
        });
        classes.compute(code.mainClass(), (name, bytes) -> ClassFile.of()
                .transformClass(ClassFile.of().parse(bytes), withTypedFunctions(machine, typed)));
        return code.withClasses(classes);
    }

    private Set<Integer> exportedFunctions() {
        Set<Integer> indices = new HashSet<>();
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export export = module.exportSection().getExport(i);
            if (export.exportType() == ExternalType.FUNCTION && export.index() >= importedFunctions.size()) {
                indices.add(export.index());
            }
        }
        return indices;
    }

    private Optional<FunctionCode> exportedCode(ClassModel owner, MethodModel method, Set<Integer> wanted) {
        int index = number(method, FUNCTION);
        if (!wanted.contains(index)) {
            return Optional.empty();
        }
        int type = module.functionSection().getFunctionType(index - importedFunctions.size());
        return Signatures.of(module.typeSection().getType(type))
                .map(signature -> new FunctionCode(
                        owner.thisClass().asSymbol(),
                        method.methodName().stringValue(),
                        method.methodTypeSymbol(),
                        signature));
    }

    /** The number that follows {@code prefix} in the method's name; -1 if it isn't called so. */
    private static int number(MethodModel method, String prefix) {
        String name = method.methodName().stringValue();
        String digits = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        return !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(digits) : -1;
    }

    private void rewrite(ClassBuilder builder, ClassElement element) {
        if (element instanceof MethodModel method) {
            int function = number(method, FUNCTION);
            if (function >= 0 && function < importedFunctions.size()) {
                rewriteImport(builder, method, function);
                return;
            }
            if (method.methodName().equalsString(CHECK_INTERRUPTION)) {
                builder.withMethodBody(
                        CHECK_INTERRUPTION,
                        method.methodTypeSymbol(),
                        method.flags().flagsMask(),
                        CallRewriter::checkInterruption);
                return;
            }
            int type = number(method, CALL_INDIRECT);
            if (type >= 0) {
                rewriteCallIndirect(builder, method, type);
                return;
            }
        }
        builder.with(element);
    }

    private void rewriteImport(ClassBuilder builder, MethodModel method, int function) {
        Optional<MethodTypeDesc> signature = Signatures.of(importedFunctions.get(function));
        if (signature.isEmpty()) {
            builder.with(method);
            return;
        }
        MethodTypeDesc type = method.methodTypeSymbol();
        builder.withMethodBody(
                method.methodName().stringValue(), type, method.flags().flagsMask(), code -> {
                    ClassDesc machine = ClassDesc.of(this.code.mainClass());
                    code.aload(code.parameterSlot(type.parameterCount() - 1))
                            .invokevirtual(INSTANCE, "getMachine", MethodTypeDesc.of(MACHINE))
                            .checkcast(machine)
                            .getfield(machine, TYPED_IMPORTS, OBJECTS)
                            .loadConstant(function)
                            .aaload();
                    callTyped(code, signature.get(), type.parameterCount() - 1);
                });
    }

    /** Only when somebody wants it: it stands before each call and in each loop. */
    private static void checkInterruption(CodeBuilder code) {
        code.invokedynamic(DynamicCallSiteDesc.of(
                        ConstantDescs.ofCallsiteBootstrap(
                                ClassDesc.of(InterruptionCheck.class.getName()), "callSite", ConstantDescs.CD_CallSite),
                        CHECK_INTERRUPTION,
                        MethodTypeDesc.of(ConstantDescs.CD_void)))
                .return_();
    }

    private void rewriteCallIndirect(ClassBuilder builder, MethodModel method, int typeIndex) {
        Optional<MethodTypeDesc> signature =
                Optional.ofNullable(module.typeSection().getType(typeIndex)).flatMap(Signatures::of);
        if (signature.isEmpty()) {
            builder.with(method);
            return;
        }
        int params = signature.get().parameterCount();
        builder.transformMethod(method, MethodTransform.transformingCode(new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                // (arguments..., index, table, memory, instance)
                callForeign(code, signature.get(), params, params + 1, params + 3);
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                code.with(element);
            }
        }));
    }

    /** Calls the function at that index of the table if it is another instance's, and goes on here if it isn't. */
    private void callForeign(CodeBuilder code, MethodTypeDesc signature, int index, int table, int instance) {
        Label notForeign = code.newLabel();
        Label mismatch = code.newLabel();
        code.aload(code.parameterSlot(instance))
                .iload(code.parameterSlot(table))
                .iload(code.parameterSlot(index))
                .invokestatic(
                        LINKED_CALLS,
                        "foreign",
                        MethodTypeDesc.of(
                                ConstantDescs.CD_Object, INSTANCE, ConstantDescs.CD_int, ConstantDescs.CD_int))
                .dup()
                .ifnull(notForeign)
                .dup()
                .instanceOf(TypedCalls.interfaceOf(signature))
                .ifeq(mismatch);
        callTyped(code, signature, instance);
        code.labelBinding(mismatch)
                .pop()
                .invokestatic(LINKED_CALLS, "typeMismatch", MethodTypeDesc.of(RUNTIME_EXCEPTION))
                .athrow()
                .labelBinding(notForeign)
                .pop();
    }

    /**
     * Calls the function on the stack with the first parameters of this method, and returns its result. Exceptions get the
     * tag that the instance, a parameter of this method, knows them by.
     */
    private void callTyped(CodeBuilder code, MethodTypeDesc signature, int instance) {
        ClassDesc call = TypedCalls.interfaceOf(signature);
        code.checkcast(call);
        Consumer<CodeBuilder> body = c -> {
            loadParameters(c, signature);
            c.invokeinterface(call, TypedCalls.METHOD, signature).return_(TypeKind.from(signature.returnType()));
        };
        if (!catches) {
            body.accept(code);
            return;
        }
        code.trying(
                body::accept,
                handlers -> handlers.catching(WASM_EXCEPTION, caught -> {
                    int thrown = caught.allocateLocal(TypeKind.REFERENCE);
                    caught.astore(thrown)
                            .aload(caught.parameterSlot(instance))
                            .aload(thrown)
                            .invokestatic(
                                    LINKED_CALLS, "seenBy", MethodTypeDesc.of(WASM_EXCEPTION, INSTANCE, WASM_EXCEPTION))
                            .athrow();
                }));
    }

    private static void loadParameters(CodeBuilder code, MethodTypeDesc signature) {
        for (int i = 0; i < signature.parameterCount(); i++) {
            code.loadLocal(TypeKind.from(signature.parameterType(i)), code.parameterSlot(i));
        }
    }

    /** The class of an exported function. */
    private static byte[] typedFunction(ClassDesc name, int index, FunctionCode function) {
        MethodTypeDesc signature = function.signature();
        return ClassFile.of().build(name, c -> c.withFlags(ACC_PUBLIC | ACC_FINAL)
                .withSuperclass(ENDIVE_FUNCTION)
                .withInterfaceSymbols(TypedCalls.interfaceOf(signature))
                .withField("instance", INSTANCE, ACC_PRIVATE | ACC_FINAL)
                .withField("memory", MEMORY, ACC_PRIVATE | ACC_FINAL)
                .withMethodBody(
                        ConstantDescs.INIT_NAME,
                        MethodTypeDesc.of(ConstantDescs.CD_void, INSTANCE),
                        ACC_PUBLIC,
                        code -> code.aload(0)
                                .aload(1)
                                .loadConstant(index)
                                .invokespecial(
                                        ENDIVE_FUNCTION,
                                        ConstantDescs.INIT_NAME,
                                        MethodTypeDesc.of(ConstantDescs.CD_void, INSTANCE, ConstantDescs.CD_int))
                                .aload(0)
                                .aload(1)
                                .putfield(name, "instance", INSTANCE)
                                .aload(0)
                                .aload(1)
                                .invokevirtual(INSTANCE, "memory", TO_MEMORY)
                                .putfield(name, "memory", MEMORY)
                                .return_())
                .withMethodBody(TypedCalls.METHOD, signature, ACC_PUBLIC, code -> {
                    loadParameters(code, signature);
                    callCode(code, name, function);
                    code.return_(TypeKind.from(signature.returnType()));
                })
                .withMethodBody(
                        "callCompiled",
                        MethodTypeDesc.of(ConstantDescs.CD_long.arrayType(), ConstantDescs.CD_long.arrayType()),
                        ACC_PUBLIC,
                        code -> {
                            Words.unpackArguments(code, code.parameterSlot(0), signature);
                            callCode(code, name, function);
                            Words.returnPacked(code, signature.returnType());
                        }));
    }

    private static void callCode(CodeBuilder code, ClassDesc self, FunctionCode function) {
        code.aload(0)
                .getfield(self, "memory", MEMORY)
                .aload(0)
                .getfield(self, "instance", INSTANCE)
                .invokestatic(function.owner(), function.name(), function.type());
    }

    private static ClassTransform withTypedFunctions(ClassDesc machine, SortedMap<Integer, ClassDesc> typed) {
        return ClassTransform.endHandler(c -> c.withField(TYPED_IMPORTS, OBJECTS, ACC_PUBLIC | ACC_FINAL)
                        .withMethodBody(
                                "typedFunction",
                                MethodTypeDesc.of(ENDIVE_FUNCTION, ConstantDescs.CD_int),
                                ACC_PUBLIC,
                                code -> makeTyped(code, machine, typed)))
                .andThen(ClassTransform.ofStateful(() -> (builder, element) -> {
                    switch (element) {
                        case Interfaces interfaces -> builder.withInterfaceSymbols(withTypedFunctions(interfaces));
                        case MethodModel method
                        when method.methodName().equalsString(ConstantDescs.INIT_NAME) ->
                            builder.transformMethod(
                                    method,
                                    MethodTransform.transformingCode((code, e) -> keepImports(machine, code, e)));
                        default -> builder.with(element);
                    }
                }));
    }

    private static List<ClassDesc> withTypedFunctions(Interfaces interfaces) {
        List<ClassDesc> all = new ArrayList<>();
        interfaces.interfaces().forEach(i -> all.add(i.asSymbol()));
        all.add(TYPED_FUNCTIONS);
        return all;
    }

    /** At the end of the machine's constructor: what it imports, in an array of its own, which is fewer objects to go by. */
    private static void keepImports(ClassDesc machine, CodeBuilder code, CodeElement element) {
        if (element instanceof ReturnInstruction) {
            code.aload(0)
                    .aload(code.parameterSlot(0))
                    .invokestatic(LINKED_CALLS, TYPED_IMPORTS, MethodTypeDesc.of(OBJECTS, INSTANCE))
                    .putfield(machine, TYPED_IMPORTS, OBJECTS);
        }
        code.with(element);
    }

    private static void makeTyped(CodeBuilder code, ClassDesc machine, SortedMap<Integer, ClassDesc> typed) {
        Label none = code.newLabel();
        Map<Label, ClassDesc> bodies = new LinkedHashMap<>();
        List<SwitchCase> cases = new ArrayList<>();
        typed.forEach((index, function) -> {
            Label label = code.newLabel();
            bodies.put(label, function);
            cases.add(SwitchCase.of(index, label));
        });
        code.iload(code.parameterSlot(0)).lookupswitch(none, cases);
        bodies.forEach((label, function) -> code.labelBinding(label)
                .new_(function)
                .dup()
                .aload(0)
                .getfield(machine, "instance", INSTANCE)
                .invokespecial(function, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void, INSTANCE))
                .areturn());
        code.labelBinding(none).aconst_null().areturn();
    }
}
