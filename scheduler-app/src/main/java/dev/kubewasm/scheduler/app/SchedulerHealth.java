package dev.kubewasm.scheduler.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * {@code /livez}: the scheduling thread goes on, and doesn't hang in a cycle. {@code /readyz}: the caches are synced, whether
 * this replica leads or not.
 */
@ApplicationScoped
public class SchedulerHealth {
    @Produces
    @Liveness
    HealthCheck scheduling(SchedulerService service) {
        return () ->
                HealthCheckResponse.named("scheduling").status(service.alive()).build();
    }

    @Produces
    @Readiness
    HealthCheck caches(SchedulerService service) {
        return () -> HealthCheckResponse.named("caches").status(service.ready()).build();
    }
}
