package dev.kubewasm.scheduler.app.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventRecorderTest {
    @Test
    void leavesANoteThatFitsAsItIs() {
        assertThat(EventRecorder.cut("a".repeat(1024))).isEqualTo("a".repeat(1024));
    }

    @Test
    void cutsBetweenCharacters() {
        String cut = EventRecorder.cut("a" + "🙂".repeat(300));

        assertThat(cut.getBytes(UTF_8).length).isBetween(1020, 1024);
        assertThat(cut).startsWith("a🙂").endsWith("🙂…");
    }
}
