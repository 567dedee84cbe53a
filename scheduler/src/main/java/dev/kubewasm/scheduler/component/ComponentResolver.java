package dev.kubewasm.scheduler.component;

import dev.kubewasm.placement.annotations.WitAnnotation;
import dev.kubewasm.placement.annotations.WitConfigMapAnnotation;
import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentReference.WitLocation;
import dev.kubewasm.scheduler.port.ComponentSource;
import dev.kubewasm.scheduler.port.ConfigMapSource;
import dev.kubewasm.wit.Wit;
import dev.kubewasm.wit.WitResolution;
import dev.kubewasm.wit.WitSource;
import dev.kubewasm.wit.WorldSelection;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticRenderer;
import dev.kubewasm.wit.diagnostics.Severity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the world of a container's component: from the annotation if there is one, else from the ConfigMap it names, else
 * from the image. WIT that was written down is taken at its word; the node checks it against the binary. Safe for use by
 * several threads.
 */
public final class ComponentResolver implements ComponentSource {
    /** The longest WIT text read, in characters: what a ConfigMap can hold. */
    static final int MAX_WIT_LENGTH = 1 << 20;

    private final ImageWorlds images = new ImageWorlds();
    private final KnownTexts texts = new KnownTexts(4 * MAX_WIT_LENGTH);
    private final Function<ComponentReference, ArtifactSource> artifacts;
    private final ConfigMapSource configMaps;

    /**
     * @param artifacts where images come from
     * @param configMaps where ConfigMaps come from
     */
    public ComponentResolver(ArtifactSource artifacts, ConfigMapSource configMaps) {
        this(_ -> artifacts, configMaps);
    }

    /**
     * @param artifacts where the image of a container comes from: what is to be had there may depend on its Pod's pull
     *     secrets
     * @param configMaps where ConfigMaps come from
     */
    public ComponentResolver(Function<ComponentReference, ArtifactSource> artifacts, ConfigMapSource configMaps) {
        this.artifacts = artifacts;
        this.configMaps = configMaps;
    }

    @Override
    public Answer resolve(ComponentReference reference) {
        if (reference.wit().isEmpty()) {
            return images.resolve(reference.image(), artifacts.apply(reference));
        }
        return switch (reference.wit().get()) {
            case WitLocation.Inline(String key, String text) -> known(text, "annotation " + key, reference.world());
            case WitLocation.InConfigMap(WitConfigMapAnnotation.Entry entry) -> {
                Optional<String> text = configMaps.value(reference.namespace(), entry.name(), entry.key());
                String where = "ConfigMap " + reference.namespace() + "/" + entry.name() + " key " + entry.key();
                yield text.isEmpty()
                        ? new Answer.Refused("annotation " + WitConfigMapAnnotation.KEY + ": there is no " + where)
                        : known(text.get(), where, reference.world());
            }
        };
    }

    /** One that is too long is refused at once, and must not take the place of others. */
    private Answer known(String text, String where, Optional<String> world) {
        return text.length() > MAX_WIT_LENGTH
                ? ofText(text, where, world)
                : texts.get(new KnownTexts.Asked(text, where, world), () -> ofText(text, where, world));
    }

    /**
     * Reads the world of a component from WIT text.
     *
     * @param where the text is, for messages
     * @param world its name, where the text has several
     */
    public static Answer ofText(String text, String where, Optional<String> world) {
        if (text.length() > MAX_WIT_LENGTH) {
            return new Answer.Refused(
                    where + ": " + text.length() + " characters of WIT, at most " + MAX_WIT_LENGTH + " are read");
        }
        WitResolution resolution = Wit.resolve(List.of(new WitSource(where, text)));
        if (!resolution.ok()) {
            List<Diagnostic> errors = resolution.diagnostics().stream()
                    .filter(d -> d.severity() == Severity.ERROR)
                    .toList();
            String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
            return new Answer.Refused(DiagnosticRenderer.oneLine(errors.getFirst()) + more);
        }
        WorldSelection selection =
                world.map(name -> Wit.world(resolution, name)).orElseGet(() -> Wit.world(resolution));
        return switch (selection) {
            case WorldSelection.Selected selected ->
                new Answer.Component(new ComponentFacts(selected.world(), true, Optional.empty(), Set.of(), where));
            case WorldSelection.NotFound notFound -> new Answer.Refused(where + ": " + notFound.message());
            case WorldSelection.Ambiguous ambiguous ->
                new Answer.Refused(where + ": " + ambiguous.message() + " by annotation " + WitAnnotation.WORLD_KEY);
        };
    }
}
