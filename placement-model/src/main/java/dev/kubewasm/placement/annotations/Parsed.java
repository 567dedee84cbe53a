package dev.kubewasm.placement.annotations;

import java.util.function.Function;

/** What an annotation's value means, or what is wrong with it. */
public sealed interface Parsed<T> {
    /** A good value. */
    record Valid<T>(T value) implements Parsed<T> {}

    /**
     * A bad value.
     *
     * @param key of the annotation
     * @param problem what is wrong with its value and what it should look like
     */
    record Invalid<T>(String key, String problem) implements Parsed<T> {
        /** One sentence that names the annotation. */
        public String message() {
            return "annotation " + key + ": " + problem;
        }
    }

    /** The value made into another, if there is one. */
    default <R> Parsed<R> map(Function<? super T, ? extends R> function) {
        return flatMap(value -> new Valid<>(function.apply(value)));
    }

    /** The value parsed further, if there is one. */
    default <R> Parsed<R> flatMap(Function<? super T, ? extends Parsed<R>> function) {
        return switch (this) {
            case Valid<T>(T value) -> function.apply(value);
            case Invalid<T>(String key, String problem) -> new Invalid<>(key, problem);
        };
    }

    /** Runs {@code parser}; what it throws as {@link BadValue} becomes {@link Invalid} of {@code key}. */
    static <T> Parsed<T> of(String key, String value, Parser<T> parser) {
        if (value.length() > MAX_LENGTH) {
            return new Invalid<>(
                    key, "the value has " + value.length() + " characters, at most " + MAX_LENGTH + " are read");
        }
        try {
            return new Valid<>(parser.parse(value));
        } catch (BadValue e) {
            return new Invalid<>(key, e.problem());
        }
    }

    /** The longest value that is read, in characters. */
    int MAX_LENGTH = 65_536;

    /** Reads a value. */
    @FunctionalInterface
    interface Parser<T> {
        /** The value's meaning. */
        T parse(String value) throws BadValue;
    }
}
