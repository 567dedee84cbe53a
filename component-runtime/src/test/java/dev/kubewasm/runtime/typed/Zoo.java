package dev.kubewasm.runtime.typed;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The interface of {@code component/zoo.wasm}: a value of every type. */
@WitInterface("kube:test/zoo@0.2.0")
interface Zoo {
    enum Size {
        SMALL,
        EXTRA_LARGE
    }

    enum Rights {
        READ,
        @WitName("write-all")
        WRITE,
        RUN
    }

    sealed interface Shape {
        record Point() implements Shape {}

        record Circle(double radius) implements Shape {}

        record Named(String name) implements Shape {}
    }

    @WitTuple
    record Pair(@Unsigned short number, String text) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Animal(
            boolean tame,
            byte minus,
            @Unsigned byte octet,
            @WitName("short") short shortNumber,
            @Unsigned short unsignedShort,
            int whole,
            @Unsigned int count,
            @WitName("long") long longNumber,
            @Unsigned long unsignedLong,
            float single,
            @WitName("double") double doubleNumber,
            @CodePoint int letter,
            String name,
            byte[] bytes,
            List<String> names,
            Optional<@Unsigned Integer> maybe,
            Result<String, @Unsigned Short> outcome,
            Result<Nothing, String> done,
            Pair pair,
            Size size,
            Set<Rights> rights,
            List<Shape> shapes) {}

    Animal same(Animal animal);

    void tick();
}
