package dev.kubewasm.cli.wast;

import dev.kubewasm.cli.wast.ScriptCommand.Action;
import dev.kubewasm.runtime.engine.CoreExtern;
import dev.kubewasm.runtime.engine.CoreFunction;
import dev.kubewasm.runtime.engine.CoreInstance;
import dev.kubewasm.runtime.engine.CoreModule;
import dev.kubewasm.wit.binary.CoreTypeDefinition.FunctionType;
import dev.kubewasm.wit.binary.CoreValType;
import dev.kubewasm.wit.binary.types.CoreItemType;
import dev.kubewasm.wit.binary.types.CoreModuleType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An instance of a core module. */
record RunningModule(CoreModule module, CoreModuleType type, CoreInstance instance) implements Running {
    /** The export of that name, as other modules import it. */
    Optional<CoreExtern> export(String name) {
        for (int i = 0; i < module.exports().size(); i++) {
            if (module.exports().get(i).name().equals(name)) {
                return Optional.of(instance.export(i));
            }
        }
        return Optional.empty();
    }

    @Override
    public Returned act(Action action, Optional<List<Constant>> expected) {
        CoreItemType item = type.exports().get(action.field());
        return switch (action) {
            case Action.Get get -> {
                if (!(item instanceof CoreItemType.CoreGlobal(var global))) {
                    throw none("global", get);
                }
                onlyNumbers(List.of(global.type()));
                long bits = ((CoreExtern.OfGlobal) export(get.field()).orElseThrow()).bits();
                yield returned(List.of(global.type()), new long[] {bits}, expected);
            }
            case Action.Invoke invoke -> {
                if (!(item instanceof CoreItemType.CoreFunction(FunctionType function))) {
                    throw none("function", invoke);
                }
                onlyNumbers(function.params());
                onlyNumbers(function.results());
                CoreFunction callee = (CoreFunction) export(invoke.field()).orElseThrow();
                yield returned(function.results(), callee.call(words(invoke.args(), function.params())), expected);
            }
        };
    }

    private static UnusableActionException none(String what, Action action) {
        return new UnusableActionException(new Outcome.Failed("exports no " + what + " `" + action.field() + "`"));
    }

    private static void onlyNumbers(List<CoreValType> types) {
        if (!types.stream().allMatch(CoreValues::isNumber)) {
            throw new UnusableActionException(Outcome.Skipped.lacking(
                    "needs references or vectors as values of the host, which this runtime" + " doesn't support"));
        }
    }

    private static long[] words(List<Constant> args, List<CoreValType> types) {
        if (args.size() != types.size()) {
            throw new ValueMismatchException(
                    "the function takes " + types.size() + " arguments, the script has " + args.size());
        }
        long[] words = new long[args.size()];
        for (int i = 0; i < words.length; i++) {
            words[i] = CoreValues.word(args.get(i), types.get(i));
        }
        return words;
    }

    private static Returned returned(List<CoreValType> types, long[] words, Optional<List<Constant>> expected) {
        List<String> texts = new ArrayList<>();
        boolean same = expected.isEmpty() || expected.get().size() == types.size();
        for (int i = 0; i < types.size(); i++) {
            texts.add(CoreValues.print(types.get(i), words[i]));
            same = same
                    && (expected.isEmpty() || CoreValues.matches(expected.get().get(i), types.get(i), words[i]));
        }
        return new Returned(texts.isEmpty() ? "nothing" : String.join(", ", texts), same);
    }

    @Override
    public void close() {
        // Memories and tables are freed with it.
    }
}
