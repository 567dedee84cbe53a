package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.Uid;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Pods whose attempts break one after the other, though nobody's but the newest {@value #KEPT}. One failure is an accident
 * that the next attempt makes good; from the second in a row on their owners are to know, of each cause once. Safe for use by
 * several threads.
 */
final class LastingFailures {
    private static final int KEPT = 10_000;

    /** What the owner of each was told last; an empty text: nothing yet. */
    private final Map<Uid, String> said = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Uid, String> eldest) {
            return size() > KEPT;
        }
    };

    /** An attempt of the Pod broke: whether its owner is to be told. */
    synchronized boolean failed(Uid pod, String why) {
        String before = said.get(pod);
        said.put(pod, before == null ? "" : why);
        return before != null && !before.equals(why);
    }

    /** An attempt of the Pod came to its end. */
    synchronized void over(Uid pod) {
        said.remove(pod);
    }
}
