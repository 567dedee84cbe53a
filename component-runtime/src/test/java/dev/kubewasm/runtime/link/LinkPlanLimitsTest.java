package dev.kubewasm.runtime.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.component.ResolvedComponent;
import dev.kubewasm.runtime.failure.UnsupportedFeatureException;
import dev.kubewasm.wit.binary.ComponentDecoder;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class LinkPlanLimitsTest {
    private static final byte[] PREAMBLE = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
    private static final int COMPONENT_SECTION = 4;
    private static final int INSTANCE_SECTION = 5;
    /** Two instances, each of component 0 without arguments. */
    private static final byte[] TWICE = {2, 0, 0, 0, 0, 0, 0};

    /** A component with a component in it that it instantiates twice, and so on, {@code levels} deep. */
    private static ResolvedComponent doubling(int levels) {
        byte[] component = PREAMBLE;
        for (int i = 0; i < levels; i++) {
            ByteArrayOutputStream outer = new ByteArrayOutputStream();
            outer.writeBytes(PREAMBLE);
            section(outer, COMPONENT_SECTION, component);
            section(outer, INSTANCE_SECTION, TWICE);
            component = outer.toByteArray();
        }
        return ComponentTypes.resolve(ComponentDecoder.decode(component));
    }

    private static void section(ByteArrayOutputStream out, int id, byte[] content) {
        out.write(id);
        int size = content.length;
        while (size > 0x7f) {
            out.write((size & 0x7f) | 0x80);
            size >>>= 7;
        }
        out.write(size);
        out.writeBytes(content);
    }

    @Test
    void everyInstantiationIsWalked() {
        assertThat(LinkPlanBuilder.build(doubling(5)).scopeCount()).isEqualTo(63);
    }

    @Test
    void instantiationsThatMultiplyAreRefused() {
        ResolvedComponent hostile = doubling(40);
        assertThatThrownBy(() -> LinkPlanBuilder.build(hostile))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("more than 1000000 definitions");
    }
}
