package dev.kubewasm.placement.solver;

/** A pending consumer's link to another Pod. */
public sealed interface Link {
    /** Index of the consumer. */
    int consumer();

    /** Who may serve it. */
    ProviderSet provider();

    /** The consumer's node must host a provider. */
    record Required(int consumer, ProviderSet provider) implements Link {}

    /** The consumer's node had better host a provider. */
    record Preferred(int consumer, ProviderSet provider) implements Link {}
}
