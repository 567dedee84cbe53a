package dev.kubewasm.wit;

import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.Assertions;

/** WIT text that tests resolve on the way to something else. */
public final class Sources {
    private Sources() {}

    /** The packages of {@code text}, which must be right. */
    public static List<WitPackage> packages(String text) {
        WitResolution resolution = Wit.resolve(List.of(new WitSource("test.wit", text)));
        Assertions.assertThat(resolution.ok()).as(resolution.render()).isTrue();
        return resolution.packages();
    }

    /** The interface {@code name} of the root package of {@code text}. */
    public static Interface iface(String name, String text) {
        return Objects.requireNonNull(packages(text).getFirst().interfaces().get(name), name);
    }

    /** The world {@code name} of the root package of {@code text}. */
    public static World world(String name, String text) {
        return Objects.requireNonNull(packages(text).getFirst().worlds().get(name), name);
    }

    /** The diagnostics of {@code text}, as shown. */
    public static String diagnostics(String text) {
        return Wit.resolve(List.of(new WitSource("test.wit", text))).render();
    }
}
