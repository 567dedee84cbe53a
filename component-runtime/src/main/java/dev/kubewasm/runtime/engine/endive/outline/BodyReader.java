package dev.kubewasm.runtime.engine.endive.outline;

import dev.kubewasm.runtime.engine.endive.outline.Node.Access;
import dev.kubewasm.runtime.engine.endive.outline.Node.Block;
import dev.kubewasm.runtime.engine.endive.outline.Node.Branch;
import dev.kubewasm.runtime.engine.endive.outline.Node.Catch;
import dev.kubewasm.runtime.engine.endive.outline.Node.Flow;
import dev.kubewasm.runtime.engine.endive.outline.Node.Jump;
import dev.kubewasm.runtime.engine.endive.outline.Node.Kind;
import dev.kubewasm.runtime.engine.endive.outline.Node.Plain;
import dev.kubewasm.runtime.engine.endive.outline.Node.Use;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.AnnotatedInstruction;
import run.endive.wasm.types.CatchOpCode;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;
import run.endive.wasm.types.ValType;

/** Makes a tree of a function's code, dead code left out. */
final class BodyReader {
    /** Beyond, blocks in blocks might be too many for the stack of whoever walks through them. */
    private static final int MAX_DEPTH = 2000;

    private static final int EMPTY_TYPE = 0x40;
    /** Checking for interruption, loading memory and instance, and the call. */
    private static final int CALL_SIZE = 11;

    private final ModuleTypes types;
    private final byte[] wasm;
    private final FunctionType type;
    private final FunctionBody source;
    private final List<Local> variables = new ArrayList<>();
    /** The blocks around what is read, the function first. */
    private final List<Open> open = new ArrayList<>();

    private BodyReader(ModuleTypes types, byte[] wasm, FunctionType type, FunctionBody source) {
        this.types = types;
        this.wasm = wasm;
        this.type = type;
        this.source = source;
    }

    /** A block whose end hasn't been read yet; {@code at} is its first instruction, empty for the function itself. */
    private static final class Open {
        private final Optional<Instruction> at;
        private final Label label;
        private final List<Node> body = new ArrayList<>();
        private final List<Node> otherwise = new ArrayList<>();
        private List<Node> current = body;

        private Open(Optional<Instruction> at, Label label) {
            this.at = at;
            this.label = label;
        }
    }

    /**
     * Reads a function.
     *
     * @param wasm the binary that {@code module} was read from, validated
     * @param function its index among those the module defines
     * @return empty if it has instructions, or variables, that can't be moved
     */
    static Optional<Body> read(byte[] wasm, WasmModule module, ModuleTypes types, int function) {
        FunctionType type = module.functionSection().getFunctionType(function, module.typeSection());
        return new BodyReader(types, wasm, type, module.codeSection().getFunctionBody(function)).read();
    }

    private Optional<Body> read() {
        Optional<List<Num>> params = Num.allOf(type.params());
        Optional<List<Num>> locals = Num.allOf(source.localTypes());
        if (params.isEmpty() || locals.isEmpty()) {
            return Optional.empty();
        }
        params.get().forEach(t -> variables.add(new Local(variables.size(), t)));
        locals.get().forEach(t -> variables.add(new Local(variables.size(), t)));
        int count = params.get().size();
        Open function = new Open(Optional.empty(), new Label(Num.allOf(type.returns())));
        open.add(function);
        List<AnnotatedInstruction> code = source.instructions();
        for (int i = 0; i < code.size() - 1; i++) {
            if (!read(code.get(i), code.get(i + 1).address())) {
                return Optional.empty();
            }
            if (diverged()) {
                i = lastUnreachable(i);
            }
        }
        return Optional.of(new Body(
                List.copyOf(variables.subList(0, count)),
                new ArrayList<>(variables.subList(count, variables.size())),
                function.label,
                function.body));
    }

    private boolean diverged() {
        List<Node> current = open.getLast().current;
        return !current.isEmpty() && current.getLast().diverges();
    }

    /** The instruction before the {@code else} or {@code end} of the block in which instruction {@code i} is. */
    private int lastUnreachable(int i) {
        int nested = 0;
        for (int j = i + 1; ; j++) {
            switch (source.instructions().get(j).opcode()) {
                case BLOCK, LOOP, IF, TRY_TABLE -> nested++;
                case END -> nested--;
                case ELSE -> nested -= nested == 0 ? 1 : 0;
                default -> {}
            }
            if (nested < 0) {
                return j - 1;
            }
        }
    }

    /** Reads an instruction, whose bytes end at {@code end}; false if it is one that can't be moved. */
    private boolean read(AnnotatedInstruction instruction, int end) {
        switch (instruction.opcode()) {
            case NOP -> {}
            case BLOCK, LOOP, IF, TRY_TABLE -> {
                open.add(new Open(Optional.of(instruction), label(instruction)));
                return open.size() < MAX_DEPTH;
            }
            case ELSE -> open.getLast().current = open.getLast().otherwise;
            case END -> close();
            case BR -> add(new Jump(Branch.ALWAYS, targets(instruction)));
            case BR_IF -> add(new Jump(Branch.IF, targets(instruction)));
            case BR_TABLE -> add(new Jump(Branch.TABLE, targets(instruction)));
            case RETURN -> add(Jump.to(open.getFirst().label));
            case LOCAL_GET -> add(new Access(Use.GET, variable(instruction)));
            case LOCAL_SET -> add(new Access(Use.SET, variable(instruction)));
            case LOCAL_TEE -> add(new Access(Use.TEE, variable(instruction)));
            default -> {
                return plain(instruction, end);
            }
        }
        return true;
    }

    private boolean plain(AnnotatedInstruction instruction, int end) {
        Flow flow =
                switch (instruction.opcode()) {
                    case UNREACHABLE, THROW, THROW_REF -> Flow.ENDS;
                    case RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF -> Flow.TAIL_CALL;
                    default -> Flow.NEXT;
                };
        Optional<Effects> effects = effects(instruction);
        effects.ifPresent(e -> add(new Plain(wasm, instruction.address(), end, e.pops(), e.pushes(), e.size(), flow)));
        return effects.isPresent();
    }

    private Optional<Effects> effects(AnnotatedInstruction instruction) {
        return switch (instruction.opcode()) {
            case UNREACHABLE -> Optional.of(new Effects(0, 0, 4));
            // What follows is never reached: what they take doesn't matter.
            case THROW, THROW_REF, RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF ->
                Optional.of(new Effects(0, 0, 4 * CALL_SIZE));
            case CALL -> Optional.of(call(types.function((int) instruction.operand(0)), 0));
            case CALL_INDIRECT -> Optional.of(call(types.type((int) instruction.operand(0)), 1));
            default -> Effects.of(instruction);
        };
    }

    private static Effects call(FunctionType callee, int more) {
        // Several results come in an array.
        int results = callee.returns().size();
        return new Effects(callee.params().size() + more, results, CALL_SIZE + (results > 1 ? 8 * results : 0));
    }

    private void add(Node node) {
        open.getLast().current.add(node);
    }

    private Local variable(Instruction instruction) {
        return variables.get((int) instruction.operand(0));
    }

    private List<Label> targets(Instruction branch) {
        return Arrays.stream(branch.operands())
                .mapToObj(depth -> target((int) depth))
                .toList();
    }

    private Label target(int depth) {
        return open.get(open.size() - 1 - depth).label;
    }

    private Label label(Instruction block) {
        return new Label(Num.allOf(
                block.opcode() == OpCode.LOOP
                        ? blockType(block).params()
                        : blockType(block).returns()));
    }

    private void close() {
        Open block = open.removeLast();
        Instruction start = block.at.orElseThrow();
        FunctionType blockType = blockType(start);
        Kind kind =
                switch (start.opcode()) {
                    case BLOCK -> Kind.BLOCK;
                    case LOOP -> Kind.LOOP;
                    case IF -> Kind.IF;
                    default -> Kind.TRY;
                };
        List<Catch> catches = new ArrayList<>();
        if (kind == Kind.TRY) {
            for (CatchOpCode.Catch clause : CatchOpCode.decode(start.operands())) {
                catches.add(new Catch(clause.opcode().opcode(), clause.tag(), target(clause.label())));
            }
        }
        add(new Block(
                kind,
                typeBytes(start.address() + 1),
                blockType.params().size(),
                blockType.returns().size(),
                block.label,
                block.body,
                block.otherwise,
                List.copyOf(catches)));
    }

    private FunctionType blockType(Instruction block) {
        long id = block.operand(0);
        if (id == EMPTY_TYPE) {
            return FunctionType.empty();
        }
        return ValType.isValid(id) ? FunctionType.returning(types.valueType(id)) : types.type((int) id);
    }

    /** The block type that stands at {@code start}: an index or a type, and a heap type if it is that of references. */
    private byte[] typeBytes(int start) {
        int end = afterNumber(start);
        if (end == start + 1 && (wasm[start] == 0x63 || wasm[start] == 0x64)) {
            end = afterNumber(end);
        }
        return Arrays.copyOfRange(wasm, start, end);
    }

    private int afterNumber(int start) {
        int i = start;
        while ((wasm[i] & 0x80) != 0) {
            i++;
        }
        return i + 1;
    }
}
