package dev.kubewasm.runtime.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.value.ValueType.Primitive;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JavaTypesTest {
    @WitInterface("a:b/c")
    interface Named {
        Map<String, Integer> countByHTTPMethod(Map<String, Integer> old);

        @WitName("e")
        default int notAFunction() {
            return 7;
        }
    }

    @Test
    void mapsAndNames() {
        HostInterface host = TypedHost.of(Named.class, old -> Map.of("get", old.getOrDefault("get", 0) + 1));

        assertThat(host.functionNames()).containsExactly("count-by-http-method");
        HostInterface.Entry entry = host.function("count-by-http-method").orElseThrow();
        assertThat(entry.type().result()).contains(new ValueType.MapOf(Primitive.STRING, Primitive.S32));
        Val map = Val.list(List.of(Val.tuple(Val.str("get"), new Val.S32(41))));
        assertThat(entry.function().call(HostContext.builder().build(), List.of(map)))
                .isEqualTo(Val.list(List.of(Val.tuple(Val.str("get"), new Val.S32(42)))));
    }

    @Test
    void nullIsNoValue() {
        @SuppressWarnings("NullAway")
        HostInterface host = TypedHost.of(Named.class, _ -> null);
        HostInterface.Entry entry = host.function("count-by-http-method").orElseThrow();
        assertThatThrownBy(() -> entry.function().call(HostContext.builder().build(), List.of(Val.list(List.of()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("returned null");
    }

    interface NoAnnotation {}

    record Loop(List<Loop> inner) {}

    record Empty() {}

    sealed interface Mixed {
        record Two(int a, int b) implements Mixed {}
    }

    sealed interface NotRecords {
        final class One implements NotRecords {}
    }

    @WitInterface("a:b/c")
    interface Recursive {
        Loop loop();
    }

    @WitInterface("a:b/c")
    interface OfEmpty {
        Empty empty();
    }

    @WitInterface("a:b/c")
    interface OfTwo {
        Mixed mixed();
    }

    @WitInterface("a:b/c")
    interface OfClasses {
        NotRecords one();
    }

    @WitInterface("a:b/c")
    interface OfObjects {
        void take(int first, Object second);
    }

    @WitInterface("a:b/c")
    interface OfBoxedBytes {
        List<@Unsigned Byte> bytes();
    }

    @WitInterface("a:b/c")
    interface UnsignedText {
        void take(@Unsigned String text);
    }

    @WitInterface("a:b/c")
    interface LongCodePoint {
        void take(@CodePoint long c);
    }

    @WitInterface("a:b/c")
    interface SetOfText {
        Set<String> texts();
    }

    @WitInterface("a:b/c")
    interface Generic {
        <T> void take(T anything);
    }

    @WitInterface("a:b/c")
    interface Twice {
        void take(int a);

        void take(String a);
    }

    record Bad(Class<?> type, String message) {}

    static List<Bad> bad() {
        return List.of(
                new Bad(NoAnnotation.class, "must be an interface with @WitInterface"),
                new Bad(
                        Recursive.class,
                        ".loop › result › inner › list element: " + Loop.class.getName() + " contains itself"),
                new Bad(OfEmpty.class, "has no components"),
                new Bad(OfTwo.class, "a case has one payload"),
                new Bad(OfClasses.class, "is no record"),
                new Bad(OfObjects.class, ".take › parameter 2: java.lang.Object stands for no WIT type"),
                new Bad(OfBoxedBytes.class, "a list of u8 is a byte[]"),
                new Bad(UnsignedText.class, "only byte, short, int and long are @Unsigned"),
                new Bad(LongCodePoint.class, "only int is a @CodePoint"),
                new Bad(SetOfText.class, "its element must be an enum"),
                new Bad(Generic.class, "T is not one type"),
                new Bad(Twice.class, "has two methods for function take"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void whatStandsForNoWitTypeIsRefused(Bad bad) {
        assertThatThrownBy(() -> TypedInterface.of(bad.type()))
                .isInstanceOf(JavaTypeException.class)
                .hasMessageContaining(bad.message());
    }
}
