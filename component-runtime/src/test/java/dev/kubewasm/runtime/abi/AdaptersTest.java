package dev.kubewasm.runtime.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.engine.CoreFuncType;
import dev.kubewasm.runtime.engine.CoreFunction;
import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.testkit.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Generated adapters beside the codecs that move one value after another: both pass the same, and trap alike. */
class AdaptersTest {
    private final Codecs codecs = new Codecs();

    /** A caller and a callee that returns its argument. */
    private final class Echo {
        final FunctionAbi abi;
        final TestSide caller;
        final TestSide callee;
        final LiftedFunction lifted;
        private final Codec codec;
        private int postReturns;

        Echo(ValueType type, StringEncoding callerEncoding, StringEncoding calleeEncoding) {
            abi = codecs.function(FuncType.of(type, type));
            codec = codecs.of(type);
            caller = new TestSide(callerEncoding);
            callee = new TestSide(calleeEncoding);
            CoreFunction postReturn = args -> {
                postReturns++;
                return new long[0];
            };
            lifted = new LiftedFunction(abi, noResources(), callee.side, this::echo, Optional.of(postReturn));
        }

        private long[] echo(long... words) {
            if (abi.flatParams() == abi.flatResult()) {
                // Flat both times, or in memory both times, where the only parameter lies as the result does.
                return words;
            }
            Val value = codec.lift(transfer(callee, null), new Call(), words, 0);
            int address = callee.allocate(codec);
            codec.store(transfer(null, callee), new Call(), value, address);
            return new long[] {address};
        }

        Val call(HostCoreFunction adapter, Val value) {
            long[] words = lowered(value);
            long[] results = adapter.call(words);
            return abi.flatResult()
                    ? codec.lift(transfer(caller, null), new Call(), results, 0)
                    : codec.load(transfer(caller, null), new Call(), (int) words[words.length - 1]);
        }

        private long[] lowered(Val value) {
            List<Long> words = new ArrayList<>();
            if (abi.flatParams()) {
                long[] flat = new long[abi.calleeWords()];
                codec.lower(transfer(null, caller), new Call(), value, flat, 0);
                Arrays.stream(flat).forEach(words::add);
            } else {
                int address = caller.allocate(codec);
                codec.store(transfer(null, caller), new Call(), value, address);
                words.add((long) address);
            }
            if (!abi.flatResult()) {
                words.add((long) caller.allocate(codec));
            }
            return words.stream().mapToLong(Long::longValue).toArray();
        }

        HostCoreFunction generated() {
            return Adapters.between(abi, noResources(), caller.side, lifted, Optional.empty());
        }

        HostCoreFunction interpreted() {
            return new LoweredGuestFunction(abi, noResources(), caller.side, lifted, Optional.empty());
        }
    }

    private static ResourceTable noResources() {
        return new ResourceTable(0);
    }

    private static Transfer transfer(
            @org.jspecify.annotations.Nullable TestSide from, @org.jspecify.annotations.Nullable TestSide to) {
        return new Transfer(
                Optional.ofNullable(from).map(s -> s.side),
                Optional.ofNullable(to).map(s -> s.side),
                noResources());
    }

    @ParameterizedTest
    @CsvSource({"UTF8,17", "UTF16,18", "LATIN1_OR_UTF16,19"})
    void valuesSurviveTheWayThereAndBack(StringEncoding callerEncoding, long seed) {
        List<StringEncoding> encodings = List.of(StringEncoding.values());
        Random random = new Random(seed);
        RandomValues values = new RandomValues(random);
        for (int i = 0; i < Scale.cases(5_000); i++) {
            ValueType type = values.type(4);
            StringEncoding calleeEncoding = encodings.get(random.nextInt(encodings.size()));
            Echo echo = new Echo(type, callerEncoding, calleeEncoding);
            HostCoreFunction generated = echo.generated();
            assertThat(generated).isInstanceOf(FusedAdapter.class);
            for (int k = 0; k < 4; k++) {
                Val value = values.value(type);
                String what = "seed %s case %s.%s: %s of type %s".formatted(seed, i, k, value, type);
                assertThat(echo.call(generated, value)).as(what).isEqualTo(value);
                assertThat(echo.call(echo.interpreted(), value)).as(what).isEqualTo(value);
            }
            assertThat(echo.postReturns).isEqualTo(8);
        }
    }

    /** Words that mean nothing: both kinds of adapter refuse them with the same message, or pass the same on. */
    @ParameterizedTest
    @CsvSource({"UTF8,27", "UTF16,28", "LATIN1_OR_UTF16,29"})
    void badWordsTrapAlike(StringEncoding encoding, long seed) {
        Random random = new Random(seed);
        RandomValues values = new RandomValues(random);
        int trapped = 0;
        for (int i = 0; i < Scale.cases(5_000); i++) {
            ValueType type = values.type(3);
            Echo first = new Echo(type, encoding, StringEncoding.UTF8);
            Echo second = new Echo(type, encoding, StringEncoding.UTF8);
            Val value = values.value(type);
            long[] words = first.lowered(value);
            second.lowered(value);
            long bad = random.nextBoolean() ? random.nextInt() : random.nextInt(64);
            words[random.nextInt(words.length)] = bad & 0xffff_ffffL;
            Object one = outcome(first.generated(), words);
            Object other = outcome(second.interpreted(), words);
            assertThat(one)
                    .as("seed %s case %s: %s given to %s", seed, i, Arrays.toString(words), type)
                    .isEqualTo(other);
            trapped += one instanceof String ? 1 : 0;
        }
        assertThat(trapped).isPositive();
    }

    private static Object outcome(HostCoreFunction adapter, long[] words) {
        try {
            List<Long> results = new ArrayList<>();
            long[] returned = adapter.call(words);
            for (int i = 0; i < returned.length; i++) {
                // Of an i32 only the low half means something.
                boolean wide = adapter.type().results().get(i) == CoreFuncType.CoreType.I64
                        || adapter.type().results().get(i) == CoreFuncType.CoreType.F64;
                results.add(wide ? returned[i] : returned[i] & 0xffff_ffffL);
            }
            return results;
        } catch (Trap e) {
            return e.kind() + " " + e.getMessage();
        } catch (IndexOutOfBoundsException e) {
            // What an engine's memory makes a trap of.
            return "out of bounds";
        }
    }

    @Test
    void functionsOfOneShapeShareTheirCode() {
        Echo one = new Echo(ValueType.record(ValueType.field("a", ValueType.Primitive.U8)), utf8(), utf8());
        Echo other = new Echo(ValueType.record(ValueType.field("b", ValueType.Primitive.U8)), utf8(), utf8());
        Echo third = new Echo(ValueType.record(ValueType.field("a", ValueType.Primitive.S8)), utf8(), utf8());
        assertThat(one.generated().getClass()).isSameAs(other.generated().getClass());
        assertThat(one.generated().getClass()).isNotSameAs(third.generated().getClass());
    }

    private static ValueType.Case largeCase(int number) {
        ValueType payload = new ValueType.RecordOf(List.of(
                ValueType.field("f" + number, ValueType.Primitive.STRING),
                ValueType.field("g" + number, ValueType.Primitive.U32)));
        return new ValueType.Case("c" + number, Optional.of(payload));
    }

    @Test
    void aTypeTooLargeForGeneratedCodeIsPassedAllTheSame() {
        ValueType type = new ValueType.VariantOf(
                IntStream.range(0, 3_000).mapToObj(AdaptersTest::largeCase).toList());
        Echo echo = new Echo(type, utf8(), StringEncoding.UTF16);
        HostCoreFunction adapter = echo.generated();
        assertThat(adapter).isInstanceOf(LoweredGuestFunction.class);
        Val value = new Val.VariantVal(
                2_999, Optional.of(new Val.RecordVal(List.of(new Val.Str("grüße"), new Val.U32(7)))));
        assertThat(echo.call(adapter, value)).isEqualTo(value);
    }

    @Test
    void aFailureOfTheCalleePoisonsIt() {
        Echo echo = new Echo(ValueType.Primitive.U32, utf8(), utf8());
        LiftedFunction failing = new LiftedFunction(
                echo.abi,
                noResources(),
                echo.callee.side,
                args -> {
                    throw new Trap(Trap.Kind.UNREACHABLE, "unreachable");
                },
                Optional.empty());
        HostCoreFunction adapter =
                Adapters.between(echo.abi, noResources(), echo.caller.side, failing, Optional.empty());
        assertThatThrownBy(() -> adapter.call(1)).isInstanceOf(Trap.class).hasMessage("unreachable");
        assertThat(echo.callee.side.instance().store().isGone()).isTrue();
        assertThat(echo.caller.side.instance().store().isGone()).isFalse();
        assertThatThrownBy(() -> adapter.call(1)).isInstanceOf(Trap.class).hasMessageContaining("it trapped before");
    }

    private static StringEncoding utf8() {
        return StringEncoding.UTF8;
    }
}
