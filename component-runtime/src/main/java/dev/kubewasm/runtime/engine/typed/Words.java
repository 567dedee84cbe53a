package dev.kubewasm.runtime.engine.typed;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Bytecode between typed calls and calls by arrays of words, in which an i32 is the low half and a float its bits ({@link
 * dev.kubewasm.runtime.engine.CoreFunction#call}).
 */
public final class Words {
    private static final ClassDesc FLOAT = ConstantDescs.CD_Float;
    private static final ClassDesc DOUBLE = ConstantDescs.CD_Double;

    private Words() {}

    /** Pushes an array of the method's parameters. */
    public static void packParameters(CodeBuilder code, MethodTypeDesc signature) {
        code.loadConstant(signature.parameterCount()).newarray(TypeKind.LONG);
        for (int i = 0; i < signature.parameterCount(); i++) {
            ClassDesc type = signature.parameterType(i);
            code.dup().loadConstant(i).loadLocal(TypeKind.from(type), code.parameterSlot(i));
            toWord(code, type);
            code.lastore();
        }
    }

    /** Pushes, as typed values, the words of the array in local {@code array}: the arguments of a typed call. */
    public static void unpackArguments(CodeBuilder code, int array, MethodTypeDesc signature) {
        for (int i = 0; i < signature.parameterCount(); i++) {
            code.aload(array).loadConstant(i).laload();
            fromWord(code, signature.parameterType(i));
        }
    }

    /** Returns the first word of the array on the stack as {@code type}; nothing if that is void. */
    public static void returnFirst(CodeBuilder code, ClassDesc type) {
        if (type.equals(ConstantDescs.CD_void)) {
            code.pop().return_();
            return;
        }
        code.loadConstant(0).laload();
        fromWord(code, type);
        code.return_(TypeKind.from(type));
    }

    /** Returns the value on the stack, which is of {@code type}, as an array of words; an empty one if that is void. */
    public static void returnPacked(CodeBuilder code, ClassDesc type) {
        if (type.equals(ConstantDescs.CD_void)) {
            code.loadConstant(0).newarray(TypeKind.LONG).areturn();
            return;
        }
        toWord(code, type);
        int word = code.allocateLocal(TypeKind.LONG);
        code.lstore(word)
                .loadConstant(1)
                .newarray(TypeKind.LONG)
                .dup()
                .loadConstant(0)
                .lload(word)
                .lastore()
                .areturn();
    }

    /** Makes a word of the value of {@code type} on the stack. */
    public static void toWord(CodeBuilder code, ClassDesc type) {
        switch (TypeKind.from(type)) {
            case INT -> code.i2l();
            case FLOAT ->
                code.invokestatic(
                                FLOAT,
                                "floatToRawIntBits",
                                MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_float))
                        .i2l();
            case DOUBLE ->
                code.invokestatic(
                        DOUBLE,
                        "doubleToRawLongBits",
                        MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_double));
            default -> {}
        }
    }

    /** Makes a value of {@code type} of the word on the stack. */
    public static void fromWord(CodeBuilder code, ClassDesc type) {
        switch (TypeKind.from(type)) {
            case INT -> code.l2i();
            case FLOAT ->
                code.l2i()
                        .invokestatic(
                                FLOAT,
                                "intBitsToFloat",
                                MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_int));
            case DOUBLE ->
                code.invokestatic(
                        DOUBLE, "longBitsToDouble", MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
            default -> {}
        }
    }
}
