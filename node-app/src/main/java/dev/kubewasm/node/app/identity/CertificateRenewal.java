package dev.kubewasm.node.app.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Has a certificate replaced before it ends: at a random point between 70 and 90 % of its life, as a kubelet does, so that the
 * nodes of a cluster don't ask all at once. What fails is tried again, later each time; until then the certificate stays.
 */
public final class CertificateRenewal {
    private static final Logger LOG = Logger.getLogger(CertificateRenewal.class);

    private static final double EARLIEST = 0.7;
    private static final double LATEST = 0.9;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    private final String what;
    private final Path folder;
    private final Issuer issuer;
    private final Consumer<Credential> renewed;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile Credential current;
    private volatile long failures;
    private Instant next;
    private Duration retry = FIRST_RETRY;

    /** Where new certificates come from. */
    @FunctionalInterface
    public interface Issuer {
        /**
         * A new one; may take minutes.
         *
         * @throws CertificateRequests.RefusedException if none is to be had
         */
        Credential issue() throws CertificateRequests.RefusedException, IOException;
    }

    /**
     * A renewal of one certificate after the other.
     *
     * @param what it is, for messages
     * @param first the one in use
     * @param folder where it is kept
     * @param issuer makes the next
     * @param renewed takes the next into use
     */
    public CertificateRenewal(
            String what,
            Credential first,
            Path folder,
            Issuer issuer,
            Consumer<Credential> renewed,
            InstantSource clock,
            RandomGenerator random) {
        this.what = what;
        this.folder = folder;
        this.issuer = issuer;
        this.renewed = renewed;
        this.clock = clock;
        this.random = random;
        this.current = first;
        this.next = due(first);
    }

    private Instant due(Credential credential) {
        return credential.at(random.nextDouble(EARLIEST, LATEST));
    }

    /** When the certificate in use ends. */
    public Instant expires() {
        return current.at(1);
    }

    /** How often renewing has failed. */
    public long failures() {
        return failures;
    }

    /** Renews it if it is time to. */
    public synchronized void renewIfDue() {
        if (clock.instant().isBefore(next)) {
            return;
        }
        try {
            Credential made = issuer.issue();
            renewed.accept(made);
            current = made;
            next = due(made);
            retry = FIRST_RETRY;
            LOG.infof("the %s was renewed: %s until %s", what, made, expires());
            keep(made);
        } catch (IOException | CertificateRequests.RefusedException | RuntimeException e) {
            failures++;
            next = clock.instant().plus(retry);
            LOG.warnf(
                    "the %s, which ends at %s, isn't renewed now; again in %s: %s",
                    what, expires(), retry, e.getMessage());
            retry = retry.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? retry.multipliedBy(2) : LONGEST_RETRY;
        }
    }

    /** A full disk doesn't keep a node from using what it has got. */
    private void keep(Credential made) {
        try {
            made.write(folder);
        } catch (IOException e) {
            LOG.warnf("the %s is not kept, and asked for anew when the program starts again: %s", what, e);
        }
    }
}
