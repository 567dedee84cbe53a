package dev.kubewasm.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaseLinesTest {
    private static List<String> read(String text, int maxBytes) throws IOException {
        List<String> read = new ArrayList<>();
        try (CaseLines lines =
                CaseLines.open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), maxBytes)) {
            for (Optional<CaseLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                read.add(line.get().number() + " "
                        + line.get()
                                .text()
                                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                                .orElse("too long"));
            }
        }
        return read;
    }

    @Test
    void linesAreNumberedFromOne() throws IOException {
        assertThat(read("", 10)).isEmpty();
        assertThat(read("a\n\nb", 10)).containsExactly("1 a", "2 ", "3 b");
    }

    @Test
    void aLineThatIsTooLongIsPassedOver() throws IOException {
        assertThat(read("12345\n123456\nnext\n", 5)).containsExactly("1 12345", "2 too long", "3 next");
    }
}
