package dev.kubewasm.scheduler.port;

import dev.kubewasm.placement.facts.ComponentFacts;

/** Finds out what the component of a container imports and exports. */
public interface ComponentSource {
    /** Reads the component's world. What is wrong with the component is an answer, not an exception. */
    Answer resolve(ComponentReference reference);

    /** An answer to {@link #resolve}. */
    sealed interface Answer {
        /** The component. */
        record Component(ComponentFacts facts) implements Answer {}

        /**
         * It can't be read.
         *
         * @param message one line for the Pod's owner: what was found, where, and what to do
         */
        record Refused(String message) implements Answer {}
    }
}
