package dev.kubewasm.component;

/** A valid component whose imports or exports WIT can't express. The message is one line naming what and where. */
public final class NoWorldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoWorldException(String where, String kind) {
        super("%s is a %s, which no WIT world can say".formatted(where, kind));
    }
}
