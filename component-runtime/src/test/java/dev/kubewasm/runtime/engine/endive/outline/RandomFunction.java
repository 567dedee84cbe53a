package dev.kubewasm.runtime.engine.endive.outline;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes the code of functions with all kinds of control flow in {@link TestModule}s: values on branches, branch tables into many
 * blocks, loops, exceptions, calls of the function itself. Each loop and each call of itself uses fuel, so all of them end.
 */
final class RandomFunction {
    private static final int MAX_DEPTH = 5;
    private static final List<Num> TYPES = List.of(Num.values());

    private final Random random;
    private final WasmBytes out = new WasmBytes();
    /** The types that branches to the blocks around pass, the outermost first. */
    private final List<List<Num>> labels = new ArrayList<>();

    private RandomFunction(Random random) {
        this.random = random;
    }

    /** The code of a function of about {@code statements} statements and what is in them. */
    static byte[] code(Random random, int statements) {
        RandomFunction function = new RandomFunction(random);
        // Endive's compiler takes the type of the last block for that of the function's label, and branches to it may
        // fail.
        function.out.raw(0x02);
        function.blockType(List.of(Num.I64));
        function.labels.add(List.of(Num.I64));
        function.useFuel();
        function.statements(statements, MAX_DEPTH);
        function.value(Num.I64, 3);
        return function.out.raw(0x0B).raw(0x0B).bytes();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private void useFuel() {
        // fuel = fuel - 1; if fuel < 0: unreachable
        out.raw(0x23).number(0).raw(0x41).signed(1).raw(0x6B).raw(0x24).number(0);
        out.raw(0x23)
                .number(0)
                .raw(0x41)
                .signed(0)
                .raw(0x48)
                .raw(0x04)
                .raw(0x40)
                .raw(0x00)
                .raw(0x0B);
    }

    private int variable(Num type) {
        return random.nextInt(TestModule.VARIABLES_OF_A_TYPE) * TYPES.size() + TYPES.indexOf(type);
    }

    private Num type() {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    /** Statements; what follows one that never ends can't be reached. */
    private void statements(int count, int depth) {
        for (int i = 0; i < count; i++) {
            statement(depth);
        }
    }

    private void statement(int depth) {
        int kind = random.nextInt(depth > 0 ? 100 : 55);
        if (kind < 30) {
            Num type = type();
            value(type, 3);
            out.raw(0x21).number(variable(type));
        } else if (kind < 38) {
            address();
            value(Num.I32, 2);
            out.raw(0x36).number(2).number(random.nextInt(64));
        } else if (kind < 44) {
            // hash = hash * 31 + value
            out.raw(0x23).number(1).raw(0x42).signed(31).raw(0x7E);
            value(Num.I64, 2);
            out.raw(0x7C).raw(0x24).number(1);
        } else if (kind < 53) {
            branchIf();
        } else if (kind < 55) {
            leave();
        } else if (kind < 65) {
            block(List.of(), depth);
        } else if (kind < 73) {
            loop(depth);
        } else if (kind < 83) {
            choice(depth);
        } else if (kind < 91) {
            table(depth);
        } else if (kind < 96) {
            attempt(depth);
        } else {
            value(Num.I32, 1);
            out.raw(0x10).number(TestModule.THROWER).raw(0x1A);
        }
    }

    private void branchIf() {
        int label = random.nextInt(labels.size());
        List<Num> passed = labels.get(label);
        passed.forEach(type -> value(type, 2));
        value(Num.I32, 2);
        out.raw(0x0D).number(labels.size() - 1 - label);
        passed.forEach(type -> out.raw(0x1A));
    }

    /** Something after which nothing is reached. */
    private void leave() {
        int kind = random.nextInt(10);
        if (kind == 0) {
            out.raw(0x00);
        } else if (kind == 1) {
            value(Num.I32, 1);
            out.raw(0x08).number(0);
        } else if (kind < 4) {
            value(Num.I64, 2);
            out.raw(0x0F);
        } else {
            int label = random.nextInt(labels.size());
            List<Num> passed = labels.get(label);
            passed.forEach(type -> value(type, 2));
            if (kind < 7) {
                out.raw(0x0C).number(labels.size() - 1 - label);
            } else {
                value(Num.I32, 2);
                int[] same = IntStream.range(0, labels.size())
                        .filter(i -> labels.get(i).equals(passed))
                        .map(i -> labels.size() - 1 - i)
                        .toArray();
                out.raw(0x0E).number(same.length);
                IntStream.of(same).forEach(out::number);
                out.number(labels.size() - 1 - label);
            }
        }
    }

    private void block(List<Num> results, int depth) {
        out.raw(0x02);
        blockType(results);
        labels.add(results);
        statements(1 + random.nextInt(4), depth - 1);
        results.forEach(type -> value(type, 2));
        labels.removeLast();
        out.raw(0x0B);
    }

    private void blockType(List<Num> results) {
        switch (results.size()) {
            case 0 -> out.raw(0x40);
            case 1 -> out.raw(results.getFirst().code());
            default -> out.signed(TestModule.PAIR_TYPE);
        }
    }

    private void loop(int depth) {
        out.raw(0x03).raw(0x40);
        labels.add(List.of());
        useFuel();
        statements(1 + random.nextInt(4), depth - 1);
        if (chance(70)) {
            value(Num.I32, 2);
            out.raw(0x0D).number(0);
        }
        labels.removeLast();
        out.raw(0x0B);
    }

    private void choice(int depth) {
        value(Num.I32, 2);
        out.raw(0x04).raw(0x40);
        labels.add(List.of());
        statements(1 + random.nextInt(3), depth - 1);
        if (chance(50)) {
            out.raw(0x05);
            statements(1 + random.nextInt(3), depth - 1);
        }
        labels.removeLast();
        out.raw(0x0B);
    }

    /** A switch: blocks in blocks around a branch table, the code of the cases after their ends. */
    private void table(int depth) {
        int cases = 2 + random.nextInt(8);
        for (int i = 0; i < cases; i++) {
            out.raw(0x02).raw(0x40);
            labels.add(List.of());
            if (chance(20)) {
                statements(1, 0);
            }
        }
        value(Num.I32, 2);
        out.raw(0x41).signed(15).raw(0x71);
        out.raw(0x0E).number(cases);
        IntStream.range(0, cases).forEach(out::number);
        out.number(random.nextInt(cases));
        for (int i = 0; i < cases; i++) {
            labels.removeLast();
            out.raw(0x0B);
            if (chance(90)) {
                statements(1 + random.nextInt(3), depth - 2);
            }
            if (chance(30) && i < cases - 1) {
                out.raw(0x0C).number(cases - 2 - i);
            }
        }
    }

    /** A block whose exceptions are caught. */
    private void attempt(int depth) {
        out.raw(0x02).raw(0x40);
        labels.add(List.of());
        out.raw(0x02).raw(0x7F);
        labels.add(List.of(Num.I32));
        // try_table (catch $tag 0)
        out.raw(0x1F).raw(0x40).number(1).raw(0x00).number(0).number(0);
        labels.add(List.of());
        statements(1 + random.nextInt(5), depth - 1);
        value(Num.I32, 1);
        out.raw(0x10).number(TestModule.THROWER).raw(0x1A);
        labels.removeLast();
        out.raw(0x0B);
        out.raw(0x0C).number(1);
        labels.removeLast();
        out.raw(0x0B);
        out.raw(0x21).number(variable(Num.I32));
        labels.removeLast();
        out.raw(0x0B);
    }

    private void address() {
        value(Num.I32, 2);
        out.raw(0x41).signed(0x3FFF).raw(0x71);
    }

    private void value(Num type, int depth) {
        int kind = random.nextInt(depth > 0 ? 100 : 40);
        if (kind < 15) {
            constant(type);
        } else if (kind < 40) {
            out.raw(0x20).number(variable(type));
        } else if (kind < 60) {
            value(type, depth - 1);
            value(type, depth - 1);
            // add
            out.raw(
                    switch (type) {
                        case I32 -> 0x6A + random.nextInt(3);
                        case I64 -> 0x7C + random.nextInt(3);
                        case F32 -> 0x92 + random.nextInt(3);
                        case F64 -> 0xA0 + random.nextInt(3);
                    });
        } else if (kind < 70) {
            converted(type, depth - 1);
        } else if (kind < 76) {
            address();
            out.raw(0x28 + TYPES.indexOf(type)).number(2).number(random.nextInt(64));
        } else if (kind < 82) {
            value(type, depth - 1);
            out.raw(0x22).number(variable(type));
        } else if (kind < 88) {
            value(type, depth - 1);
            value(type, depth - 1);
            value(Num.I32, depth - 1);
            out.raw(0x1B);
        } else if (kind < 94) {
            block(List.of(type), depth - 1);
        } else {
            call(type, depth);
        }
    }

    private void call(Num type, int depth) {
        if (type == Num.I32) {
            value(Num.I32, depth - 1);
            out.raw(0x10).number(TestModule.HELPER);
        } else if (type == Num.I64 && chance(30)) {
            for (Num param : Num.values()) {
                value(param, depth - 1);
            }
            out.raw(0x10).number(TestModule.FUNCTION);
        } else if (type == Num.I64) {
            // Two values, the lower one kept.
            block(List.of(Num.I32, Num.I64), 1);
            int kept = variable(Num.I64);
            out.raw(0x21)
                    .number(kept)
                    .raw(0x21)
                    .number(variable(Num.I32))
                    .raw(0x20)
                    .number(kept);
        } else {
            constant(type);
        }
    }

    private void converted(Num type, int depth) {
        switch (type) {
            case I32 -> {
                value(Num.I64, depth);
                out.raw(0xA7);
            }
            case I64 -> {
                value(Num.I32, depth);
                out.raw(0xAC);
            }
            case F32 -> {
                value(Num.I32, depth);
                out.raw(0xB2);
            }
            case F64 -> {
                value(Num.I64, depth);
                out.raw(0xB9);
            }
        }
    }

    private void constant(Num type) {
        out.raw(type.constOpcode());
        switch (type) {
            case I32, I64 -> out.signed(random.nextInt(-200, 200));
            case F32 -> out.raw(new byte[] {0, 0, (byte) random.nextInt(), 0x40});
            case F64 -> out.raw(new byte[] {0, 0, 0, 0, 0, 0, (byte) random.nextInt(), 0x40});
        }
    }
}
