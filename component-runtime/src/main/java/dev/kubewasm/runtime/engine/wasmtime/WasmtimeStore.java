package dev.kubewasm.runtime.engine.wasmtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kubewasm.runtime.engine.CoreExtern;
import dev.kubewasm.runtime.engine.CoreInstance;
import dev.kubewasm.runtime.engine.CoreModule;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.engine.ResourceBudget;
import dev.kubewasm.runtime.failure.Trap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store of wasmtime: the core instances of one component instance, with what they import and export. Wasmtime frees all
 * of it at once: when this is closed, or unreachable. One thread at a time uses it, as it is with component instances.
 */
final class WasmtimeStore implements ResourceBudget.State {
    private static final Cleaner CLEANER = Cleaner.create();

    /** Keeps wasmtime's default of a limit. */
    private static final long DEFAULT = -1;

    private static final long FUNCTION_SIZE = 16;
    private static final long INSTANCE_SIZE = 16;
    private static final long EXCEPTION_SIZE = 24;
    /** {@code wasmtime_val_t}: a kind, and at a multiple of 8 what it is the kind of. */
    private static final long VALUE_SIZE = 32;

    private static final long VALUE_NUMBER = 8;

    private final WasmtimeEngine engine;
    private final ResourceBudget budget;
    private final Natives natives;
    private final MemorySegment context;
    private final Cleaner.Cleanable cleanable;
    /** For the handles, which are passed by pointer; freed when nobody has one any more. */
    private final Arena arena = Arena.ofAuto();

    private final MemorySegment trap = arena.allocate(ADDRESS);
    private final MemorySegment exception = arena.allocate(EXCEPTION_SIZE, 8);
    private final List<HostFunction> hostFunctions = new ArrayList<>();
    private final List<WasmtimeMemory> memories = new ArrayList<>();
    /** Of calls from Java: read before anything else runs, and written when nothing does any more. */
    private MemorySegment values = arena.allocate(RawWords.SIZE * 16, RawWords.SIZE);

    private long tableLimit;
    private @Nullable Throwable kept;
    private int entered;
    private boolean closed;

    private record HostFunction(HostCoreFunction function, RawWords words) {}

    private WasmtimeStore(WasmtimeEngine engine, ResourceBudget budget, MemorySegment handle) {
        this.engine = engine;
        this.budget = budget;
        this.natives = new Natives(handle, engine.ticker(), new ArrayList<>());
        this.context = WasmtimeApi.STORE_CONTEXT.pointer(handle);
        this.tableLimit = budget.tableElementsLeft();
        this.cleanable = CLEANER.register(this, natives);
        WasmtimeApi.STORE_EPOCH_CALLBACK.run(handle, Callbacks.EPOCH, MemorySegment.NULL, MemorySegment.NULL);
        WasmtimeApi.CONTEXT_EPOCH_DEADLINE.run(context, 1L);
    }

    static WasmtimeStore open(WasmtimeEngine engine, ResourceBudget budget) {
        MemorySegment handle = WasmtimeApi.STORE_NEW.pointer(engine.handle(), MemorySegment.NULL, MemorySegment.NULL);
        engine.ticker().storeOpened();
        return new WasmtimeStore(engine, budget, handle);
    }

    /** What is freed with a store. */
    private record Natives(MemorySegment handle, EpochTicker ticker, List<ReservedMemory> reserved)
            implements Runnable {
        @Override
        public void run() {
            WasmtimeApi.STORE_DELETE.run(handle);
            reserved.forEach(ReservedMemory::free);
            ticker.storeClosed();
        }
    }

    WasmtimeEngine engine() {
        return engine;
    }

    CoreInstance instantiate(
            MemorySegment module,
            List<DefinedTables.Limits> tables,
            List<CoreModule.Import> imports,
            List<CoreExtern> arguments) {
        return inside(() -> {
            tables.forEach(this::admit);
            WasmtimeApi.STORE_LIMITER.run(natives.handle(), DEFAULT, tableLimit, DEFAULT, DEFAULT, DEFAULT);
            MemorySegment externs = arena.allocate(WasmtimeExtern.SIZE * Math.max(imports.size(), 1), 8);
            for (int i = 0; i < imports.size(); i++) {
                put(externs.asSlice(i * WasmtimeExtern.SIZE, WasmtimeExtern.SIZE), imports.get(i), arguments.get(i));
            }
            MemorySegment instance = arena.allocate(INSTANCE_SIZE, 8);
            trap.set(ADDRESS, 0, MemorySegment.NULL);
            MemorySegment error =
                    WasmtimeApi.INSTANCE_NEW.pointer(context, module, externs, (long) imports.size(), instance, trap);
            throwIfFailed(error, message -> new CoreModuleException("core imports don't fit: " + message, null));
            return new WasmtimeInstance(this, instance);
        });
    }

    /**
     * Counts a table to the budget. Wasmtime knows one limit for all tables of a store and asks nobody when one grows, so
     * one that may grow has its room counted when it is made: all that its maximum says, and no more than half of what is
     * left. No later table begins larger than that half, so that the smallest of them can be the store's limit.
     */
    private void admit(DefinedTables.Limits limits) {
        budget.reserveInitialTable(limits.min());
        long half = budget.tableElementsLeft() / 2;
        long wanted = limits.max().orElse(Long.MAX_VALUE) - limits.min();
        long room = Math.min(wanted, half);
        if (!budget.reserveTable(room)) {
            throw new IllegalStateException("half of what is left is not left");
        }
        if (room < wanted) {
            tableLimit = Math.min(tableLimit, limits.min() + room);
        }
    }

    private void put(MemorySegment extern, CoreModule.Import wanted, CoreExtern supplied) {
        switch (supplied) {
            case WasmtimeExtern e when e.store() == this -> extern.copyFrom(e.handle());
            case HostCoreFunction f -> newHostFunction(f, extern.asSlice(WasmtimeExtern.VALUE, FUNCTION_SIZE));
            default ->
                throw new IllegalArgumentException("import " + wanted.module() + "." + wanted.name()
                        + " is of another engine or counted to another budget: " + supplied);
        }
    }

    /** Makes a {@code wasmtime_func_t} of a function of the host. The kind before it is zero: a function. */
    private void newHostFunction(HostCoreFunction function, MemorySegment out) {
        MemorySegment type = FunctionTypes.make(function.type());
        WasmtimeApi.FUNC_NEW.run(
                context,
                type,
                Callbacks.HOST_FUNCTION,
                MemorySegment.ofAddress(hostFunctions.size()),
                MemorySegment.NULL,
                out);
        WasmtimeApi.FUNCTYPE_DELETE.run(type);
        hostFunctions.add(new HostFunction(function, new RawWords(function.type())));
    }

    /** The {@code wasmtime_extern_t} of an export. */
    MemorySegment export(MemorySegment instance, int index) {
        return inside(() -> {
            MemorySegment extern = arena.allocate(WasmtimeExtern.SIZE, 8);
            MemorySegment name = NativeVectors.allocate(arena);
            boolean found = WasmtimeApi.INSTANCE_EXPORT.test(
                    context, instance, (long) index, name, name.asSlice(ADDRESS.byteSize()), extern);
            if (!found) {
                throw new IllegalArgumentException("no export " + index);
            }
            return extern;
        });
    }

    /** The memory that a {@code wasmtime_memory_t} names: no two begin at the same address. */
    WasmtimeMemory memoryOf(MemorySegment handle) {
        long base =
                inside(() -> WasmtimeApi.MEMORY_DATA.pointer(context, handle)).address();
        return memories.stream()
                .filter(m -> m.reserved().base() == base)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a memory that this engine didn't make"));
    }

    /** The value of the global that a {@code wasmtime_global_t} names: the number of a {@code wasmtime_val_t}. */
    long valueOf(MemorySegment global) {
        return inside(() -> {
            try (Arena call = Arena.ofConfined()) {
                MemorySegment value = call.allocate(VALUE_SIZE, 8);
                WasmtimeApi.GLOBAL_GET.run(context, global, value);
                return value.get(JAVA_LONG, VALUE_NUMBER);
            }
        });
    }

    /** How Java calls a function. */
    RawWords wordsOf(MemorySegment function) {
        RawWords words = inside(() -> FunctionTypes.of(context, function))
                .map(RawWords::new)
                .orElseThrow(() -> new IllegalArgumentException("the function takes or returns what isn't a number"));
        if (words.count() * RawWords.SIZE > values.byteSize()) {
            values = arena.allocate(words.count() * RawWords.SIZE, RawWords.SIZE);
        }
        return words;
    }

    long[] call(MemorySegment function, RawWords words, long[] args) {
        Activation thread = Activation.current();
        WasmtimeStore outer = enter(thread);
        try {
            MemorySegment buffer = values;
            words.putParams(args, buffer);
            trap.set(ADDRESS, 0, MemorySegment.NULL);
            MemorySegment error = WasmtimeCall.call(context, function, buffer, words.count(), trap);
            throwIfFailed(error, message -> new Trap(Trap.Kind.OTHER, message));
            return words.getResults(buffer);
        } finally {
            leave(thread, outer);
        }
    }

    private <T> T inside(Supplier<T> work) {
        Activation thread = Activation.current();
        WasmtimeStore outer = enter(thread);
        try {
            return work.get();
        } finally {
            leave(thread, outer);
        }
    }

    private @Nullable WasmtimeStore enter(Activation thread) {
        if (closed) {
            throw new Trap(Trap.Kind.PROVIDER_GONE, "the instance was closed");
        }
        WasmtimeStore outer = thread.enter(this);
        entered++;
        return outer;
    }

    private void leave(Activation thread, @Nullable WasmtimeStore outer) {
        thread.leave(outer);
        entered--;
        if (closed && entered == 0) {
            free();
        }
    }

    /** Throws what ended a call: what a callback threw, or the trap, or the error. */
    private void throwIfFailed(MemorySegment error, java.util.function.Function<String, RuntimeException> asException) {
        MemorySegment trapped = trap.get(ADDRESS, 0);
        if (error.address() == 0 && trapped.address() == 0) {
            return;
        }
        RuntimeException failure =
                error.address() == 0 ? WasmtimeTraps.trap(trapped) : asException.apply(WasmtimeTraps.message(error));
        Throwable thrown = kept;
        kept = null;
        switch (thrown) {
            case null -> throw tookException() ? uncaught(failure) : failure;
            case StackOverflowError e -> throw new Trap(Trap.Kind.STACK_EXHAUSTED, "call stack exhausted", e);
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException("host functions throw nothing that is checked", thrown);
        }
    }

    private boolean tookException() {
        boolean there = WasmtimeApi.CONTEXT_TAKE_EXCEPTION.test(context, exception);
        if (there) {
            WasmtimeApi.EXCEPTION_UNROOT.run(exception);
        }
        return there;
    }

    private static Trap uncaught(RuntimeException failure) {
        return new Trap(Trap.Kind.UNCAUGHT_EXCEPTION, "a core exception left the component", failure);
    }

    /** A callback threw: the call that it is in will fail, and throw the same. */
    void keep(Throwable thrown) {
        kept = thrown;
    }

    /** Calls a function of the host. */
    void callHost(int number, MemorySegment arguments, Activation thread) {
        HostFunction host = hostFunctions.get(number);
        // Where Java calls a function of the host by its export, the arguments are Java's own and not on the stack.
        boolean onStack = arguments.address() != values.address();
        long before = onStack ? thread.beginHostCall(arguments.address()) : 0;
        try {
            long[] results = host.function().call(host.words().getParams(arguments));
            host.words().putResults(results, arguments);
        } finally {
            if (onStack) {
                thread.endHostCall(before);
            }
        }
    }

    /** Makes a memory; returns its number. */
    int newMemory(long size, long capacity, long guard) {
        budget.reserveInitialMemory(size);
        ReservedMemory reserved = ReservedMemory.reserve(Math.max(size, capacity), guard);
        natives.reserved().add(reserved);
        memories.add(new WasmtimeMemory(reserved, size, budget));
        return memories.size() - 1;
    }

    WasmtimeMemory memory(int number) {
        return memories.get(number);
    }

    @Override
    public void close() {
        closed = true;
        // A host function may close the instance that called it: that is in it still.
        if (entered == 0) {
            free();
        }
    }

    private void free() {
        memories.forEach(WasmtimeMemory::detach);
        cleanable.clean();
    }
}
