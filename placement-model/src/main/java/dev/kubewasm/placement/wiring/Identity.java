package dev.kubewasm.placement.wiring;

/** A key of some objects that equals another of the very same objects. For values too deep to compare often. */
final class Identity {
    private final Object[] parts;

    Identity(Object... parts) {
        this.parts = parts.clone();
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Identity identity) || identity.parts.length != parts.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] != identity.parts[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (Object part : parts) {
            hash = 31 * hash + System.identityHashCode(part);
        }
        return hash;
    }
}
