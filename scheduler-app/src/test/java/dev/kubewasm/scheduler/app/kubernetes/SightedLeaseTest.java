package dev.kubewasm.scheduler.app.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SightedLeaseTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final StoredLease stored = new StoredLease(this::pass);
    private Instant wall = NOON;
    private long nanos = Long.MAX_VALUE - 5;
    private final SightedLease lease = new SightedLease(stored, () -> wall, () -> nanos);

    @AfterEach
    void stop() {
        client.close();
    }

    @Test
    void countsFromTheFirstLookWhateverTheHoldersClock() {
        stored.record = held(NOON.minus(HOUR));
        assertThat(sinceRenewed()).isZero();
        pass(Duration.ofSeconds(7));
        assertThat(sinceRenewed()).isEqualTo(Duration.ofSeconds(7));

        stored.record = held(NOON.plus(HOUR));
        assertThat(sinceRenewed()).isZero();
        pass(Duration.ofSeconds(16));
        assertThat(sinceRenewed()).isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void countsAnewWithEveryChange() {
        LeaderElectionRecord first = held(NOON);
        stored.record = first;
        assertThat(sinceRenewed()).isZero();
        pass(Duration.ofSeconds(3));
        for (LeaderElectionRecord changed : new LeaderElectionRecord[] {
            first.toBuilder()
                    .renewTime(NOON.plusNanos(1000).atZone(ZoneOffset.UTC))
                    .build(),
            first.toBuilder().holderIdentity("the third").build(),
            first.toBuilder().leaderTransitions(4).build(),
            first
        }) {
            stored.record = changed;
            assertThat(sinceRenewed()).isZero();
            pass(Duration.ofSeconds(3));
            assertThat(sinceRenewed()).isEqualTo(Duration.ofSeconds(3));
        }
    }

    @Test
    void theMachinesClockMayBeSet() {
        stored.record = held(NOON);
        assertThat(sinceRenewed()).isZero();
        pass(Duration.ofSeconds(2));
        wall = wall.plus(HOUR);
        assertThat(sinceRenewed()).isEqualTo(Duration.ofSeconds(2));
        wall = wall.minus(HOUR).minus(HOUR);
        assertThat(sinceRenewed()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void countsFromTheAnswerAndNotFromTheQuestion() {
        stored.record = held(NOON);
        stored.takes = Duration.ofSeconds(2);

        assertThat(sinceRenewed()).isZero();
        assertThat(sinceRenewed()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void oneThatIsDeletedAndMadeAgainIsAnother() {
        stored.record = held(NOON);
        assertThat(sinceRenewed()).isZero();
        pass(Duration.ofSeconds(10));
        stored.record = null;
        assertThat(lease.get(client)).isNull();
        stored.record = held(NOON);
        assertThat(sinceRenewed()).isZero();
    }

    @Test
    void allElseIsAsItWasWrittenAndIsWrittenAsItIs() {
        LeaderElectionRecord written = held(NOON.minus(HOUR));
        lease.update(client, written);
        assertThat(stored.record).isSameAs(written);

        pass(HOUR);
        assertThat(lease.get(client))
                .isEqualTo(written.toBuilder()
                        .renewTime(wall.atZone(ZoneOffset.UTC))
                        .build());
    }

    private Duration sinceRenewed() {
        return Duration.between(
                Objects.requireNonNull(lease.get(client)).getRenewTime().toInstant(), wall);
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    private static LeaderElectionRecord held(Instant renewed) {
        return new LeaderElectionRecord(
                "another",
                Duration.ofSeconds(15),
                NOON.minus(HOUR).atZone(ZoneOffset.UTC),
                renewed.atZone(ZoneOffset.UTC),
                3);
    }
}
