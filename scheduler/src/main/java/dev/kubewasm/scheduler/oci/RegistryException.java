package dev.kubewasm.scheduler.oci;

/** A registry didn't hand out what it was asked for; never leaves this package. */
final class RegistryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What the registry made known. */
    enum Kind {
        /** There is no such thing. */
        NOT_FOUND,
        /** Whoever asks may not have it. */
        UNAUTHORIZED,
        /** Nothing about the matter itself. */
        UNAVAILABLE
    }

    private RegistryException(Kind kind, String why) {
        super(why, null, false, false);
        this.kind = kind;
    }

    static RegistryException notFound() {
        return new RegistryException(Kind.NOT_FOUND, "it answers with status 404");
    }

    static RegistryException unauthorized(String why) {
        return new RegistryException(Kind.UNAUTHORIZED, why);
    }

    static RegistryException unavailable(String why) {
        return new RegistryException(Kind.UNAVAILABLE, why);
    }

    Kind kind() {
        return kind;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
