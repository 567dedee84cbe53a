package dev.kubewasm.runtime.cases;

import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.LinkException;
import dev.kubewasm.runtime.LinkProblem;
import dev.kubewasm.runtime.assembly.Assembler;
import dev.kubewasm.runtime.assembly.Assembly;
import dev.kubewasm.runtime.cases.CallCase.Step;
import dev.kubewasm.runtime.cases.CaseResult.StepResult;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import dev.kubewasm.runtime.value.ResourceRef;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wave.HandleNames;
import dev.kubewasm.runtime.wave.UnprintableValueException;
import dev.kubewasm.runtime.wave.Wave;
import dev.kubewasm.runtime.wave.WaveException;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.model.InterfaceName;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs cases, each on fresh instances. What is wrong with one (its file, its component, its arguments) is its result and
 * stops no other. Not thread-safe.
 */
public final class CaseRunner {
    private final ComponentRuntime runtime;
    private final Assembler assembler;
    private final Path base;
    private final Duration deadline;

    /**
     * A runner of cases.
     *
     * @param assembler made of {@code runtime}
     * @param base the folder that the files of cases are relative to
     * @param deadline how long a step may take
     */
    public CaseRunner(ComponentRuntime runtime, Assembler assembler, Path base, Duration deadline) {
        this.runtime = runtime;
        this.assembler = assembler;
        this.base = base;
        this.deadline = deadline;
    }

    /** Runs a case and compares. */
    public CaseResult run(CallCase test) {
        Map<String, Path> links = new LinkedHashMap<>();
        test.links().forEach((wanted, file) -> links.put(wanted, file(file)));
        List<String> files = new ArrayList<>(test.links().values());
        files.add(test.component());
        for (String file : files) {
            Optional<CaseResult> unusable = unusable(file);
            if (unusable.isPresent()) {
                return unusable.get();
            }
        }
        try (Assembly assembly = assembler.assemble(file(test.component()), links)) {
            return steps(assembly.root(), test.steps());
        } catch (LinkException e) {
            String problems = String.valueOf(e.getMessage());
            return e.problems().stream().allMatch(CaseRunner::isMissingWasi)
                    ? new CaseResult.Unsupported(problems)
                    : new CaseResult.Failed(problems);
        } catch (IOException | CoreModuleException e) {
            return new CaseResult.Failed(String.valueOf(e.getMessage()));
        } catch (Trap | ComponentExit e) {
            // It happened while instantiating, so the first call never returned either.
            boolean expected =
                    !test.steps().isEmpty() && test.steps().getFirst().trap();
            return new CaseResult.Ran(expected && isGuests(e), List.of(ended(expected, e)));
        }
    }

    /** What is wrong with a component by itself. */
    private Optional<CaseResult> unusable(String name) {
        try {
            var ignored = assembler.compile(file(name));
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of(new CaseResult.Failed(name + ": there is no such file"));
        } catch (UnsupportedFeatureException e) {
            return Optional.of(new CaseResult.Unsupported(name + ": " + e.getMessage()));
        } catch (IOException | MalformedBinaryException | CoreModuleException e) {
            return Optional.of(new CaseResult.Failed(name + ": " + e.getMessage()));
        }
    }

    private Path file(String name) {
        return base.resolve(name).normalize();
    }

    private static boolean isMissingWasi(LinkProblem problem) {
        return problem instanceof LinkProblem.NoHostInterface missing
                && InterfaceName.parse(missing.importName())
                        .filter(name -> name.pkg().namespace().equals("wasi"))
                        .isPresent();
    }

    private CaseResult steps(ComponentInstance root, List<Step> steps) {
        HandleNames handles = HandleNames.numbered();
        List<StepResult> results = new ArrayList<>();
        for (Step step : steps) {
            try {
                results.add(step(root, step, handles));
            } catch (Trap | ComponentExit e) {
                results.add(ended(step.trap(), e));
                break;
            }
        }
        boolean all = results.size() == steps.size() && results.stream().allMatch(StepResult::pass);
        return new CaseResult.Ran(all, results);
    }

    private StepResult step(ComponentInstance root, Step step, HandleNames handles) {
        try {
            return switch (step) {
                case Step.Drop drop -> drop(root, drop, handles);
                case Step.Call call -> call(root, call, handles);
            };
        } catch (UnprintableValueException | IllegalArgumentException e) {
            return error(String.valueOf(e.getMessage()));
        }
    }

    private StepResult drop(ComponentInstance root, Step.Drop drop, HandleNames handles) {
        Optional<ResourceRef> handle = handles.named(drop.handle());
        if (handle.isEmpty()) {
            return error("there is no handle @" + drop.handle());
        }
        return runtime.within(deadline, () -> {
            root.drop(new Val.Own(handle.get()));
            return new StepResult(!drop.trap(), Optional.empty());
        });
    }

    private StepResult call(ComponentInstance root, Step.Call call, HandleNames handles) {
        Optional<ExportedFunction> function = root.function(call.function());
        if (function.isEmpty()) {
            return error(root + " exports no function `" + call.function() + "`; it exports: "
                    + root.functionNames().stream().map(f -> "`" + f + "`").collect(Collectors.joining(", ")));
        }
        List<ValueType> params = function.get().type().paramTypes();
        if (params.size() != call.args().size()) {
            return error("the function takes %d argument%s, not %d"
                    .formatted(
                            params.size(),
                            params.size() == 1 ? "" : "s",
                            call.args().size()));
        }
        List<Val> args = new ArrayList<>();
        for (int i = 0; i < params.size(); i++) {
            try {
                args.add(Wave.parse(call.args().get(i), params.get(i), handles));
            } catch (WaveException e) {
                return error("argument %d, %s".formatted(i + 1, e.getMessage()));
            }
        }
        Optional<Val> result = function.get().call(args, deadline);
        if (result.isEmpty()) {
            return new StepResult(!call.trap() && call.result().isEmpty(), Optional.empty());
        }
        ValueType type = function.get().type().result().orElseThrow();
        // Printing gives new handles their names, by which the expected text may call them.
        String text = Wave.print(result.get(), type, handles);
        boolean same = call.result()
                .filter(wanted -> wanted.equals(text) || means(wanted, result.get(), type, handles))
                .isPresent();
        return new StepResult(!call.trap() && same, Optional.of(text));
    }

    /** Whether {@code text} stands for {@code value}: there may be several texts for a value, of floats for example. */
    private static boolean means(String text, Val value, ValueType type, HandleNames handles) {
        try {
            return Wave.parse(text, type, handles).equals(value);
        } catch (WaveException e) {
            return false;
        }
    }

    private static StepResult ended(boolean expected, RuntimeException e) {
        return isGuests(e)
                ? new StepResult(expected, Optional.of("trap: " + e.getMessage()))
                : error(String.valueOf(e.getMessage()));
    }

    /** Whether it is the component's own doing, as any runtime would see it; not a limit or a failure of this host. */
    private static boolean isGuests(RuntimeException e) {
        return !(e instanceof Trap trap)
                || switch (trap.kind()) {
                    case INTERRUPTED, LINK_DEADLINE_EXCEEDED, HOST_FAILURE -> false;
                    default -> true;
                };
    }

    private static StepResult error(String message) {
        return new StepResult(false, Optional.of("error: " + message));
    }
}
