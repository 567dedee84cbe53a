package dev.kubewasm.runtime.engine.endive.outline;

import dev.kubewasm.runtime.engine.endive.outline.Node.Access;
import dev.kubewasm.runtime.engine.endive.outline.Node.Block;
import dev.kubewasm.runtime.engine.endive.outline.Node.Branch;
import dev.kubewasm.runtime.engine.endive.outline.Node.Catch;
import dev.kubewasm.runtime.engine.endive.outline.Node.Joined;
import dev.kubewasm.runtime.engine.endive.outline.Node.Jump;
import dev.kubewasm.runtime.engine.endive.outline.Node.Kind;
import dev.kubewasm.runtime.engine.endive.outline.Node.Plain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a function as it stands in a module's code section. */
final class BodyWriter {
    private static final int CATCH_ALL = 2;

    private final Body body;
    private final WasmBytes out = new WasmBytes();
    private final Map<Local, Integer> indices = new HashMap<>();
    /** How many blocks are around the one with that label. */
    private final Map<Label, Integer> depths = new HashMap<>();

    private BodyWriter(Body body) {
        this.body = body;
    }

    /** The variables and instructions of {@code body}, without their length. */
    static byte[] write(Body body) {
        return new BodyWriter(body).write();
    }

    private byte[] write() {
        body.params().forEach(p -> indices.put(p, indices.size()));
        body.locals().forEach(l -> indices.put(l, indices.size()));
        out.number(body.locals().size());
        body.locals().forEach(l -> out.number(1).raw(l.type().code()));
        depths.put(body.label(), 0);
        write(body.code());
        end();
        return out.bytes();
    }

    private void end() {
        out.raw(0x0B);
    }

    private void write(List<Node> nodes) {
        nodes.forEach(this::write);
    }

    private void write(Node node) {
        switch (node) {
            case Plain plain -> out.raw(plain.source(), plain.from(), plain.to());
            case Access access -> out.raw(access.use().opcode()).number(index(access.local()));
            case Jump jump -> write(jump);
            case Joined joined -> write(joined.nodes());
            case Block block -> write(block);
        }
    }

    private int index(Local local) {
        Integer index = indices.get(local);
        if (index == null) {
            throw new IllegalStateException("a variable of another function: " + local);
        }
        return index;
    }

    private void write(Jump jump) {
        if (jump.branch() == Branch.ALWAYS && jump.targets().getFirst() == body.label()) {
            out.raw(0x0F);
            return;
        }
        out.raw(jump.branch().opcode());
        if (jump.branch() == Branch.TABLE) {
            out.number(jump.targets().size() - 1);
        }
        jump.targets().forEach(this::target);
    }

    private void target(Label label) {
        Integer depth = depths.get(label);
        if (depth == null) {
            throw new IllegalStateException("a label of another function");
        }
        out.number(depths.size() - 1 - depth);
    }

    private void write(Block block) {
        out.raw(block.kind().opcode()).raw(block.type());
        if (block.kind() == Kind.TRY) {
            out.number(block.catches().size());
            block.catches().forEach(this::write);
        }
        depths.put(block.label(), depths.size());
        write(block.body());
        if (!block.otherwise().isEmpty()) {
            out.raw(0x05);
            write(block.otherwise());
        }
        depths.remove(block.label());
        end();
    }

    private void write(Catch clause) {
        out.raw(clause.opcode());
        if (clause.opcode() < CATCH_ALL) {
            out.number(clause.tag());
        }
        target(clause.target());
    }
}
