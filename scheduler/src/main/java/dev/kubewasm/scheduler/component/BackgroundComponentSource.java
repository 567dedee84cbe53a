package dev.kubewasm.scheduler.component;

import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads images on other threads than the one that places Pods, so that a registry which is slow or down delays those Pods
 * alone that need it. Whoever asks waits a moment for an image that isn't known, and is told so when it takes
 * longer; reading goes on, and the next attempt finds the answer. A registry that kept somebody waiting in vain is
 * waited for no more until it has answered again. References that carry WIT pass straight through.
 *
 * <p>Safe for use by several threads.
 */
public final class BackgroundComponentSource implements ComponentSource {
    /** Images known or being read at a time; beyond, the one longest unused is forgotten. */
    private static final int KEPT = 4096;

    private final ComponentSource source;
    private final BackgroundReading settings;
    private final Executor executor;
    private final InstantSource clock;
    private final Map<Asked, Reading> readings = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Reading> eldest) {
            return size() > KEPT;
        }
    };
    private final RegistryTurns turns;

    /** What an answer holds for: pull secrets are a namespace's own. */
    private record Asked(String image, String namespace, List<String> pullSecrets) {
        static Asked of(ComponentReference reference) {
            return reference.pullSecrets().isEmpty()
                    ? new Asked(reference.image(), "", List.of())
                    : new Asked(reference.image(), reference.namespace(), reference.pullSecrets());
        }
    }

    private static final class Reading {
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        /** When the answer came. */
        private volatile @Nullable Instant since;
    }

    /**
     * @param source reads images, however long it takes
     * @param settings for how long to wait and to remember
     * @param executor starts a thread for each image
     * @param clock ages answers
     */
    public BackgroundComponentSource(
            ComponentSource source, BackgroundReading settings, Executor executor, InstantSource clock) {
        this.source = source;
        this.settings = settings;
        this.executor = executor;
        this.clock = clock;
        this.turns = new RegistryTurns(settings.readsPerRegistry());
    }

    @Override
    public Answer resolve(ComponentReference reference) {
        if (reference.wit().isPresent()) {
            return source.resolve(reference);
        }
        Asked asked = Asked.of(reference);
        String registry = registry(reference.image());
        Reading reading = known(asked);
        if (reading == null) {
            reading = begin(asked, reference, registry);
        }
        boolean slow = turns.slow(registry);
        try {
            return reading.answer.get(slow ? 0 : settings.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            turns.keptWaiting(registry);
            return new Answer.StillRead("image " + reference.image() + " is still being read from registry " + registry
                    + ", which is slow or doesn't answer");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException broken) {
                throw broken;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Refused("image " + reference.image() + " wasn't read: interrupted");
        }
    }

    /** The host that an image names, as far as one can be told. */
    private static String registry(String image) {
        int slash = image.indexOf('/');
        return slash < 0 ? "docker.io" : image.substring(0, slash);
    }

    private synchronized @Nullable Reading known(Asked asked) {
        Reading reading = readings.get(asked);
        if (reading != null && outdated(reading)) {
            readings.remove(asked);
            return null;
        }
        return reading;
    }

    private boolean outdated(Reading reading) {
        Instant since = reading.since;
        if (since == null) {
            return false;
        }
        boolean good = !reading.answer.isCompletedExceptionally() && reading.answer.join() instanceof Answer.Component;
        Duration life = good ? settings.keepAnswers() : settings.keepRefusals();
        return since.plus(life).isBefore(clock.instant());
    }

    private Reading begin(Asked asked, ComponentReference reference, String registry) {
        Reading reading = new Reading();
        synchronized (this) {
            readings.put(asked, reading);
        }
        executor.execute(() -> {
            try {
                Answer answer = turns.taking(registry, () -> source.resolve(reference));
                finish(reading, () -> reading.answer.complete(answer));
            } catch (RuntimeException | Error e) {
                finish(reading, () -> reading.answer.completeExceptionally(e));
            }
        });
        return reading;
    }

    private void finish(Reading reading, Runnable completion) {
        reading.since = clock.instant();
        completion.run();
    }
}
