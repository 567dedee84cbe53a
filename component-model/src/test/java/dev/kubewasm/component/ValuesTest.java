package dev.kubewasm.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.testkit.Bytes;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Values of components: each is used once, in whichever component it is. */
class ValuesTest {
    private static final int STRING = 0x73;

    private static ResolvedComponent resolved(Bytes component) {
        return ComponentTypes.resolve(ComponentDecoder.decode(component.toByteArray()));
    }

    private static Bytes importing(String name) {
        return new Bytes().component().section(10, value(name));
    }

    private static Consumer<Bytes> value(String name) {
        return section -> section.raw(1, 0).name(name).raw(2, STRING);
    }

    /** A component that imports an instance with a value and has an alias of that. */
    private static Bytes aliasing() {
        return new Bytes()
                .component()
                .section(7, types -> types.raw(1, 0x42, 1, 4, 0).name("v").raw(2, STRING))
                .section(10, imports -> imports.raw(1, 0).name("i").raw(5, 0))
                .section(6, aliases -> aliases.raw(1, 2, 0, 0).name("v"));
    }

    private static Bytes exporting(Bytes component) {
        return component.section(11, exports -> exports.raw(1, 0).name("out").raw(2, 0, 0));
    }

    /** A component whose start function makes a value. */
    private static Bytes starting() {
        return new Bytes()
                .component()
                .section(7, types -> types.raw(1, 0x40, 0, 0, STRING))
                .section(10, imports -> imports.raw(1, 0).name("f").raw(1, 0))
                .section(9, start -> start.raw(0, 0, 1));
    }

    private static void unused(Bytes component, String where) {
        assertThatThrownBy(() -> resolved(component))
                .isInstanceOf(MalformedBinaryException.class)
                .hasMessageContaining("value 0 is not used as an argument, by the start function or by an export")
                .hasMessageContaining(where);
    }

    @Test
    void anImportedValueMustBeUsed() {
        unused(importing("a"), "import section");
        assertThat(resolved(exporting(importing("a"))).exports()).containsOnlyKeys("out");
    }

    @Test
    void anAliasOfAValueMustBeUsed() {
        unused(aliasing(), "alias section");
        assertThat(resolved(exporting(aliasing())).exports()).containsOnlyKeys("out");
    }

    @Test
    void theResultOfAStartFunctionMustBeUsed() {
        unused(starting(), "start section");
        assertThat(resolved(exporting(starting())).exports()).containsOnlyKeys("out");
    }

    @Test
    void aNestedComponentMustUseItsOwn() {
        byte[] inner = importing("a").toByteArray();
        byte[] good = exporting(importing("a")).toByteArray();

        unused(new Bytes().component().section(4, nested -> nested.append(inner)), "import section");
        assertThat(resolved(new Bytes().component().section(4, nested -> nested.append(good)))
                        .nested())
                .hasSize(1);
    }

    @Test
    void anArgumentIsAUse() {
        byte[] inner = exporting(importing("a")).toByteArray();

        assertThat(resolved(importing("a")
                                .section(4, nested -> nested.append(inner))
                                .section(5, instances -> instances
                                        .raw(1, 0, 0, 1)
                                        .name("a")
                                        .raw(2, 0)))
                        .instanceTypes())
                .hasSize(1);
    }

    @Test
    void theTypeOfAComponentUsesNone() {
        assertThat(resolved(new Bytes().component().section(7, types -> types.raw(1, 0x41, 1, 3, 0)
                                .name("a")
                                .raw(2, STRING)))
                        .types())
                .hasSize(1);
    }
}
