package dev.kubewasm.scheduler.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.scheduler.component.KnownTexts.Asked;
import dev.kubewasm.scheduler.port.ComponentSource.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class KnownTextsTest {
    private final List<String> read = new ArrayList<>();

    @Test
    @DisplayName("a text is read once, and again where a message would name another place or world")
    void once() {
        KnownTexts texts = new KnownTexts(100);
        Answer first = get(texts, asked("text"));

        assertThat(get(texts, asked("text"))).isSameAs(first);
        assertThat(get(texts, new Asked("text", "elsewhere", Optional.empty()))).isNotSameAs(first);
        assertThat(get(texts, new Asked("text", "here", Optional.of("world")))).isNotSameAs(first);
        assertThat(read).containsExactly("text", "text", "text");
    }

    @Test
    @DisplayName("of all that are too long together, the one longest unused is read again")
    void dropsByLength() {
        KnownTexts texts = new KnownTexts(10);
        get(texts, asked("aaaa"));
        get(texts, asked("bbbb"));
        get(texts, asked("aaaa"));
        get(texts, asked("cccc"));
        read.clear();

        get(texts, asked("aaaa"));
        get(texts, asked("cccc"));
        assertThat(read).isEmpty();
        get(texts, asked("bbbb"));
        assertThat(read).containsExactly("bbbb");
    }

    @Test
    @DisplayName("one that is too long by itself isn't kept, and the others go with it")
    void tooLong() {
        KnownTexts texts = new KnownTexts(3);
        get(texts, asked("aaa"));
        get(texts, asked("bbbb"));
        read.clear();

        get(texts, asked("bbbb"));
        get(texts, asked("aaa"));
        get(texts, asked("aaa"));
        assertThat(read).containsExactly("bbbb", "aaa");
    }

    @Test
    @DisplayName("no more than 1024 are kept")
    void dropsByCount() {
        KnownTexts texts = new KnownTexts(1 << 20);
        IntStream.range(0, 1025).forEach(i -> get(texts, asked("text " + i)));
        read.clear();

        get(texts, asked("text 1"));
        assertThat(read).isEmpty();
        get(texts, asked("text 0"));
        assertThat(read).containsExactly("text 0");
    }

    private Answer get(KnownTexts texts, Asked asked) {
        return texts.get(asked, () -> {
            read.add(asked.text());
            return new Answer.Refused(asked.toString());
        });
    }

    private static Asked asked(String text) {
        return new Asked(text, "here", Optional.empty());
    }
}
