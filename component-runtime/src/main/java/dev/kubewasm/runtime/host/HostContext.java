package dev.kubewasm.runtime.host;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What one component instance may use of its surroundings. Each instance has its own; nothing is inherited from the
 * process unless the embedder passes it in.
 */
public final class HostContext {
    private final Builder settings;
    private final Map<Class<?>, Object> attachments = new ConcurrentHashMap<>();

    private HostContext(Builder settings) {
        this.settings = settings;
    }

    /**
     * A folder given to the component.
     *
     * @param guestPath its name inside, for example {@code /} or {@code data}
     * @param hostPath the folder
     * @param writable whether the component may change what is in it
     */
    public record Preopen(String guestPath, Path hostPath, boolean writable) {}

    /** Begins a context: no arguments, no environment, empty input, output discarded, system clocks, secure randomness. */
    public static Builder builder() {
        return new Builder();
    }

    /** The command line, the program's name first. */
    public List<String> arguments() {
        return settings.arguments;
    }

    /** Environment variables in their order. */
    public Map<String, String> environment() {
        return settings.environment;
    }

    /** The initial working directory, if the component has one. */
    public Optional<String> initialDirectory() {
        return settings.initialDirectory;
    }

    /** Standard input. */
    public InputStream stdin() {
        return settings.stdin;
    }

    /** Standard output. */
    public OutputStream stdout() {
        return settings.stdout;
    }

    /** Standard error. */
    public OutputStream stderr() {
        return settings.stderr;
    }

    /** The wall clock. */
    public InstantSource wallClock() {
        return settings.wallClock;
    }

    /** The monotonic clock, in nanoseconds from an arbitrary moment. */
    public LongSupplier monotonicClock() {
        return settings.monotonicClock;
    }

    /** Randomness fit for cryptography. */
    public RandomGenerator secureRandom() {
        return settings.secureRandom.get();
    }

    /** Folders given to the component. */
    public List<Preopen> preopens() {
        return settings.preopens;
    }

    /**
     * State that a host interface keeps for this instance: made on first use, one per class.
     *
     * @param type the class of the state, private to the interface that uses it
     * @param make makes it
     */
    public <T> T attachment(Class<T> type, Supplier<T> make) {
        return type.cast(attachments.computeIfAbsent(type, k -> make.get()));
    }

    /** Settings of a context. */
    public static final class Builder {
        private List<String> arguments = List.of();
        private Map<String, String> environment = Map.of();
        private Optional<String> initialDirectory = Optional.empty();
        private InputStream stdin = InputStream.nullInputStream();
        private OutputStream stdout = OutputStream.nullOutputStream();
        private OutputStream stderr = OutputStream.nullOutputStream();
        private InstantSource wallClock = InstantSource.system();
        private LongSupplier monotonicClock = System::nanoTime;
        private Supplier<RandomGenerator> secureRandom = SecureRandomHolder::get;
        private List<Preopen> preopens = List.of();

        private Builder() {}

        /** Sets the command line, the program's name first. */
        public Builder arguments(List<String> value) {
            arguments = List.copyOf(value);
            return this;
        }

        /** Sets the environment variables; their order is kept. */
        public Builder environment(Map<String, String> value) {
            environment = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(value));
            return this;
        }

        /** Sets the initial working directory. */
        public Builder initialDirectory(String value) {
            initialDirectory = Optional.of(value);
            return this;
        }

        /** Sets standard input. */
        public Builder stdin(InputStream value) {
            stdin = value;
            return this;
        }

        /** Sets standard output. */
        public Builder stdout(OutputStream value) {
            stdout = value;
            return this;
        }

        /** Sets standard error. */
        public Builder stderr(OutputStream value) {
            stderr = value;
            return this;
        }

        /** Sets the wall clock. */
        public Builder wallClock(InstantSource value) {
            wallClock = value;
            return this;
        }

        /** Sets the monotonic clock, nanoseconds. */
        public Builder monotonicClock(LongSupplier value) {
            monotonicClock = value;
            return this;
        }

        /** Sets the source of {@code wasi:random/random}; a seeded one only in tests. */
        public Builder secureRandom(RandomGenerator value) {
            secureRandom = () -> value;
            return this;
        }

        /** Gives folders to the component. */
        public Builder preopens(List<Preopen> value) {
            preopens = List.copyOf(value);
            return this;
        }

        /** The context. The builder is used once. */
        public HostContext build() {
            return new HostContext(this);
        }
    }

    /** Made on first use: many components never ask for randomness, and seeding it costs start-up time. */
    private static final class SecureRandomHolder {
        private static final java.security.SecureRandom INSTANCE = new java.security.SecureRandom();

        static RandomGenerator get() {
            return INSTANCE;
        }
    }
}
