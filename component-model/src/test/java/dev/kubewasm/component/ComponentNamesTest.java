package dev.kubewasm.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Bytes;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.ComponentNames;
import dev.kubewasm.wit.binary.Sort;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Names that a component gives for people to read. */
class ComponentNamesTest {
    private static final int FUNC = 0x01;
    private static final int CORE = 0x00;
    private static final int CORE_MODULE = 0x11;

    private static ComponentNames names(Consumer<Bytes> parts) {
        byte[] binary = new Bytes()
                .component()
                .section(0, custom -> {
                    custom.name("component-name");
                    parts.accept(custom);
                })
                .toByteArray();
        return ComponentNames.of(ComponentDecoder.decode(binary));
    }

    private static SortedMap<Integer, String> of(int index, String name) {
        return new TreeMap<>(Map.of(index, name));
    }

    @Test
    void theyAreReadBySortAndIndex() {
        ComponentNames names = names(parts -> parts.section(0, part -> part.name("shop"))
                .section(1, part -> part.raw(FUNC, 2, 0).name("sell").raw(3).name("buy"))
                .section(1, part -> part.raw(CORE, CORE_MODULE, 1, 0).name("main")));

        assertThat(names.component()).contains("shop");
        assertThat(names.name(Sort.FUNC, 3)).contains("buy");
        assertThat(names.name(Sort.FUNC, 1)).isEmpty();
        assertThat(names.name(Sort.CORE_MODULE, 0)).contains("main");
        assertThat(names.name(Sort.TYPE, 0)).isEmpty();
    }

    @Test
    void whatCannotBeReadIsLeftOut() {
        ComponentNames names = names(parts -> parts
                // No sort.
                .section(1, part -> part.raw(0x7f, 1, 0).name("a"))
                // More names than there are.
                .section(1, part -> part.raw(FUNC, 9, 0).name("b"))
                // Of a kind that isn't known.
                .section(7, part -> part.raw(1, 2, 3))
                .section(1, part -> part.raw(FUNC, 2, 0).name("c").raw(0).name("d"))
                // Longer than the section.
                .raw(1, 100, FUNC, 1));

        assertThat(names).isEqualTo(new ComponentNames(Optional.empty(), Map.of(Sort.FUNC, of(0, "c"))));
    }

    @Test
    void theyCannotHarmAScreen() {
        assertThat(names(parts -> parts.section(0, part -> part.name("\u001b[2J\n" + "x".repeat(200))))
                        .component())
                .contains("?[2J?" + "x".repeat(115) + "...");
    }

    @Test
    void thereMayBeNone() {
        assertThat(ComponentNames.of(
                                ComponentDecoder.decode(new Bytes().component().toByteArray()))
                        .isEmpty())
                .isTrue();
    }
}
