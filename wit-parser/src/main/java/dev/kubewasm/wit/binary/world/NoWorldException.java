package dev.kubewasm.wit.binary.world;

import dev.kubewasm.wit.binary.ShownName;

/** A valid component that WIT can't express. The message is one line naming what and where. */
public final class NoWorldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is in the way. */
    public enum Reason {
        /** It is something that WIT has no words for. */
        UNSAYABLE,
        /** Its types are over the limit when written out. */
        TOO_LARGE,
        /** Something kept needs something whose feature is off. */
        FEATURE_OFF
    }

    private final Reason reason;

    NoWorldException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static NoWorldException unsayable(Where where, String kind) {
        return new NoWorldException(Reason.UNSAYABLE, "%s is a %s, which no WIT world can say".formatted(where, kind));
    }

    static NoWorldException undocumented(Where where, String name) {
        return new NoWorldException(
                Reason.UNSAYABLE, "%s has docs for `%s`, which isn't there".formatted(where, ShownName.of(name)));
    }

    static NoWorldException of(Where where, String problem) {
        return new NoWorldException(Reason.UNSAYABLE, where + ": " + problem);
    }

    /** What is in the way. */
    public Reason reason() {
        return reason;
    }
}
