package dev.kubewasm.scheduler.app.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FenceTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final StoredLease lease = new StoredLease(this::pass);
    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
    private long nanos = 5;
    private final Leadership.Fence fence = new Leadership.Fence(lease, DEADLINE, () -> wall, () -> nanos);

    @AfterEach
    void stop() {
        client.close();
    }

    @Test
    void standsFromARenewalUntilTheDeadlineByEitherClock() {
        assertThat(fence.holds()).as("never taken").isFalse();

        fence.create(client, held("me"));
        assertThat(fence.holds()).isTrue();
        pass(Duration.ofSeconds(9));
        assertThat(fence.holds()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(fence.holds()).as("paused past the deadline").isFalse();

        fence.update(client, held("me"));
        wall = wall.plus(DEADLINE);
        assertThat(fence.holds())
                .as("the machine slept: only its clock went on")
                .isFalse();

        fence.update(client, held("me"));
        wall = wall.minus(Duration.ofDays(1));
        assertThat(fence.holds()).as("the clock was set back").isTrue();
        nanos += DEADLINE.toNanos();
        assertThat(fence.holds()).as("and can't lengthen the time").isFalse();
    }

    @Test
    void countsFromBeforeTheRequest() {
        lease.takes = Duration.ofSeconds(6);
        fence.create(client, held("me"));

        pass(Duration.ofSeconds(3));
        assertThat(fence.holds()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(fence.holds()).isFalse();
    }

    @Test
    void aRenewalThatFailsIsNone() {
        fence.create(client, held("me"));
        pass(Duration.ofSeconds(9));
        lease.refuses = true;
        assertThatThrownBy(() -> fence.update(client, held("me"))).isInstanceOf(KubernetesClientException.class);
        pass(Duration.ofSeconds(1));

        assertThat(fence.holds()).isFalse();
    }

    @Test
    void fallsWhenItIsGivenBackOrSeenInOtherHands() {
        fence.create(client, held("me"));
        lease.record = held("another");
        LeaderElectionRecord _ = fence.get(client);
        assertThat(fence.holds()).isFalse();

        fence.update(client, held("me"));
        assertThat(fence.holds()).isTrue();
        lease.refuses = true;
        assertThatThrownBy(() -> fence.update(client, held(""))).isInstanceOf(KubernetesClientException.class);
        assertThat(fence.holds()).as("even if giving back fails").isFalse();
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    private LeaderElectionRecord held(String by) {
        return new LeaderElectionRecord(
                by, Duration.ofSeconds(15), wall.atZone(ZoneOffset.UTC), wall.atZone(ZoneOffset.UTC), 0);
    }
}
