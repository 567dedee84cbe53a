package dev.kubewasm.runtime.engine.endive.outline;

import dev.kubewasm.runtime.engine.endive.outline.Additions.Signature;
import dev.kubewasm.runtime.engine.endive.outline.Node.Access;
import dev.kubewasm.runtime.engine.endive.outline.Node.Block;
import dev.kubewasm.runtime.engine.endive.outline.Node.Branch;
import dev.kubewasm.runtime.engine.endive.outline.Node.Joined;
import dev.kubewasm.runtime.engine.endive.outline.Node.Jump;
import dev.kubewasm.runtime.engine.endive.outline.Node.Use;
import dev.kubewasm.runtime.engine.endive.outline.Region.Arm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves a region into a function of its own.
 *
 * <p>Its parameters are the variables that it needs. What its branches pass it sets variables to, and so does the caller
 * afterwards pass it on. It leaves all that it sets in globals, as the last it does, and returns the number of the way out it
 * has taken, if there are several; the caller first reads the globals and then goes on there. In the function each label that
 * the region branches to is that of a block around it, so that its instructions stay as they are.
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

    /**
     * A way out by a branch.
     *
     * @param passed the variables for what it passes
     */
    private record Exit(Label label, List<Local> passed) {}

    /** A region with all that is made for it. */
    private record Move(Crossing crossing, List<Exit> exits) {
        /** The variables that are set for the caller. */
        List<Local> results() {
            List<Local> results = new ArrayList<>(crossing.results());
            exits.forEach(exit -> results.addAll(exit.passed()));
            return results;
        }

        /** The number of the way out, if there are several. */
        List<Num> number() {
            return crossing.ways() > 1 ? List.of(Num.I32) : List.of();
        }
    }

    /** Moves a region; what has become of it. Positions behind it, in the sequences that it is in, aren't valid afterwards. */
    Body outline(Crossing crossing) {
        Move move = new Move(
                crossing,
                crossing.exits().stream()
                        .map(label -> new Exit(
                                label,
                                label.types().orElseThrow().stream()
                                        .map(this::variable)
                                        .toList()))
                        .toList());
        Region region = crossing.region();
        if (region.arms().size() == 1) {
            Arm arm = region.arms().getFirst();
            Body piece = piece(move, crossing.params(), new ArrayList<>(arm.nodes()));
            replace(arm, call(move, piece));
            return piece;
        }
        // A variable of its own: another's number might be on the way through here.
        Local selector = variable(Num.I32);
        List<Local> params = new ArrayList<>(crossing.params());
        params.addFirst(selector);
        Body piece = piece(move, List.copyOf(params), entered(region, selector));
        replaceArms(region, selector, call(move, piece));
        return piece;
    }

    private Local variable(Num type) {
        Local local = variables.fresh(type);
        body.locals().add(local);
        return local;
    }

    /** The function made of a region's instructions. */
    private Body piece(Move move, List<Local> params, List<Node> region) {
        List<Node> code = withExits(move, region);
        List<Local> results = move.results();
        if (!results.isEmpty() && move.crossing().ways() > 0) {
            List<Integer> globals = additions.globals(types(results));
            List<Node> writes = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                writes.add(new Access(Use.GET, results.get(i)));
                writes.add(Code.setGlobal(globals.get(i)));
            }
            code.add(new Joined(writes, 0, 0));
        }
        Label returned = new Label(Optional.of(move.number()));
        return new Body(params, new ArrayList<>(Variables.mentioned(code, params)), returned, code);
    }

    /** The instructions of a region in blocks for where they branch to; they leave the number of the way out. */
    private List<Node> withExits(Move move, List<Node> region) {
        int ways = move.crossing().ways();
        Label done = new Label(Optional.of(move.number()));
        int way = 0;
        List<Node> code = region;
        if (move.crossing().fallsThrough() && ways > 1) {
            code.add(Code.constant(way++));
            code.add(Jump.to(done));
        }
        for (Exit exit : move.exits()) {
            List<Node> outer = new ArrayList<>();
            outer.add(Block.of(blockType(types(exit.passed())), exit.label(), code));
            exit.passed().reversed().forEach(local -> outer.add(new Access(Use.SET, local)));
            if (ways > 1) {
                outer.add(Code.constant(way++));
                if (way < ways) {
                    outer.add(Jump.to(done));
                }
            }
            code = outer;
        }
        return ways > 1 ? new ArrayList<>(List.of(Block.of(blockType(move.number()), done, code))) : code;
    }

    /** Arms, each in the block at whose end the next starts, and in the innermost the branch to where it is entered. */
    private static List<Node> entered(Region region, Local selector) {
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
    private List<Node> call(Move move, Body piece) {
        List<Num> params = types(piece.params());
        int function = additions.function(new Signature(params, move.number()), piece);
        List<Node> call = new ArrayList<>();
        piece.params().forEach(param -> call.add(new Access(Use.GET, param)));
        call.add(Code.call(function, params.size(), move.number().size()));
        List<Local> results = move.results();
        List<Integer> globals = additions.globals(types(results));
        for (int i = 0; i < results.size(); i++) {
            call.add(Code.getGlobal(globals.get(i)));
            call.add(new Access(Use.SET, results.get(i)));
        }
        List<Node> code = new ArrayList<>();
        code.add(new Joined(call, 0, move.number().size()));
        List<Exit> exits = move.exits();
        switch (move.crossing().ways()) {
            case 0 -> code.add(Code.unreachable());
            case 1 -> exits.forEach(exit -> code.addAll(leave(exit)));
            case 2 -> {
                code.add(Block.when(leave(exits.getLast())));
                if (!move.crossing().fallsThrough()) {
                    code.addAll(leave(exits.getFirst()));
                }
            }
            default -> {
                return choose(move, code);
            }
        }
        return code;
    }

    /** Goes to the label with the values that were passed. */
    private static List<Node> leave(Exit exit) {
        List<Node> code = new ArrayList<>();
        exit.passed().forEach(local -> code.add(new Access(Use.GET, local)));
        code.add(Jump.to(exit.label()));
        return code;
    }

    /** Branches by the number that {@code call} leaves; by way of a block of their own to labels that want values. */
    private List<Node> choose(Move move, List<Node> call) {
        Label next = Label.plain();
        List<Label> targets = new ArrayList<>();
        if (move.crossing().fallsThrough()) {
            targets.add(next);
        }
        List<Label> ways = move.exits().stream()
                .map(exit -> isDirect(exit) ? exit.label() : Label.plain())
                .toList();
        targets.addAll(ways);
        List<Node> code = call;
        code.add(new Jump(Branch.TABLE, targets));
        for (int i = 0; i < ways.size(); i++) {
            Exit exit = move.exits().get(i);
            if (!isDirect(exit)) {
                List<Node> outer = new ArrayList<>();
                outer.add(Block.of(WasmBytes.emptyBlockType(), ways.get(i), code));
                outer.addAll(leave(exit));
                code = outer;
            }
        }
        return move.crossing().fallsThrough()
                ? new ArrayList<>(List.of(Block.of(WasmBytes.emptyBlockType(), next, code)))
                : code;
    }

    /** Whether a branch table may name it. Not so the function's label: the compiler takes the last block's type for it. */
    private boolean isDirect(Exit exit) {
        return exit.passed().isEmpty() && exit.label() != body.label();
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
