package dev.kubewasm.scheduler.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentSource.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundComponentSourceTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private volatile Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedDeque<String> asked = new ConcurrentLinkedDeque<>();
    private final ConcurrentHashMap<String, CountDownLatch> stuck = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        stuck.values().forEach(CountDownLatch::countDown);
        executor.close();
    }

    @Test
    void asksOncePerImageAndAgainWhenTheAnswerIsOld() {
        BackgroundComponentSource source = source(LONG);

        assertThat(source.resolve(image("r.io/a:v1"))).isEqualTo(new Answer.Refused("read r.io/a:v1"));
        assertThat(source.resolve(image("r.io/a:v1"))).isEqualTo(new Answer.Refused("read r.io/a:v1"));
        assertThat(asked).containsExactly("r.io/a:v1");

        now = now.plus(BackgroundReading.DEFAULT.keepRefusals()).plusMillis(1);
        source.resolve(image("r.io/a:v1"));
        assertThat(asked).hasSize(2);
    }

    @Test
    void aSlowRegistryIsWaitedForOnceAndOthersAreServed() throws InterruptedException {
        CountDownLatch latch = stick("slow.io/a:v1");
        stick("slow.io/b:v1");
        BackgroundComponentSource source = source(Duration.ofMillis(20));

        assertThat(message(source.resolve(image("slow.io/a:v1")))).contains("still being read from registry slow.io");
        assertThat(source.resolve(image("slow.io/b:v1"))).isInstanceOf(Answer.StillRead.class);

        assertThat(source(LONG).resolve(image("quick.io/a:v1"))).isEqualTo(new Answer.Refused("read quick.io/a:v1"));

        latch.countDown();
        Answer answer = source.resolve(image("slow.io/a:v1"));
        while (answer instanceof Answer.StillRead) {
            Thread.onSpinWait();
            answer = source.resolve(image("slow.io/a:v1"));
        }
        assertThat(answer).isEqualTo(new Answer.Refused("read slow.io/a:v1"));
    }

    @Test
    void noRegistryIsAskedByMoreThanItsShareAtATime() {
        List<ComponentReference> images = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            stick("slow.io/" + i);
            images.add(image("slow.io/" + i));
        }
        BackgroundComponentSource source = source(Duration.ZERO);

        images.forEach(source::resolve);
        while (asked.size() < BackgroundReading.DEFAULT.readsPerRegistry()) {
            Thread.onSpinWait();
        }
        assertThat(source(LONG).resolve(image("quick.io/a"))).isEqualTo(new Answer.Refused("read quick.io/a"));

        assertThat(asked.stream().filter(name -> name.startsWith("slow.io")))
                .hasSize(BackgroundReading.DEFAULT.readsPerRegistry());
    }

    @Test
    void whatOnePullSecretOpensIsNobodyElses() {
        BackgroundComponentSource source = source(LONG);

        source.resolve(
                new ComponentReference("ns", "main", "r.io/a", Optional.empty(), Optional.empty(), List.of("secret")));
        source.resolve(new ComponentReference(
                "other", "main", "r.io/a", Optional.empty(), Optional.empty(), List.of("secret")));
        source.resolve(image("r.io/a"));

        assertThat(asked).hasSize(3);
    }

    @Test
    void whatBrokeIsThrownAndTriedAgain() {
        BackgroundComponentSource source = new BackgroundComponentSource(
                reference -> {
                    asked.add(reference.image());
                    throw new ClusterUnavailableException("no answer", null);
                },
                BackgroundReading.DEFAULT,
                executor,
                clock);

        assertThatThrownBy(() -> source.resolve(image("r.io/a"))).isInstanceOf(ClusterUnavailableException.class);
        now = now.plusSeconds(10);
        assertThatThrownBy(() -> source.resolve(image("r.io/a"))).isInstanceOf(ClusterUnavailableException.class);
        assertThat(asked).hasSize(2);
    }

    private CountDownLatch stick(String image) {
        CountDownLatch latch = new CountDownLatch(1);
        stuck.put(image, latch);
        return latch;
    }

    private BackgroundComponentSource source(Duration patience) {
        BackgroundReading d = BackgroundReading.DEFAULT;
        return new BackgroundComponentSource(
                reference -> {
                    asked.add(reference.image());
                    CountDownLatch latch = stuck.get(reference.image());
                    if (latch != null) {
                        try {
                            latch.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return new Answer.Refused("read " + reference.image());
                },
                new BackgroundReading(patience, d.keepAnswers(), d.keepRefusals(), d.readsPerRegistry()),
                executor,
                clock);
    }

    private static ComponentReference image(String image) {
        return new ComponentReference("ns", "main", image, Optional.empty(), Optional.empty());
    }

    private static String message(Answer answer) {
        return ((Answer.Unknown) answer).message();
    }
}
