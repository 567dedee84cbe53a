package dev.kubewasm.wit.syntax;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * What to change in the tokens so that reading can go on behind a mistake.
 *
 * @param from index of the first token to take out, or before which to put some in
 * @param to one past the last token to take out
 * @param tokens those to put in
 */
record Repair(int from, int to, List<Token> tokens) {
    Repair {
        tokens = List.copyOf(tokens);
    }

    /** A token that the author did not write. */
    @SuppressWarnings("serial")
    private static final class Inserted extends CommonToken {
        Inserted(Token place, int type) {
            super(place);
            setType(type);
            setText(TokenWords.example(type));
        }
    }

    /** Whether {@code token} is one that a repair put in. */
    static boolean madeUp(Token token) {
        return token instanceof Inserted;
    }

    /** Puts tokens of {@code types} in before the one at {@code at}. */
    static Repair insert(Mistake mistake, int at, int... types) {
        return replace(mistake, at, at, types);
    }

    /** Puts tokens of {@code types} in the place of those in {@code from} to {@code to}. */
    static Repair replace(Mistake mistake, int from, int to, int... types) {
        Token place = mistake.tokens().get(from);
        List<Token> made = new ArrayList<>();
        for (int type : types) {
            made.add(new Inserted(place, type));
        }
        return new Repair(from, to, made);
    }

    static Repair delete(int from, int to) {
        return new Repair(from, to, List.of());
    }

    List<Token> apply(List<Token> all) {
        List<Token> changed = new ArrayList<>(all.subList(0, from));
        changed.addAll(tokens);
        changed.addAll(all.subList(to, all.size()));
        return changed;
    }
}
