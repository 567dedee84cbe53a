package dev.kubewasm.cli.wast;

import dev.kubewasm.cli.wast.ScriptCommand.Binary;
import dev.kubewasm.cli.wast.ScriptCommand.Check;
import dev.kubewasm.cli.wast.ScriptCommand.Stage;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the commands of one script in order. What a command makes stays until the script ends; a command whose instance or
 * definition wasn't made comes to what the one came to that should have made it.
 */
final class ScriptRunner implements AutoCloseable {
    /** What this runtime says it lacks for components of proposals beyond the base Component Model. */
    private static final Set<String> PROPOSALS = Set.of(
            "async functions",
            "the asynchronous ABI",
            "streams",
            "futures",
            "error contexts",
            "the GC ABI",
            "the 64-bit ABI");

    private final Instantiator instantiator;
    private final Features features;
    private final boolean validateOnly;
    private final Map<String, Slot<Definition>> definitions = new HashMap<>();
    private final Map<String, Slot<Running>> instances = new HashMap<>();
    private final List<Running> made = new ArrayList<>();
    private Slot<Definition> latest = new Slot.Absent<>(0, new Outcome.Failed("there is no definition yet"));
    private Slot<Running> current = new Slot.Absent<>(0, new Outcome.Failed("there is no instance yet"));

    /**
     * A runner of one script.
     *
     * @param features what its binaries may use
     * @param validateOnly whether {@code module} commands decode and validate, but don't instantiate
     */
    ScriptRunner(Instantiator instantiator, Features features, boolean validateOnly) {
        this.features = features;
        this.instantiator = instantiator;
        this.validateOnly = validateOnly;
    }

    /**
     * Runs a command.
     *
     * @throws UncheckedIOException if a binary can't be read
     */
    Outcome run(ScriptCommand command) {
        return switch (command) {
            case ScriptCommand.Load load -> load(load);
            case ScriptCommand.Define define -> define(define.line(), define.name(), define.binary());
            case ScriptCommand.Instantiate instantiate -> instantiate(instantiate);
            case ScriptCommand.Register register -> register(register);
            case ScriptCommand.Act act -> act(act);
            case ScriptCommand.Refuse refuse -> refuse(refuse);
            case ScriptCommand.Unsupported unsupported ->
                Outcome.Skipped.lacking("needs " + unsupported.needs() + ", which this runtime doesn't support");
        };
    }

    private Outcome define(int line, Optional<String> name, Binary binary) {
        Slot<Definition> slot;
        Outcome outcome;
        if (binary.file().isEmpty()) {
            outcome = Outcome.Skipped.TEXT_ONLY;
            slot = new Slot.Absent<>(line, outcome);
        } else {
            try {
                slot = new Slot.Present<>(
                        Definition.decode(bytes(binary.file().get())).validate(features.widest()));
                outcome = Outcome.Passed.SILENTLY;
            } catch (MalformedBinaryException e) {
                outcome = new Outcome.Failed("is refused: " + e.getMessage());
                slot = new Slot.Absent<>(line, outcome);
            }
        }
        latest = slot;
        Slot<Definition> defined = slot;
        name.ifPresent(n -> definitions.put(n, defined));
        return outcome;
    }

    private static byte[] bytes(Path file) {
        try {
            return ComponentDecoder.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome load(ScriptCommand.Load load) {
        Outcome defined = define(load.line(), load.name(), load.binary());
        if (!(latest instanceof Slot.Present<Definition>(Definition definition))) {
            makeCurrent(load.name(), new Slot.Absent<>(load.line(), defined));
            return defined;
        }
        return validateOnly ? defined : instantiate(load.line(), load.name(), definition);
    }

    private Outcome instantiate(ScriptCommand.Instantiate command) {
        Slot<Definition> slot = command.module().isEmpty()
                ? latest
                : definitions.getOrDefault(
                        command.module().get(),
                        new Slot.Absent<>(
                                0,
                                new Outcome.Failed("there is no definition `"
                                        + command.module().get() + "`")));
        return switch (slot) {
            case Slot.Present<Definition> present when validateOnly -> Outcome.Skipped.VALIDATE_ONLY;
            case Slot.Present<Definition>(Definition definition) ->
                instantiate(command.line(), command.instance(), definition);
            case Slot.Absent<Definition> absent -> {
                Outcome outcome = becauseOf(absent);
                makeCurrent(command.instance(), new Slot.Absent<>(command.line(), outcome));
                yield outcome;
            }
        };
    }

    private Outcome instantiate(int line, Optional<String> name, Definition definition) {
        try {
            Running running = instantiator.instantiate(name.orElse("line " + line), definition);
            made.add(running);
            makeCurrent(name, new Slot.Present<>(running));
            return Outcome.Passed.SILENTLY;
        } catch (Trap e) {
            return absent(line, name, new Outcome.Failed("traps when it is instantiated: " + e.getMessage()));
        } catch (UnlinkableException e) {
            return absent(line, name, new Outcome.Failed("can't be linked: " + e.getMessage()));
        } catch (UnsupportedFeatureException e) {
            return absent(line, name, lacking(e));
        } catch (CoreModuleException e) {
            return absent(line, name, new Outcome.Failed("the engine refuses it: " + e.getMessage()));
        }
    }

    private Outcome absent(int line, Optional<String> name, Outcome outcome) {
        makeCurrent(name, new Slot.Absent<>(line, outcome));
        return outcome;
    }

    private static Outcome lacking(UnsupportedFeatureException e) {
        String why = String.valueOf(e.getMessage());
        return PROPOSALS.contains(e.feature()) ? Outcome.Skipped.lacking(why) : new Outcome.Failed(why);
    }

    private void makeCurrent(Optional<String> name, Slot<Running> slot) {
        current = slot;
        name.ifPresent(n -> instances.put(n, slot));
    }

    private static Outcome becauseOf(Slot.Absent<?> absent) {
        if (absent.line() == 0) {
            return absent.outcome();
        }
        String what = "line " + absent.line() + " made nothing";
        return switch (absent.outcome()) {
            case Outcome.Skipped s -> new Outcome.Skipped(s.reason(), what + ": " + s.why());
            case Outcome.Passed p -> new Outcome.Failed(what);
            case Outcome.Failed f -> new Outcome.Failed(what + ": " + f.why());
        };
    }

    private Slot<Running> instance(Optional<String> name) {
        return name.isEmpty()
                ? current
                : instances.getOrDefault(
                        name.get(),
                        new Slot.Absent<>(0, new Outcome.Failed("there is no instance `" + name.get() + "`")));
    }

    private Outcome register(ScriptCommand.Register register) {
        if (validateOnly) {
            return Outcome.Skipped.VALIDATE_ONLY;
        }
        return switch (instance(register.name())) {
            case Slot.Absent<Running> absent -> becauseOf(absent);
            case Slot.Present<Running>(RunningModule module) -> {
                instantiator.register(register.as(), module);
                yield Outcome.Passed.SILENTLY;
            }
            case Slot.Present<Running>(Running ignored) ->
                new Outcome.Failed("only instances of core modules can be registered");
        };
    }

    private Outcome act(ScriptCommand.Act act) {
        if (validateOnly) {
            return Outcome.Skipped.VALIDATE_ONLY;
        }
        return switch (instance(act.action().module())) {
            case Slot.Absent<Running> absent -> becauseOf(absent);
            case Slot.Present<Running>(Running running) -> act(running, act);
        };
    }

    private static Outcome act(Running running, ScriptCommand.Act act) {
        Optional<List<Constant>> expected = act.check() instanceof Check.ReturnsValues(List<Constant> values)
                ? Optional.of(values)
                : Optional.empty();
        try {
            Running.Returned returned = running.act(act.action(), expected);
            if (act.check() instanceof Check.Traps) {
                return new Outcome.Failed("returns " + returned.text() + " instead of trapping");
            }
            return returned.asExpected()
                    ? Outcome.Passed.SILENTLY
                    : new Outcome.Failed("returns " + returned.text() + ", expected " + text(expected.orElseThrow()));
        } catch (Trap e) {
            return act.check() instanceof Check.Traps traps
                    ? traps.expected().outcome(e)
                    : new Outcome.Failed("traps: " + e.getMessage());
        } catch (ValueMismatchException e) {
            return new Outcome.Failed("the script's values don't fit: " + e.getMessage());
        } catch (UnusableActionException e) {
            return e.outcome();
        }
    }

    private static String text(List<Constant> constants) {
        return constants.isEmpty()
                ? "nothing"
                : String.join(
                        ", ", constants.stream().map(c -> c.json().toString()).toList());
    }

    private Outcome refuse(ScriptCommand.Refuse refuse) {
        if (refuse.binary().file().isEmpty()) {
            return Outcome.Skipped.TEXT_ONLY;
        }
        byte[] bytes = bytes(refuse.binary().file().get());
        Definition.Decoded decoded;
        try {
            decoded = Definition.decode(bytes);
        } catch (MalformedBinaryException e) {
            return switch (refuse.stage()) {
                case DECODING, VALIDATION -> new Outcome.Passed("refused: " + e.getMessage());
                case LINKING, INSTANTIATION -> new Outcome.Failed("is refused: " + e.getMessage());
            };
        }
        if (refuse.stage() == Stage.DECODING) {
            return new Outcome.Failed("is decoded");
        }
        try {
            Definition definition = decoded.validate(features.widest());
            if (refuse.stage() != Stage.VALIDATION) {
                return refuseInstance(refuse, definition);
            }
            decoded.validate(features.narrowest());
            return new Outcome.Failed("is valid");
        } catch (MalformedBinaryException e) {
            return refuse.stage() == Stage.VALIDATION
                    ? new Outcome.Passed("refused: " + e.getMessage())
                    : new Outcome.Failed("is refused: " + e.getMessage());
        }
    }

    private Outcome refuseInstance(ScriptCommand.Refuse refuse, Definition definition) {
        Stage stage = refuse.stage();
        if (validateOnly) {
            return Outcome.Skipped.VALIDATE_ONLY;
        }
        try {
            made.add(instantiator.instantiate(stage.type(), definition));
            return new Outcome.Failed("is instantiated");
        } catch (Trap e) {
            return stage == Stage.INSTANTIATION
                    ? refuse.trap().outcome(e)
                    : new Outcome.Failed("traps when it is instantiated: " + e.getMessage());
        } catch (UnlinkableException e) {
            return stage == Stage.LINKING
                    ? new Outcome.Passed("can't be linked: " + e.getMessage())
                    : new Outcome.Failed("can't be linked: " + e.getMessage());
        } catch (UnsupportedFeatureException e) {
            return lacking(e);
        } catch (CoreModuleException e) {
            return new Outcome.Failed("the engine refuses it: " + e.getMessage());
        }
    }

    /** Ends all instances that the script made. */
    @Override
    public void close() {
        made.reversed().forEach(Running::close);
    }
}
