package dev.kubewasm.node.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** {@code /q/health/live}: the node's loop goes on. {@code /q/health/ready}: the Node is registered and its Pods are known. */
@ApplicationScoped
public class NodeHealth {
    @Produces
    @Liveness
    HealthCheck loop(NodeService service) {
        return () -> HealthCheckResponse.named("loop").status(service.alive()).build();
    }

    @Produces
    @Readiness
    HealthCheck registered(NodeService service) {
        return () -> HealthCheckResponse.named("node").status(service.ready()).build();
    }
}
