package dev.kubewasm.runtime.engine.endive.outline;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What pieces add to their module: function types, functions, and variables of the instance ("globals") in which values pass
 * from a piece to its caller. Between writing and reading them nothing else of the instance runs, so all pieces share them.
 */
final class Additions {
    private final int firstType;
    private final int firstFunction;
    private final int firstGlobal;
    private final Map<Signature, Integer> types = new LinkedHashMap<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Num> globals = new ArrayList<>();

    /** Additions to a module that has these many types, functions and globals, imported ones counted. */
    Additions(int types, int functions, int globals) {
        this.firstType = types;
        this.firstFunction = functions;
        this.firstGlobal = globals;
    }

    /** A function type. */
    record Signature(List<Num> params, List<Num> results) {
        Signature {
            params = List.copyOf(params);
            results = List.copyOf(results);
        }
    }

    /** A function that was part of another one, and the number of its type. */
    record Piece(int type, Body body) {}

    /** The number of a function type. */
    int type(Signature signature) {
        return types.computeIfAbsent(signature, s -> firstType + types.size());
    }

    /** Adds a function; its number. */
    int function(Signature signature, Body body) {
        pieces.add(new Piece(type(signature), body));
        return firstFunction + pieces.size() - 1;
    }

    /** A variable for each of {@code values}, no two of them the same: their numbers. */
    List<Integer> globals(List<Num> values) {
        List<Integer> numbers = new ArrayList<>();
        Map<Num, Integer> next = new EnumMap<>(Num.class);
        for (Num value : values) {
            int at = next.getOrDefault(value, 0);
            while (at < globals.size() && globals.get(at) != value) {
                at++;
            }
            if (at == globals.size()) {
                globals.add(value);
            }
            next.put(value, at + 1);
            numbers.add(firstGlobal + at);
        }
        return numbers;
    }

    /** The function types added, in order. */
    List<Signature> types() {
        return List.copyOf(types.keySet());
    }

    /** The functions added, in order. */
    List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    /** The types of the variables added, in order. */
    List<Num> globals() {
        return List.copyOf(globals);
    }
}
