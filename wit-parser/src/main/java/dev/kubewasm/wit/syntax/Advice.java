package dev.kubewasm.wit.syntax;

import java.util.Optional;
import org.antlr.v4.runtime.Token;

/**
 * What is known of a mistake beyond what was expected and what was found.
 *
 * @param message what is wrong, where that can be said better
 * @param blamed the first and the last token that are wrong, where these are not the one found
 * @param hint what to do about it
 * @param note another place that matters
 * @param repair how to read on; without one the rest of the statement is left out
 */
record Advice(
        Optional<String> message,
        Optional<Blamed> blamed,
        Optional<String> hint,
        Optional<Note> note,
        Optional<Repair> repair) {
    static final Advice NONE =
            new Advice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Tokens that are wrong. */
    record Blamed(Token first, Token last) {}

    /** A place at {@code token} or right behind it. */
    record Note(Token token, boolean behind, String text) {}

    static Advice hint(String hint) {
        return new Advice(Optional.empty(), Optional.empty(), Optional.of(hint), Optional.empty(), Optional.empty());
    }

    static Advice repairing(Repair repair) {
        return NONE.repair(repair);
    }

    Advice message(String text) {
        return new Advice(Optional.of(text), blamed, hint, note, repair);
    }

    Advice blame(Token token) {
        return blame(token, token);
    }

    Advice blame(Token first, Token last) {
        return new Advice(message, Optional.of(new Blamed(first, last)), hint, note, repair);
    }

    Advice withHint(String text) {
        return new Advice(message, blamed, Optional.of(text), note, repair);
    }

    Advice note(Note place) {
        return new Advice(message, blamed, hint, Optional.of(place), repair);
    }

    Advice repair(Repair how) {
        return new Advice(message, blamed, hint, note, Optional.of(how));
    }
}
