package dev.kubewasm.scheduler.framework.volume;

/** An object of the API server at one of its versions. */
interface Versioned {
    /** Grows with every change ({@code metadata.resourceVersion}); 0 if it isn't known. */
    long version();
}
