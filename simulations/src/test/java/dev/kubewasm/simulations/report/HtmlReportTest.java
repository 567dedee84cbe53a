package dev.kubewasm.simulations.report;

import static dev.kubewasm.simulations.Clusters.bound;
import static dev.kubewasm.simulations.Clusters.node;
import static dev.kubewasm.simulations.Clusters.pod;
import static dev.kubewasm.simulations.Clusters.situation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.Simulation;
import dev.kubewasm.simulations.measure.CallCosts;
import dev.kubewasm.simulations.situation.Described;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.Column;
import dev.kubewasm.simulations.strategy.Progress;
import dev.kubewasm.simulations.strategy.Strategies;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static String html(String name, Situation situation) {
        return HtmlReport.render(new Simulation(
                        name, Described.of(situation), Optional.empty(), CallCosts.DEFAULT, PlacementSettings.DEFAULT)
                .run(
                        List.of(Column.of(Strategies.FIRST_FIT, situation, PlacementSettings.DEFAULT)),
                        _ -> Progress.NONE));
    }

    /** Of more than a hundred nodes each is a cell, and those of one shade are one element. */
    @Test
    void manyNodesAreAGrid() {
        Situation situation = situation(
                IntStream.range(0, 150)
                        .mapToObj(i -> node("node-%03d".formatted(i), 2, 4))
                        .toList(),
                List.of(pod("one", 500, 1024)));

        String html = html("many", situation);

        assertThat(Pattern.compile("M\\d+ \\d+h8v8h-8z").matcher(html).results())
                .hasSize(150);
        assertThat(Pattern.compile("<path class=\"s(\\d+)\"")
                        .matcher(html)
                        .results()
                        .map(path -> path.group(1)))
                .containsExactly("0", "3");
        assertThat(html)
                .contains("149 of 150 have no Pods, on 0 more than half of the CPU is requested")
                .contains("\"names\":[\"node-000\",\"node-001\"");
    }

    @Test
    void namesAreTextAndNotMarkup() {
        String html = html("<b>\"R&D\"</b>", situation(List.of(node("a", 2, 4)), List.of(pod("one", 500, 1024))));

        assertThat(html)
                .contains("<h1>&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;</h1>")
                .doesNotContain("<b>\"");
    }

    @Test
    void whatIsOvercommittedIsMarked() {
        String html = html("tight", situation(List.of(node("a", 1, 4)), List.of(bound(pod("big", 1500, 1024), "a"))));

        assertThat(html).contains("<div class=\"meter cpu over\">CPU", "<b>150%</b>", "default/big <i>stayed</i>");
    }
}
