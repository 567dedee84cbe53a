package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How large types are when written out in full, each definition measured once. A small text can name a type of
 * exponential size; all who walk types later rely on these limits.
 */
final class Measures {
    /** Deepest nesting of types, definitions and aliases on the way counted. */
    static final int MAX_DEPTH = 256;

    /** Most parts of a type written out in full, as wasm-tools has it for component binaries. */
    static final long MAX_SIZE = 1_000_000;

    private final IdentityHashMap<TypeDef, Measure> known = new IdentityHashMap<>();

    /** What a type comes to. */
    record Measure(int depth, long size, boolean borrows) {
        private static final Measure ONE = new Measure(1, 1, false);

        boolean tooLarge() {
            return depth > MAX_DEPTH || size > MAX_SIZE;
        }

        private Measure and(Measure other) {
            return new Measure(
                    Math.max(depth, other.depth), Math.min(size + other.size, MAX_SIZE + 1), borrows || other.borrows);
        }

        private Measure within() {
            return new Measure(depth + 1, size + 1, borrows);
        }
    }

    /** The measure of a definition whose parts are measured already, or are of anonymous types. */
    Measure of(TypeDef def) {
        Measure seen = known.get(def);
        if (seen == null) {
            seen = Mentions.parts(def.kind())
                    .map(this::of)
                    .reduce(Measure::and)
                    .orElse(Measure.ONE)
                    .within();
            known.put(def, seen);
        }
        return seen;
    }

    /** The measure of a type. */
    Measure of(Type type) {
        return switch (type) {
            case Type.Primitive ignored -> Measure.ONE;
            case Type.Named named -> of(named.def());
            case Type.Own own -> of(own.resource());
            case Type.Borrow borrow -> {
                Measure resource = of(borrow.resource());
                yield new Measure(resource.depth, resource.size, true);
            }
            case Type.ListOf list -> of(list.element()).within();
            case Type.FixedLengthListOf list -> of(list.element()).within();
            case Type.MapOf map -> of(map.key()).and(of(map.value())).within();
            case Type.OptionOf option -> of(option.some()).within();
            case Type.ResultOf result -> all(result.ok(), result.err());
            case Type.TupleOf tuple ->
                tuple.elements().stream()
                        .map(this::of)
                        .reduce(Measure::and)
                        .orElse(Measure.ONE)
                        .within();
            case Type.FutureOf future -> all(future.element(), Optional.empty());
            case Type.StreamOf stream -> all(stream.element(), Optional.empty());
        };
    }

    private Measure all(Optional<Type> first, Optional<Type> second) {
        List<Type> present = Stream.concat(first.stream(), second.stream()).toList();
        return present.stream()
                .map(this::of)
                .reduce(Measure::and)
                .orElse(Measure.ONE)
                .within();
    }
}
