package dev.kubewasm.scheduler.component;

import dev.kubewasm.scheduler.port.ComponentSource.Answer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was read from WIT texts: the replicas of a workload say the same, and share what comes of it. The text longest unused is
 * dropped first. Safe for use by several threads.
 */
final class KnownTexts {
    private static final int KEPT = 1024;

    private final int keptLength;
    private final Map<Asked, Answer> answers = new LinkedHashMap<>(16, 0.75f, true);
    private int length;

    /**
     * A text, and what messages about it name.
     *
     * @param where the text is
     * @param world its name, where the text has several
     */
    record Asked(String text, String where, Optional<String> world) {}

    /** @param keptLength of all texts kept, in characters */
    KnownTexts(int keptLength) {
        this.keptLength = keptLength;
    }

    /** The answer, which {@code read} finds unless it is known. */
    Answer get(Asked asked, Supplier<Answer> read) {
        synchronized (answers) {
            @Nullable Answer known = answers.get(asked);
            if (known != null) {
                return known;
            }
        }
        Answer answer = read.get();
        synchronized (answers) {
            if (answers.put(asked, answer) == null) {
                length += asked.text().length();
            }
            dropEldest();
        }
        return answer;
    }

    private void dropEldest() {
        Iterator<Asked> eldest = answers.keySet().iterator();
        while (answers.size() > KEPT || length > keptLength) {
            length -= eldest.next().text().length();
            eldest.remove();
        }
    }
}
