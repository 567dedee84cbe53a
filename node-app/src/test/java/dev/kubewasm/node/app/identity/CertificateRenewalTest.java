package dev.kubewasm.node.app.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a certificate is replaced, and what happens when that fails. */
class CertificateRenewalTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final ServingCertificates CERTIFICATES =
            new ServingCertificates("host", "127.0.0.1", Duration.ofDays(100));

    @TempDir
    Path folder;

    private final Deque<Exception> failures = new ArrayDeque<>();
    private final List<Credential> used = new ArrayList<>();
    private Instant now = START;
    private Credential first;

    @BeforeEach
    void issueTheFirst() {
        first = CERTIFICATES.issue(now);
    }

    private CertificateRenewal renewal(RandomGenerator random) {
        return new CertificateRenewal("certificate", first, folder, this::issue, used::add, () -> now, random);
    }

    private Credential issue() throws CertificateRequests.RefusedException, IOException {
        switch (failures.poll()) {
            case CertificateRequests.RefusedException refused -> throw refused;
            case IOException broken -> throw broken;
            case RuntimeException broken -> throw broken;
            case null, default -> {
                return CERTIFICATES.issue(now);
            }
        }
    }

    /** Of a random number, from 0 to 1. */
    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return (long) (value * (1L << 53)) << 11;
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"0.0, 70", "0.5, 80", "0.999, 89"})
    void itIsReplacedBetween70And90PercentOfItsLife(double random, int day) throws IOException {
        CertificateRenewal renewal = renewal(always(random));
        now = START.plus(Duration.ofDays(day)).minus(Duration.ofHours(1));
        renewal.renewIfDue();
        assertThat(used).isEmpty();
        assertThat(renewal.expires()).isEqualTo(first.at(1));

        now = START.plus(Duration.ofDays(day + 1));
        renewal.renewIfDue();

        assertThat(used).hasSize(1);
        assertThat(used.getFirst()).isNotEqualTo(first);
        assertThat(renewal.expires()).isEqualTo(now.plus(Duration.ofDays(100)));
        assertThat(Credential.read(folder)).contains(used.getFirst());
    }

    @Test
    void oneIsReplacedAfterTheOther() {
        CertificateRenewal renewal = renewal(new Random(1));
        for (int day = 0; day < 1000; day++) {
            now = START.plus(Duration.ofDays(day));
            renewal.renewIfDue();
            assertThat(now).isBefore(renewal.expires());
        }
        // Of 100 days each, replaced after 80 on average.
        assertThat(used).hasSizeBetween(11, 14);
        assertThat(renewal.failures()).isZero();
    }

    @Test
    void whatFailsIsTriedAgainLaterEachTime() {
        CertificateRenewal renewal = renewal(always(0));
        failures.add(new CertificateRequests.RefusedException("nobody signs"));
        failures.add(new IOException("disk"));
        failures.add(new IllegalStateException("server"));
        now = START.plus(Duration.ofDays(71));
        renewal.renewIfDue();
        renewal.renewIfDue();
        assertThat(renewal.failures()).isEqualTo(1);
        assertThat(renewal.expires()).isEqualTo(first.at(1));

        now = now.plusSeconds(2);
        renewal.renewIfDue();
        now = now.plusSeconds(2);
        renewal.renewIfDue();
        assertThat(renewal.failures()).as("the second wait is longer").isEqualTo(2);
        now = now.plusSeconds(2);
        renewal.renewIfDue();
        assertThat(renewal.failures()).isEqualTo(3);

        now = now.plusSeconds(8);
        renewal.renewIfDue();
        assertThat(used).hasSize(1);
        assertThat(renewal.failures()).isEqualTo(3);
    }

    @Test
    void aFullDiskDoesNotKeepItFromBeingUsed() {
        CertificateRenewal renewal = new CertificateRenewal(
                "certificate", first, folder.resolve("gone"), this::issue, used::add, () -> now, always(0));
        now = START.plus(Duration.ofDays(71));

        renewal.renewIfDue();

        assertThat(used).hasSize(1);
        assertThat(renewal.failures()).isZero();
    }
}
