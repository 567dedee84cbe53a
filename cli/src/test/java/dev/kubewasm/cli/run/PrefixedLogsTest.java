package dev.kubewasm.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.node.NodeSettings;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrefixedLogsTest {
    private final StringWriter printed = new StringWriter();
    private final PrefixedLogs logs = new PrefixedLogs(new PrintWriter(printed));

    private OutputStream open(String pod, String container) {
        return logs.open(new NodeSettings.ContainerId(new PodKey("shop", pod), new Uid(pod), container, 0));
    }

    private static void write(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyLineIsBehindItsPodAndContainer() throws IOException {
        OutputStream out = open("calc-1", "calc");

        write(out, "one\ntwo\n\nthr");
        assertThat(printed.toString().lines())
                .containsExactly("shop/calc-1/calc | one", "shop/calc-1/calc | two", "shop/calc-1/calc | ");
        write(out, "ee\n");
        assertThat(printed.toString().lines()).endsWith("shop/calc-1/calc | three");
    }

    @Test
    void linesOfSeveralContainersAreNotMixed() throws IOException {
        OutputStream first = open("a", "x");
        OutputStream second = open("b", "y");

        write(first, "le");
        write(second, "right\n");
        write(first, "ft\n");

        assertThat(printed.toString().lines()).containsExactly("shop/b/y | right", "shop/a/x | left");
    }

    @Test
    void aCharacterWrittenInPiecesIsWhole() throws IOException {
        OutputStream out = open("a", "x");

        for (byte b : "grün\n".getBytes(StandardCharsets.UTF_8)) {
            out.write(b);
        }

        assertThat(printed.toString().lines()).containsExactly("shop/a/x | grün");
    }

    @Test
    void aLineWithoutAnEndIsPrintedAtTheClose() throws IOException {
        try (OutputStream out = open("a", "x")) {
            write(out, "last words");
            assertThat(printed.toString()).isEmpty();
        }

        assertThat(printed.toString().lines()).containsExactly("shop/a/x | last words");
    }

    @Test
    void aLineThatNeverEndsIsPrintedInPieces() throws IOException {
        OutputStream out = open("a", "x");

        write(out, "z".repeat((16 << 10) + 5) + "\n");

        assertThat(printed.toString().lines())
                .containsExactly("shop/a/x | " + "z".repeat(16 << 10), "shop/a/x | zzzzz");
    }
}
