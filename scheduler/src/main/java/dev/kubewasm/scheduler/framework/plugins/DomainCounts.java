package dev.kubewasm.scheduler.framework.plugins;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many Pods are in each domain, and the least of them. The least is kept by remembering two domains, as
 * kube-scheduler does: exact as long as, once {@link #settle settled}, only one domain changes.
 */
final class DomainCounts {
    private final Map<String, Integer> counts;
    private @Nullable String leastDomain;
    private int least = Integer.MAX_VALUE;
    private @Nullable String nextDomain;
    private int next = Integer.MAX_VALUE;

    DomainCounts() {
        counts = new HashMap<>();
    }

    private DomainCounts(DomainCounts other) {
        counts = new HashMap<>(other.counts);
        leastDomain = other.leastDomain;
        least = other.least;
        nextDomain = other.nextDomain;
        next = other.next;
    }

    DomainCounts copy() {
        return new DomainCounts(this);
    }

    /** Adds to a domain while all are being counted; 0 makes it known. */
    void add(String domain, int count) {
        counts.merge(domain, count, Integer::sum);
    }

    /** All are counted. */
    void settle() {
        counts.forEach(this::remember);
    }

    /** One domain has changed after all were counted. */
    void change(String domain, int delta) {
        remember(domain, counts.merge(domain, delta, Integer::sum));
    }

    int get(String domain) {
        return counts.getOrDefault(domain, 0);
    }

    /** The least count; 0 if there are fewer than {@code minDomains} domains. */
    int least(int minDomains) {
        return counts.size() < minDomains ? 0 : least;
    }

    private void remember(String domain, int count) {
        if (domain.equals(leastDomain)) {
            least = count;
        } else if (domain.equals(nextDomain)) {
            next = count;
        } else if (count < least) {
            nextDomain = leastDomain;
            next = least;
            leastDomain = domain;
            least = count;
            return;
        } else if (count < next) {
            nextDomain = domain;
            next = count;
            return;
        }
        if (least > next) {
            String domainOfNext = nextDomain;
            int countOfNext = next;
            nextDomain = leastDomain;
            next = least;
            leastDomain = domainOfNext;
            least = countOfNext;
        }
    }
}
