package dev.kubewasm.wit.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    @Test
    void everyElementIsOnItsLine() {
        JsonWriter out = new JsonWriter();
        out.object(() -> {
            out.name("none").array(() -> {});
            out.name("nothing").object(() -> {});
            out.name("some").array(() -> {
                out.number(-1).string("two").nothing();
                out.array(() -> out.number(Long.MAX_VALUE));
            });
        });
        assertThat(out.text()).isEqualTo("""
                {
                  "none": [],
                  "nothing": {},
                  "some": [
                    -1,
                    "two",
                    null,
                    [
                      9223372036854775807
                    ]
                  ]
                }""");
    }

    @Test
    void whatMayNotStandInAStringIsEscaped() throws IOException {
        String text = "\"\\\b\f\n\r\t\u0000\u001f\u007f/é\u2028\uD83D\uDE00";
        String json = new JsonWriter().string(text).text();
        assertThat(json).isEqualTo("\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\u007f/é\u2028\uD83D\uDE00\"");
        assertThat(new ObjectMapper().readValue(json, String.class)).isEqualTo(text);
    }
}
