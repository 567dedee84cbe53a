package dev.kubewasm.runtime.failure;

/** A component needs a feature that this runtime doesn't have. The message names the feature and where it is used. */
public final class UnsupportedFeatureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String feature;

    /**
     * A feature that is missing.
     *
     * @param feature what it is, for example {@code async functions}
     * @param where what uses it
     */
    public UnsupportedFeatureException(String feature, String where) {
        super(where + " needs " + feature + ", which this runtime doesn't support");
        this.feature = feature;
    }

    /** The feature. */
    public String feature() {
        return feature;
    }
}
