package dev.kubewasm.scheduler.app.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.PodEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackgroundEventsTest {
    private static final Binding BINDING =
            Binding.of(new PodKey("ns", "pod"), new Uid("uid"), new NodeName("node"), Map.of());

    private final List<String> recorded = new CopyOnWriteArrayList<>();

    @Test
    void recordsInOrderAndAgainWhatWasNotAnswered() throws InterruptedException {
        int[] refusals = {2};
        CountDownLatch all = new CountDownLatch(2);
        BackgroundEvents events = new BackgroundEvents(
                cluster(event -> {
                    if (refusals[0]-- > 0) {
                        throw new ClusterUnavailableException("too many requests", null);
                    }
                    recorded.add(event.message());
                    all.countDown();
                }),
                10,
                Duration.ZERO,
                Duration.ofMillis(1));

        events.record(event(1));
        events.record(event(2));
        all.await();
        events.close();

        assertThat(recorded).containsExactly("1", "2");
    }

    @Test
    void dropsOneThatIsRefusedAndGoesOn() {
        BackgroundEvents events = new BackgroundEvents(cluster(event -> {
            if (event.message().equals("1")) {
                throw new IllegalArgumentException("no such namespace");
            }
            recorded.add(event.message());
        }));

        events.record(event(1));
        events.record(event(2));
        events.close();

        assertThat(recorded).containsExactly("2");
    }

    @Test
    void keepsSoManyAndNeverMakesItsCallerWait() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BackgroundEvents events = new BackgroundEvents(
                cluster(event -> {
                    begun.countDown();
                    await(goOn);
                    recorded.add(event.message());
                }),
                2,
                Duration.ZERO,
                Duration.ofMillis(1));

        events.record(event(1));
        begun.await();
        IntStream.rangeClosed(2, 5).forEach(number -> events.record(event(number)));
        goOn.countDown();
        events.close();

        assertThat(recorded).containsExactly("1", "2", "3");
    }

    @Test
    void aPodsEventsWaitForItsOwnAlone() throws InterruptedException {
        CountDownLatch others = new CountDownLatch(1);
        BackgroundEvents events = new BackgroundEvents(cluster(event -> {
            if (event.message().equals("1")) {
                await(others);
            }
            recorded.add(event.message());
            if (event.message().equals("3")) {
                others.countDown();
            }
        }));

        events.record(event(1));
        events.record(event(2));
        // Of 40 Pods some have a turn of their own.
        IntStream.range(0, 40)
                .forEach(pod -> events.record(new PodEvent(
                        "kube-wasm", new PodKey("ns", "other-" + pod), new Uid("u"), PodEvent.Reason.SCHEDULED, "3")));
        others.await();
        events.close();

        assertThat(recorded).hasSize(42);
        assertThat(recorded.stream().filter(message -> !message.equals("3"))).containsExactly("1", "2");
    }

    @Test
    void eventsGiveWayToBindings() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        BackgroundEvents events = new BackgroundEvents(
                cluster(event -> recorded.add(event.message()), binding -> {
                    asked.countDown();
                    await(answered);
                    recorded.add("bound");
                }),
                10,
                Duration.ofMinutes(1),
                Duration.ofMillis(1));

        Thread binding = Thread.ofVirtual().start(() -> events.bind(BINDING));
        asked.await();
        events.record(event(1));
        answered.countDown();
        binding.join();
        events.close();

        assertThat(recorded).containsExactly("bound", "1");
    }

    @Test
    void anEventThatHasGivenWayForLongIsRecordedBesideBindings() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        BackgroundEvents events = new BackgroundEvents(
                cluster(
                        event -> {
                            recorded.add(event.message());
                            written.countDown();
                        },
                        binding -> {
                            asked.countDown();
                            await(written);
                            recorded.add("bound");
                        }),
                10,
                Duration.ofMillis(1),
                Duration.ofMillis(1));

        Thread binding = Thread.ofVirtual().start(() -> events.bind(BINDING));
        asked.await();
        events.record(event(1));
        binding.join();
        events.close();

        assertThat(recorded).containsExactly("1", "bound");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static PodEvent event(int number) {
        return new PodEvent(
                "kube-wasm",
                new PodKey("ns", "pod"),
                new Uid("uid"),
                PodEvent.Reason.SCHEDULED,
                Integer.toString(number));
    }

    /** One that takes events and nothing else. */
    private static ClusterPort cluster(Consumer<PodEvent> recorder) {
        return cluster(recorder, binding -> {
            throw new UnsupportedOperationException();
        });
    }

    private static ClusterPort cluster(Consumer<PodEvent> recorder, Consumer<Binding> binder) {
        return new ClusterPort() {
            @Override
            public Watch watch(ClusterListener listener) {
                throw new UnsupportedOperationException();
            }

            @Override
            public BindAnswer bind(Binding binding) {
                binder.accept(binding);
                return new BindAnswer.Bound();
            }

            @Override
            public void record(PodEvent event) {
                recorder.accept(event);
            }

            @Override
            public void markUnschedulable(PodKey pod, Uid uid, String message) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void nominate(PodKey pod, Uid uid, Optional<NodeName> node) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void preempt(PodKey victim, Uid uid, String message) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
