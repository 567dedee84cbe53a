package dev.kubewasm.simulations.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalParserTest {
    private static final Map<String, Double> MEASURES = Map.of("pending", 2.0, "nodes", 6.0, "cpu", 0.5);

    @ParameterizedTest
    @CsvSource({
        "pending>0, true",
        "pending>2, false",
        "pending >= 2, true",
        "pending<2, false",
        "pending<=2, true",
        "pending=2, true",
        "pending==2, true",
        "pending!=2, false",
        "cpu<0.75, true",
        "pending>5 or nodes>5, true",
        "pending>5 and nodes>5, false",
        "pending>5 and nodes>5 or cpu=0.5, true",
        "pending>5 and (nodes>5 or cpu=0.5), false",
        "((pending>0)), true",
    })
    void holds(String text, boolean holds) {
        assertThat(GoalParser.parse(text, MEASURES.keySet()).holds(MEASURES)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | it ends where a measure was expected",
                "pending | it ends where a comparison was expected",
                "pending> | it ends where a number was expected",
                "pending>x | 'x' where a number was expected",
                "pending~2 | '~2' can't be read",
                "pods>2 | 'pods' is no measure; there are pending",
                "pending 2 | '2' where one of < <= = != >= > was expected",
                "pending>2 nodes>1 | 'nodes' where 'and' or 'or' was expected",
                "(pending>2 | it ends where ')' was expected",
                "(pending>2( | '(' where ')' was expected",
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoalParser.parse(text, Set.of("pending")))
                .withMessage(message);
    }

    @Test
    void depthAndLengthAreBounded() {
        String deep = "(".repeat(200) + "pending>0" + ")".repeat(200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoalParser.parse(deep, Set.of("pending")))
                .withMessage("more than 50 parentheses in each other");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoalParser.parse(" ".repeat(1_001), Set.of("pending")))
                .withMessage("has 1001 characters, at most 1000 are read");
    }
}
