package dev.kubewasm.placement.solver;

/** A pending consumer's link to another Pod. */
public sealed interface Link {
    /** Index of the consumer. */
    int consumer();

    /** Who may serve it. */
    ProviderSet provider();

    /**
     * The consumer's node must host a provider.
     *
     * @param imports how many imports of the consumer it serves
     */
    record Required(int consumer, ProviderSet provider, int imports) implements Link {}

    /**
     * The consumer's node had better host a provider.
     *
     * @param traffic of all the imports that it serves
     */
    record Preferred(int consumer, ProviderSet provider, long traffic) implements Link {}
}
