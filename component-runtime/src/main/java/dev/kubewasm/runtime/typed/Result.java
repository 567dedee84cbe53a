package dev.kubewasm.runtime.typed;

/**
 * WIT's {@code result<T, E>}. A side without payload is of type {@link Nothing}.
 *
 * @param <T> what there is when it went well
 * @param <E> what there is when it didn't
 */
public sealed interface Result<T, E> {
    /** It went well. */
    record Ok<T, E>(T value) implements Result<T, E> {}

    /** It didn't. */
    record Err<T, E>(E error) implements Result<T, E> {}

    /** It went well. */
    static <T, E> Result<T, E> ok(T value) {
        return new Ok<>(value);
    }

    /** It went well, and there is nothing more to say. */
    static <E> Result<Nothing, E> ok() {
        return new Ok<>(Nothing.NOTHING);
    }

    /** It didn't. */
    static <T, E> Result<T, E> err(E error) {
        return new Err<>(error);
    }
}
