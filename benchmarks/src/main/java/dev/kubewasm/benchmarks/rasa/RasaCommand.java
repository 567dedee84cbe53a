package dev.kubewasm.benchmarks.rasa;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubewasm.placement.affinity.AffinityOptimizer;
import dev.kubewasm.placement.affinity.AffinityResult;
import dev.kubewasm.placement.affinity.Misfits;
import dev.kubewasm.placement.affinity.OptimizerSettings;
import dev.kubewasm.placement.affinity.format.AffinityInstance;
import dev.kubewasm.placement.affinity.format.InstanceReader;
import dev.kubewasm.placement.affinity.format.PlacementFiles;
import dev.kubewasm.placement.affinity.format.UnusableFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Optimizes one instance within a time limit that counts from the start of the JVM. */
@Command(
        name = "benchmarks/rasa",
        description =
                "Places the containers of an instance in RASA's format with as much gained affinity as is found in "
                        + "the time limit, which counts from the start of the JVM. What is printed was recomputed by an auditor.",
        mixinStandardHelpOptions = true,
        version = "benchmarks/rasa 0.1.0",
        sortOptions = false,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:a feasible placement", "1:no feasible placement was found", "2:unusable input or usage"})
public final class RasaCommand implements Callable<Integer> {
    /** What is kept of the time limit for the audit and the output: so much, and so much for each container. */
    private static final Duration RESERVE = Duration.ofMillis(250);

    private static final Duration RESERVE_EACH = Duration.ofNanos(10_000);

    private static final Logger METERS = Logger.getLogger("io.micrometer");

    /** What to print. */
    enum Output {
        json,
        text
    }

    @Parameters(
            paramLabel = "FILE",
            description =
                    "The instance: ServiceList, MachineList, TrafficList as published. AntiAffinityList may be there too: an "
                            + "array of rules, each an array of services, of whose containers a machine runs one at most. Other "
                            + "keys are refused.")
    private Path file = Path.of("");

    @Option(
            names = "--time-limit",
            paramLabel = "TIME",
            converter = TimeLimit.class,
            description = "Such as 500ms, 10s, 2m. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10s")
    private Duration timeLimit = Duration.ZERO;

    @Option(names = "--max-machines", paramLabel = "N", description = "Use at most so many machines.")
    private @Nullable Integer maxMachines;

    @Option(names = "--from-scratch", description = "Ignore where containers are deployed.")
    private boolean fromScratch;

    @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private long seed;

    @Option(
            names = "--step-limit",
            paramLabel = "N",
            description =
                    "Evaluate at most so many moves in each thread. A result that only this limit ended is the same "
                            + "for the same seed and number of threads.")
    private long stepLimit = Long.MAX_VALUE;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "So many searches beside each other. Default: ${DEFAULT-VALUE}.",
            defaultValue = "2")
    private int threads;

    @Option(names = "--placement", paramLabel = "OUT", description = "Write the placement: machine to its containers.")
    private @Nullable Path placement;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "text")
    private Output output = Output.text;

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs the command. */
    public static void main(String[] arguments) {
        // Searches beside each other register the same gauges, of which each warns.
        METERS.setLevel(Level.OFF);
        System.exit(new CommandLine(new RasaCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        check(command);
        PrintWriter out = command.getOut();
        PrintWriter err = command.getErr();
        AffinityInstance instance;
        try {
            instance = InstanceReader.read(file);
        } catch (UnusableFileException e) {
            err.println(e.getMessage());
            return 2;
        }
        int containers = instance.problem().containerCount();
        // Where it took long to come here, by the machine's load or the instance's size, the end takes long as well.
        Duration soFar = sinceStart();
        Duration left = timeLimit
                .minus(soFar.multipliedBy(3).dividedBy(2))
                .minus(RESERVE)
                .minus(RESERVE_EACH.multipliedBy(containers));
        Optional<AffinityResult> found = AffinityOptimizer.optimize(
                instance.problem(),
                instance.initial(),
                new OptimizerSettings(
                        seed,
                        left.isPositive() ? left : Duration.ofMillis(1),
                        stepLimit,
                        maxMachines == null
                                ? Math.max(1, instance.problem().machines().size())
                                : maxMachines,
                        fromScratch,
                        threads),
                System::nanoTime);
        if (found.isEmpty()) {
            err.println(file + ": no placement was found that keeps all constraints");
            Misfits.of(instance.problem()).forEach(reason -> err.println(file + ": " + reason));
            return 1;
        }
        AffinityResult result = found.get();
        if (placement != null) {
            try {
                PlacementFiles.write(placement, result.placement());
            } catch (IOException e) {
                err.println(placement + ": can't be written: " + e.getMessage());
                return 2;
            }
        }
        print(result, sinceStart(), out);
        return 0;
    }

    private void check(CommandLine command) {
        if (stepLimit < 1 || threads < 1 || threads > 64 || (maxMachines != null && maxMachines < 1)) {
            throw new ParameterException(
                    command, "--step-limit, --max-machines and --threads (64 at most) must be positive");
        }
    }

    private void print(AffinityResult result, Duration elapsed, PrintWriter out) throws IOException {
        double seconds = elapsed.toMillis() / 1000.0;
        if (output == Output.json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("gainedAffinity", result.audit().gainedAffinity());
            report.put("machinesUsed", result.audit().machinesUsed());
            report.put("seconds", seconds);
            report.put("seed", seed);
            out.println(JsonMapper.builder().build().writeValueAsString(report));
        } else {
            out.printf(
                    Locale.ROOT,
                    "gained affinity %.6f, %d machines used, %.3f s, seed %d%n",
                    result.audit().gainedAffinity(),
                    result.audit().machinesUsed(),
                    seconds,
                    seed);
        }
        out.flush();
    }

    private static Duration sinceStart() {
        return Duration.ofMillis(System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    /** A duration as Kubernetes and Go write it. */
    static final class TimeLimit implements ITypeConverter<Duration> {
        private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,9})(ms|s|m)");

        @Override
        public Duration convert(String text) {
            Matcher matcher = SYNTAX.matcher(text);
            if (!matcher.matches() || matcher.group(1).matches("0+")) {
                throw new TypeConversionException("'" + text + "' is not a duration such as 500ms, 10s or 2m");
            }
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                default -> Duration.ofMinutes(amount);
            };
        }
    }
}
