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

        /** It isn't known. */
        sealed interface Unknown extends Answer {
            /** Why: one line for the Pod's owner. */
            String message();
        }

        /**
         * It can't be read.
         *
         * @param message what was found, where, and what to do
         */
        record Refused(String message) implements Unknown {}

        /**
         * It is still being read: asked again later, there is an answer.
         *
         * @param message from where
         */
        record StillRead(String message) implements Unknown {}
    }
}
