package dev.kubewasm.cli.run;

import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentReference.WitLocation;
import dev.kubewasm.wit.Wit;
import dev.kubewasm.wit.WitResolution;
import dev.kubewasm.wit.WitSource;
import dev.kubewasm.wit.diagnostics.DiagnosticRenderer;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;

/** The errors in the WIT that Pods carry, each with the line it is in and a mark under the place. */
final class WitErrors {
    private WitErrors() {}

    static List<String> of(List<Pod> pods, PodFactsFactory facts) {
        List<String> errors = new ArrayList<>();
        for (Pod pod : pods) {
            for (ComponentReference reference : facts.observe(pod).components()) {
                if (reference.wit().orElse(null) instanceof WitLocation.Inline(String key, String text)) {
                    WitResolution resolution =
                            Wit.resolve(List.of(new WitSource("Pod " + Rows.key(pod) + " annotation " + key, text)));
                    if (!resolution.ok()) {
                        errors.add(DiagnosticRenderer.render(resolution.diagnostics())
                                .stripTrailing());
                    }
                }
            }
        }
        return errors;
    }
}
