package dev.kubewasm.wit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrecedenceTest {
    private static List<String> order(List<String> nodes, Map<String, List<String>> edges) {
        return Precedence.of(nodes, node -> edges.getOrDefault(node, List.of()));
    }

    @Test
    void whatWaitsForNothingStaysAsGiven() {
        assertThat(order(List.of("b", "a", "c"), Map.of())).containsExactly("b", "a", "c");
    }

    @Test
    void theFirstThatIsReadyComesNext() {
        // `a` waits for `d`, so `b` goes first; once `d` is there, `a` goes before `e`.
        assertThat(order(List.of("a", "b", "d", "e"), Map.of("a", List.of("d"))))
                .containsExactly("b", "d", "a", "e");
    }

    @Test
    void whatIsMentionedTwiceIsWaitedForOnce() {
        assertThat(order(List.of("b", "a"), Map.of("b", List.of("a", "a")))).containsExactly("a", "b");
    }

    @Test
    void edgesToOthersAreIgnoredAndCyclesLeftOut() {
        assertThat(order(
                        List.of("a", "b", "c", "d"),
                        Map.of("a", List.of("x"), "b", List.of("c"), "c", List.of("b"), "d", List.of("c"))))
                .containsExactly("a");
    }

    @Test
    void aLongChainIsNoProblem() {
        List<Integer> nodes = IntStream.range(0, 100_000).boxed().toList();
        assertThat(Precedence.of(nodes, node -> node == 99_999 ? List.<Integer>of() : List.of(node + 1)))
                .first()
                .isEqualTo(99_999);
    }
}
