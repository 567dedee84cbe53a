package dev.kubewasm.runtime.abi;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;

import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.engine.CoreMemory;
import dev.kubewasm.runtime.engine.typed.TypedCalls;
import dev.kubewasm.runtime.engine.typed.Words;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes code that moves values in one direction, from memory to memory or from core values to core values
 * (CanonicalABI.md, "Loading" to "Flat Lowering", of each the composition of one side's lifting with the other's
 * lowering). Values with structure get a method each.
 */
final class CopyWriter {
    private static final ClassDesc MEMORY = ClassDesc.of(CoreMemory.class.getName());
    private static final ClassDesc CALL = ClassDesc.of(Call.class.getName());
    private static final ClassDesc INT = ConstantDescs.CD_int;
    private static final ClassDesc LONG = ConstantDescs.CD_long;
    private static final ClassDesc BOOLEAN = ConstantDescs.CD_boolean;
    private static final ClassDesc VOID = ConstantDescs.CD_void;
    /** {@code (source, target, call)}. */
    private static final MethodTypeDesc MOVE = MethodTypeDesc.of(VOID, INT, INT, CALL);
    /** {@code (address, length, call)} to the address of the copy. */
    private static final MethodTypeDesc MOVE_LIST = MethodTypeDesc.of(INT, INT, INT, CALL);
    /** Records longer than this are moved by several methods: the JVM compiles no methods that are very long. */
    private static final int FIELDS_PER_METHOD = 40;

    private final ClassDesc self;
    private final boolean inward;
    private final List<Integer> resourceSlots;
    private final IdentityHashMap<Codec, String> names = new IdentityHashMap<>();
    private final Deque<Consumer<ClassBuilder>> pending = new ArrayDeque<>();
    private int methods;

    /**
     * A writer for one direction.
     *
     * @param self the class written
     * @param inward whether values go from the caller to the callee
     * @param resourceSlots the slots of resources by their number in the adapter
     */
    CopyWriter(ClassDesc self, boolean inward, List<Integer> resourceSlots) {
        this.self = self;
        this.inward = inward;
        this.resourceSlots = resourceSlots;
    }

    /** A core value in a local variable; its type may be wider than what is kept in it (joined payloads of cases). */
    record Flat(int local, CoreType type) {}

    /** A place in memory: the address in a local variable, and a number of bytes from there. */
    private record At(int local, int offset) {
        At plus(int bytes) {
            return new At(local, offset + bytes);
        }
    }

    /** Writes the methods that what was written before calls. */
    void writeMethods(ClassBuilder builder) {
        while (!pending.isEmpty()) {
            pending.poll().accept(builder);
        }
    }

    private void method(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {
        pending.add(builder -> builder.withMethodBody(name, type, ACC_PRIVATE | ACC_FINAL, body));
    }

    private String newName(String what) {
        return what + (inward ? "In" : "Out") + methods++;
    }

    /** Moves a value from the address in local {@code source} to the one in {@code target}. */
    void memory(CodeBuilder code, Codec codec, int source, int target, int call) {
        memory(code, codec, new At(source, 0), new At(target, 0), call);
    }

    private void memory(CodeBuilder code, Codec codec, At source, At target, int call) {
        switch (codec) {
            case NumberCodec number -> memoryNumber(code, number, source, target);
            case FlagsCodec flags -> {
                beginPut(code, target);
                get(code, flags.size(), source);
                code.loadConstant(flags.mask()).iand();
                put(code, flags.size());
            }
            case HandleCodec handle -> {
                beginPut(code, target);
                moveHandle(code, handle, () -> get(code, 4, source), call);
                put(code, 4);
            }
            case StringCodec string -> {
                int pair = code.allocateLocal(TypeKind.LONG);
                copyString(code, () -> get(code, 4, source), () -> get(code, 4, source.plus(4)), pair);
                beginPut(code, target);
                code.lload(pair).l2i();
                put(code, 4);
                beginPut(code, target.plus(4));
                code.lload(pair).loadConstant(32).lushr().l2i();
                put(code, 4);
            }
            case ListCodec list -> {
                int length = code.allocateLocal(TypeKind.INT);
                get(code, 4, source.plus(4));
                code.istore(length);
                beginPut(code, target);
                moveList(code, list, () -> get(code, 4, source), length, call);
                put(code, 4);
                beginPut(code, target.plus(4));
                code.iload(length);
                put(code, 4);
            }
            default -> {
                code.aload(0);
                address(code, source);
                address(code, target);
                code.aload(call).invokevirtual(self, methodOf(codec), MOVE);
            }
        }
    }

    private void memoryNumber(CodeBuilder code, NumberCodec number, At source, At target) {
        beginPut(code, target);
        switch (number.type()) {
            case BOOL -> {
                get(code, 1, source);
                zeroOrOne(code);
            }
            case CHAR -> checkChar(code, () -> get(code, 4, source));
            default -> get(code, number.size(), source);
        }
        put(code, number.size());
    }

    /** The method that moves values of that type, which has structure. */
    private String methodOf(Codec codec) {
        return names.computeIfAbsent(codec, c -> {
            String name = newName("move");
            method(name, MOVE, code -> {
                At source = new At(code.parameterSlot(0), 0);
                At target = new At(code.parameterSlot(1), 0);
                int call = code.parameterSlot(2);
                switch (c) {
                    case FieldsCodec fields -> {
                        if (!bulkCopy(code, fields, source, target)) {
                            memoryFields(code, fields, source, target, call);
                        }
                    }
                    case FixedListCodec list -> {
                        if (!bulkCopy(code, list, source, target)) {
                            repeat(code, list.element(), source.local(), target.local(), list.size(), call);
                        }
                    }
                    case CaseCodec cases -> memoryCase(code, cases, source, target, call);
                    default -> throw new IllegalStateException("a type without structure: " + c.getClass());
                }
                code.return_();
            });
            return name;
        });
    }

    private boolean bulkCopy(CodeBuilder code, Codec codec, At source, At target) {
        if (!codec.isPlain()) {
            return false;
        }
        fromMemory(code);
        address(code, source);
        toMemory(code);
        address(code, target);
        code.loadConstant(codec.size())
                .invokeinterface(MEMORY, "copyTo", MethodTypeDesc.of(VOID, INT, MEMORY, INT, INT));
        return true;
    }

    private void memoryFields(CodeBuilder code, FieldsCodec record, At source, At target, int call) {
        int count = record.fields().size();
        if (count <= FIELDS_PER_METHOD) {
            memoryFields(code, record, 0, count, source, target, call);
            return;
        }
        for (int first = 0; first < count; first += FIELDS_PER_METHOD) {
            int from = first;
            String part = newName("movePart");
            method(part, MOVE, c -> {
                memoryFields(
                        c,
                        record,
                        from,
                        Math.min(count, from + FIELDS_PER_METHOD),
                        new At(c.parameterSlot(0), 0),
                        new At(c.parameterSlot(1), 0),
                        c.parameterSlot(2));
                c.return_();
            });
            code.aload(0);
            address(code, source);
            address(code, target);
            code.aload(call).invokevirtual(self, part, MOVE);
        }
    }

    private void memoryFields(
            CodeBuilder code, FieldsCodec record, int first, int end, At source, At target, int call) {
        for (int i = first; i < end; i++) {
            int offset = record.offset(i);
            memory(code, record.fields().get(i), source.plus(offset), target.plus(offset), call);
        }
    }

    private void memoryCase(CodeBuilder code, CaseCodec cases, At source, At target, int call) {
        int index = code.allocateLocal(TypeKind.INT);
        checkCase(code, cases, () -> {
            get(code, cases.discriminantSize(), source);
            switch (cases.discriminantSize()) {
                case 1 -> code.loadConstant(0xff).iand();
                case 2 -> code.i2c();
                default -> {}
            }
        });
        code.istore(index);
        beginPut(code, target);
        code.iload(index);
        put(code, cases.discriminantSize());
        int offset = cases.payloadOffset();
        eachPayload(
                code, cases, index, payload -> memory(code, payload, source.plus(offset), target.plus(offset), call));
    }

    private static void eachPayload(CodeBuilder code, CaseCodec cases, int index, Consumer<Codec> move) {
        Label end = code.newLabel();
        List<SwitchCase> switches = new ArrayList<>();
        List<Label> labels = new ArrayList<>();
        List<Codec> payloads = new ArrayList<>();
        for (int i = 0; i < cases.cases().size(); i++) {
            Optional<Codec> payload = cases.cases().get(i);
            if (payload.isPresent()) {
                Label label = code.newLabel();
                labels.add(label);
                payloads.add(payload.get());
                switches.add(SwitchCase.of(i, label));
            }
        }
        if (payloads.isEmpty()) {
            return;
        }
        code.iload(index).lookupswitch(end, switches);
        for (int i = 0; i < payloads.size(); i++) {
            code.labelBinding(labels.get(i));
            move.accept(payloads.get(i));
            code.goto_(end);
        }
        code.labelBinding(end);
    }

    /** Moves values that lie one after another in {@code byteLength} bytes; counts the two addresses up. */
    private void repeat(CodeBuilder code, Codec element, int source, int target, int byteLength, int call) {
        int end = code.allocateLocal(TypeKind.INT);
        code.iload(source).loadConstant(byteLength).iadd().istore(end);
        loop(code, element, source, target, end, call);
    }

    private void loop(CodeBuilder code, Codec element, int source, int target, int end, int call) {
        Label next = code.newLabel();
        Label done = code.newLabel();
        code.labelBinding(next).iload(source).iload(end).if_icmpeq(done);
        if (element instanceof FieldsCodec record && record.fields().size() <= FIELDS_PER_METHOD && !record.isPlain()) {
            memoryFields(code, record, new At(source, 0), new At(target, 0), call);
        } else {
            memory(code, element, source, target, call);
        }
        code.iload(source)
                .loadConstant(element.size())
                .iadd()
                .istore(source)
                .iload(target)
                .loadConstant(element.size())
                .iadd()
                .istore(target)
                .goto_(next)
                .labelBinding(done);
    }

    /** Leaves the address of the copy on the stack. */
    private void moveList(CodeBuilder code, ListCodec list, Runnable address, int length, int call) {
        code.aload(0);
        address.run();
        code.iload(length).aload(call).invokevirtual(self, listMethodOf(list), MOVE_LIST);
    }

    private String listMethodOf(ListCodec list) {
        return names.computeIfAbsent(list, ignored -> {
            String name = newName("moveList");
            method(name, MOVE_LIST, code -> listBody(code, list.element()));
            return name;
        });
    }

    private void listBody(CodeBuilder code, Codec element) {
        int source = code.parameterSlot(0);
        int length = code.parameterSlot(1);
        int call = code.parameterSlot(2);
        int byteLength = code.allocateLocal(TypeKind.INT);
        int copy = code.allocateLocal(TypeKind.INT);
        direction(code);
        code.iload(source)
                .iload(length)
                .loadConstant(element.size())
                .loadConstant(element.alignment())
                .invokevirtual(self, "checkList", MethodTypeDesc.of(INT, BOOLEAN, INT, INT, INT, INT))
                .istore(byteLength);
        direction(code);
        code.iload(byteLength)
                .loadConstant(element.alignment())
                .invokevirtual(self, "allocateList", MethodTypeDesc.of(INT, BOOLEAN, INT, INT))
                .istore(copy);
        if (element.isPlain()) {
            fromMemory(code);
            code.iload(source);
            toMemory(code);
            code.iload(copy)
                    .iload(byteLength)
                    .invokeinterface(MEMORY, "copyTo", MethodTypeDesc.of(VOID, INT, MEMORY, INT, INT));
        } else {
            int target = code.allocateLocal(TypeKind.INT);
            code.iload(copy)
                    .istore(target)
                    .iload(source)
                    .iload(byteLength)
                    .iadd()
                    .istore(byteLength);
            loop(code, element, source, target, byteLength, call);
        }
        code.iload(copy).ireturn();
    }

    /** Moves a value from core values to core values. */
    void flat(CodeBuilder code, Codec codec, List<Flat> from, List<Flat> to, int call) {
        switch (codec) {
            case NumberCodec number -> {
                flatNumber(code, number, from.getFirst());
                store(code, to.getFirst(), number.flat().getFirst());
            }
            case FlagsCodec flags -> {
                load(code, from.getFirst(), CoreType.I32);
                code.loadConstant(flags.mask()).iand();
                store(code, to.getFirst(), CoreType.I32);
            }
            case HandleCodec handle -> {
                moveHandle(code, handle, () -> load(code, from.getFirst(), CoreType.I32), call);
                store(code, to.getFirst(), CoreType.I32);
            }
            case StringCodec string -> {
                int pair = code.allocateLocal(TypeKind.LONG);
                copyString(
                        code,
                        () -> load(code, from.get(0), CoreType.I32),
                        () -> load(code, from.get(1), CoreType.I32),
                        pair);
                code.lload(pair).l2i();
                store(code, to.get(0), CoreType.I32);
                code.lload(pair).loadConstant(32).lushr().l2i();
                store(code, to.get(1), CoreType.I32);
            }
            case ListCodec list -> {
                int length = code.allocateLocal(TypeKind.INT);
                load(code, from.get(1), CoreType.I32);
                code.istore(length);
                moveList(code, list, () -> load(code, from.get(0), CoreType.I32), length, call);
                store(code, to.get(0), CoreType.I32);
                code.iload(length);
                store(code, to.get(1), CoreType.I32);
            }
            case FieldsCodec fields -> {
                for (int i = 0; i < fields.fields().size(); i++) {
                    int word = fields.word(i);
                    flat(code, fields.fields().get(i), tail(from, word), tail(to, word), call);
                }
            }
            case FixedListCodec list -> {
                for (int i = 0; i < list.length(); i++) {
                    int word = i * list.element().flat().size();
                    flat(code, list.element(), tail(from, word), tail(to, word), call);
                }
            }
            case CaseCodec cases -> flatCase(code, cases, from, to, call);
            default -> throw new IllegalStateException("no type of the canonical ABI: " + codec.getClass());
        }
    }

    private static List<Flat> tail(List<Flat> words, int from) {
        return words.subList(from, words.size());
    }

    /** Pushes a number as it arrives on the other side. */
    void flatNumber(CodeBuilder code, NumberCodec number, Flat from) {
        switch (number.type()) {
            case BOOL -> {
                load(code, from, CoreType.I32);
                zeroOrOne(code);
            }
            case CHAR -> checkChar(code, () -> load(code, from, CoreType.I32));
            default -> {
                load(code, from, number.flat().getFirst());
                switch (number.type()) {
                    case S8 -> code.i2b();
                    case U8 -> code.loadConstant(0xff).iand();
                    case S16 -> code.i2s();
                    case U16 -> code.i2c();
                    default -> {}
                }
            }
        }
    }

    private void flatCase(CodeBuilder code, CaseCodec cases, List<Flat> from, List<Flat> to, int call) {
        int index = code.allocateLocal(TypeKind.INT);
        checkCase(code, cases, () -> load(code, from.getFirst(), CoreType.I32));
        code.istore(index).iload(index);
        store(code, to.getFirst(), CoreType.I32);
        // Words that the case at hand doesn't use are zero.
        for (Flat unused : to.subList(1, cases.flat().size())) {
            zero(code, unused);
        }
        eachPayload(code, cases, index, payload -> flat(code, payload, tail(from, 1), tail(to, 1), call));
    }

    private static void zero(CodeBuilder code, Flat word) {
        switch (word.type()) {
            case I32 -> code.iconst_0();
            case I64 -> code.lconst_0();
            case F32 -> code.fconst_0();
            case F64 -> code.dconst_0();
        }
        code.storeLocal(kind(word.type()), word.local());
    }

    private static TypeKind kind(CoreType type) {
        return TypeKind.from(TypedCalls.jvmType(type));
    }

    /** Pushes what a local has, as {@code wanted}. */
    private static void load(CodeBuilder code, Flat from, CoreType wanted) {
        code.loadLocal(kind(from.type()), from.local());
        convert(code, from.type(), wanted);
    }

    /** Stores a value of type {@code found} in a local. */
    private static void store(CodeBuilder code, Flat to, CoreType found) {
        convert(code, found, to.type());
        code.storeLocal(kind(to.type()), to.local());
    }

    /** Between a type and the one it is joined to: the same bits, the upper half zero. */
    private static void convert(CodeBuilder code, CoreType from, CoreType to) {
        if (from == to) {
            return;
        }
        Words.toWord(code, TypedCalls.jvmType(from));
        if (is32(from) && to == CoreType.I64) {
            code.loadConstant(0xffff_ffffL).land();
        }
        Words.fromWord(code, TypedCalls.jvmType(to));
    }

    private static boolean is32(CoreType type) {
        return type == CoreType.I32 || type == CoreType.F32;
    }

    private static void zeroOrOne(CodeBuilder code) {
        code.ifThenElse(Opcode.IFNE, CodeBuilder::iconst_1, CodeBuilder::iconst_0);
    }

    private void checkChar(CodeBuilder code, Runnable value) {
        direction(code);
        value.run();
        code.invokevirtual(self, "checkChar", MethodTypeDesc.of(INT, BOOLEAN, INT));
    }

    private void checkCase(CodeBuilder code, CaseCodec cases, Runnable discriminant) {
        direction(code);
        discriminant.run();
        code.loadConstant(cases.cases().size())
                .invokevirtual(self, "checkCase", MethodTypeDesc.of(INT, BOOLEAN, INT, INT));
    }

    private void copyString(CodeBuilder code, Runnable address, Runnable length, int pair) {
        direction(code);
        address.run();
        length.run();
        code.invokevirtual(self, "copyString", MethodTypeDesc.of(LONG, BOOLEAN, INT, INT))
                .lstore(pair);
    }

    private void moveHandle(CodeBuilder code, HandleCodec codec, Runnable handle, int call) {
        direction(code);
        code.loadConstant(resourceSlots.indexOf(codec.slot())).loadConstant(codec.isOwn() ? 1 : 0);
        handle.run();
        code.aload(call).invokevirtual(self, "moveHandle", MethodTypeDesc.of(INT, BOOLEAN, INT, BOOLEAN, INT, CALL));
    }

    private void direction(CodeBuilder code) {
        code.aload(0).loadConstant(inward ? 1 : 0);
    }

    private void fromMemory(CodeBuilder code) {
        code.aload(0).getfield(self, inward ? "callerMemory" : "calleeMemory", MEMORY);
    }

    private void toMemory(CodeBuilder code) {
        code.aload(0).getfield(self, inward ? "calleeMemory" : "callerMemory", MEMORY);
    }

    private static void address(CodeBuilder code, At at) {
        code.iload(at.local());
        if (at.offset() != 0) {
            code.loadConstant(at.offset()).iadd();
        }
    }

    /** Pushes what lies there: the bytes of a number, sign-extended. */
    private void get(CodeBuilder code, int size, At at) {
        fromMemory(code);
        address(code, at);
        switch (size) {
            case 1 -> code.invokeinterface(MEMORY, "getByte", MethodTypeDesc.of(ConstantDescs.CD_byte, INT));
            case 2 -> code.invokeinterface(MEMORY, "getShort", MethodTypeDesc.of(ConstantDescs.CD_short, INT));
            case 4 -> code.invokeinterface(MEMORY, "getInt", MethodTypeDesc.of(INT, INT));
            default -> code.invokeinterface(MEMORY, "getLong", MethodTypeDesc.of(LONG, INT));
        }
    }

    /** Pushes where the value that comes next on the stack is to be put. */
    private void beginPut(CodeBuilder code, At at) {
        toMemory(code);
        address(code, at);
    }

    private static void put(CodeBuilder code, int size) {
        switch (size) {
            case 1 ->
                code.i2b().invokeinterface(MEMORY, "putByte", MethodTypeDesc.of(VOID, INT, ConstantDescs.CD_byte));
            case 2 ->
                code.i2s().invokeinterface(MEMORY, "putShort", MethodTypeDesc.of(VOID, INT, ConstantDescs.CD_short));
            case 4 -> code.invokeinterface(MEMORY, "putInt", MethodTypeDesc.of(VOID, INT, INT));
            default -> code.invokeinterface(MEMORY, "putLong", MethodTypeDesc.of(VOID, INT, LONG));
        }
    }
}
