package dev.kubewasm.runtime.engine.endive.outline;

import dev.kubewasm.runtime.engine.endive.outline.Additions.Signature;
import dev.kubewasm.runtime.engine.endive.outline.Node.Access;
import dev.kubewasm.runtime.engine.endive.outline.Node.Block;
import dev.kubewasm.runtime.engine.endive.outline.Node.Branch;
import dev.kubewasm.runtime.engine.endive.outline.Node.Jump;
import dev.kubewasm.runtime.engine.endive.outline.Node.Use;
import dev.kubewasm.runtime.engine.endive.outline.Region.Arm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves a region into a function of its own.
 *
 * <p>Its parameters are the variables that it needs. It leaves those that it sets, and what its branches pass, in globals,
 * and returns the number of the way out it has taken, if there are several; the caller reads the globals and goes on there.
 * In the function each label that it branches to is that of a block around it, so that its instructions stay as they are.
 */
final class Outliner {
    private final Additions additions;
    private final Variables variables;
    private final Body body;

    /** Moves regions of {@code body}, of whose pieces {@code variables} are, too. */
    Outliner(Additions additions, Variables variables, Body body) {
        this.additions = additions;
        this.variables = variables;
        this.body = body;
    }

    /** Moves a region; what has become of it. Positions behind it, in the sequences that it is in, aren't valid afterwards. */
    Body outline(Crossing crossing) {
        Region region = crossing.region();
        if (region.arms().size() == 1) {
            Arm arm = region.arms().getFirst();
            Body piece = piece(crossing, crossing.params(), new ArrayList<>(arm.nodes()));
            replace(arm, call(crossing, piece));
            return piece;
        }
        // A variable of its own: another's number might be on the way through here.
        Local selector = variables.fresh(Num.I32);
        body.locals().add(selector);
        List<Local> params = new ArrayList<>(crossing.params());
        params.addFirst(selector);
        Body piece = piece(crossing, List.copyOf(params), entered(region, selector));
        replaceArms(region, selector, call(crossing, piece));
        return piece;
    }

    private Body piece(Crossing crossing, List<Local> params, List<Node> region) {
        List<Node> code = withExits(crossing, region);
        Label returned = new Label(Optional.of(result(crossing)));
        return new Body(params, new ArrayList<>(Variables.mentioned(code, params)), returned, code);
    }

    /** The number of the way out, if there are several. */
    private static List<Num> result(Crossing crossing) {
        return crossing.ways() > 1 ? List.of(Num.I32) : List.of();
    }

    /** The instructions of the new function: the region's, {@code code}, in blocks for where they branch to. */
    private List<Node> withExits(Crossing crossing, List<Node> code) {
        Label done = new Label(Optional.of(result(crossing)));
        int way = 0;
        if (crossing.fallsThrough() && !crossing.exits().isEmpty()) {
            code.add(Code.constant(way++));
            code.add(Jump.to(done));
        }
        List<Node> all = code;
        for (Label exit : crossing.exits()) {
            List<Num> values = exit.types().orElseThrow();
            List<Node> outer = new ArrayList<>();
            outer.add(Block.of(blockType(values), exit, all));
            valueGlobals(crossing, exit).reversed().forEach(global -> outer.add(Code.setGlobal(global)));
            if (crossing.ways() > 1) {
                outer.add(Code.constant(way++));
                if (way < crossing.ways()) {
                    outer.add(Jump.to(done));
                }
            }
            all = outer;
        }
        if (crossing.ways() > 1) {
            all = new ArrayList<>(List.of(Block.of(blockType(List.of(Num.I32)), done, all)));
        }
        if (crossing.ways() > 0) {
            List<Integer> globals = resultGlobals(crossing);
            for (int i = 0; i < globals.size(); i++) {
                all.add(new Access(Use.GET, crossing.results().get(i)));
                all.add(Code.setGlobal(globals.get(i)));
            }
        }
        return all;
    }

    /** Arms, each in the block at whose end the next starts, and in the innermost the branch to where it is entered. */
    private List<Node> entered(Region region, Local selector) {
        List<Arm> arms = region.arms();
        List<Label> starts = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            starts.add(region.entry(i).orElseGet(Label::plain));
        }
        List<Node> code = new ArrayList<>();
        code.add(new Access(Use.GET, selector));
        code.add(new Jump(
                Branch.TABLE, region.entries().stream().map(starts::get).toList()));
        for (int i = 0; i < arms.size(); i++) {
            List<Node> outer = new ArrayList<>();
            outer.add(Block.of(WasmBytes.emptyBlockType(), starts.get(i), code));
            outer.addAll(arms.get(i).nodes());
            code = outer;
        }
        return code;
    }

    /** The call of the new function, and what follows from its result. */
    private List<Node> call(Crossing crossing, Body piece) {
        List<Num> params = types(piece.params());
        int function = additions.function(new Signature(params, result(crossing)), piece);
        List<Node> code = new ArrayList<>();
        piece.params().forEach(param -> code.add(new Access(Use.GET, param)));
        code.add(Code.call(function, params.size(), result(crossing).size()));
        List<Integer> globals = resultGlobals(crossing);
        for (int i = 0; i < globals.size(); i++) {
            code.add(Code.getGlobal(globals.get(i)));
            code.add(new Access(Use.SET, crossing.results().get(i)));
        }
        switch (crossing.ways()) {
            case 0 -> code.add(Code.unreachable());
            case 1 -> crossing.exits().forEach(exit -> code.addAll(leave(crossing, exit)));
            case 2 -> {
                code.add(Block.when(leave(crossing, crossing.exits().getLast())));
                if (!crossing.fallsThrough()) {
                    code.addAll(leave(crossing, crossing.exits().getFirst()));
                }
            }
            default -> {
                return choose(crossing, code);
            }
        }
        return code;
    }

    /** Goes to the label with the values that were left for it. */
    private List<Node> leave(Crossing crossing, Label exit) {
        List<Node> code = new ArrayList<>();
        valueGlobals(crossing, exit).forEach(global -> code.add(Code.getGlobal(global)));
        code.add(Jump.to(exit));
        return code;
    }

    /** Branches by the number that {@code call} leaves; by way of a block of their own to labels that want values. */
    private List<Node> choose(Crossing crossing, List<Node> call) {
        List<Label> targets = new ArrayList<>();
        List<Label> byWay = new ArrayList<>();
        Label next = Label.plain();
        if (crossing.fallsThrough()) {
            targets.add(next);
        }
        for (Label exit : crossing.exits()) {
            // Returning from within a br_table is left to the block of its own: the compiler takes the last block's
            // type for it.
            boolean direct = exit.types().orElseThrow().isEmpty() && exit != body.label();
            targets.add(direct ? exit : Label.plain());
            if (!direct) {
                byWay.add(exit);
            }
        }
        List<Node> code = call;
        code.add(new Jump(Branch.TABLE, targets));
        int first = crossing.fallsThrough() ? 1 : 0;
        for (Label exit : byWay) {
            Label stub = targets.get(first + crossing.exits().indexOf(exit));
            List<Node> outer = new ArrayList<>();
            outer.add(Block.of(WasmBytes.emptyBlockType(), stub, code));
            outer.addAll(leave(crossing, exit));
            code = outer;
        }
        return crossing.fallsThrough()
                ? new ArrayList<>(List.of(Block.of(WasmBytes.emptyBlockType(), next, code)))
                : code;
    }

    private static void replace(Arm arm, List<Node> code) {
        List<Node> nodes = arm.nodes();
        nodes.clear();
        nodes.addAll(code);
    }

    /** Where arms started their numbers are noted instead, and then the call is reached, which is after the outermost block. */
    private static void replaceArms(Region region, Local selector, List<Node> call) {
        Label reached = Label.plain();
        List<Arm> arms = region.arms();
        int entry = 0;
        List<Node> last = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            List<Node> note = new ArrayList<>();
            if (!arms.get(i).isEmpty()) {
                note.add(Code.constant(entry++));
                note.add(new Access(Use.SET, selector));
            }
            if (i < arms.size() - 1) {
                if (!note.isEmpty()) {
                    note.add(Jump.to(reached));
                }
                replace(arms.get(i), note);
            } else {
                last = note;
            }
        }
        Arm outermost = arms.getLast();
        List<Node> sequence = outermost.sequence();
        List<Node> inside = new ArrayList<>();
        inside.add(sequence.get(outermost.from() - 1));
        inside.addAll(last);
        List<Node> replacement = new ArrayList<>();
        replacement.add(Block.of(WasmBytes.emptyBlockType(), reached, inside));
        replacement.addAll(call);
        replace(new Arm(sequence, outermost.from() - 1, outermost.to()), replacement);
    }

    private List<Integer> resultGlobals(Crossing crossing) {
        return additions.globals(types(crossing.results()));
    }

    /** The globals for what a branch to {@code exit} passes: others than the results'. */
    private List<Integer> valueGlobals(Crossing crossing, Label exit) {
        List<Num> all = new ArrayList<>(types(crossing.results()));
        all.addAll(exit.types().orElseThrow());
        List<Integer> globals = additions.globals(all);
        return globals.subList(crossing.results().size(), globals.size());
    }

    private static List<Num> types(List<Local> locals) {
        return locals.stream().map(Local::type).toList();
    }

    private byte[] blockType(List<Num> results) {
        return switch (results.size()) {
            case 0 -> WasmBytes.emptyBlockType();
            case 1 -> new byte[] {(byte) results.getFirst().code()};
            default ->
                new WasmBytes()
                        .signed(additions.type(new Signature(List.of(), results)))
                        .bytes();
        };
    }
}
