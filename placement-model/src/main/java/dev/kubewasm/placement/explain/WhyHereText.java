package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.result.WhyHere;
import java.util.stream.Collectors;

/** Why a Pod is where it is, in words. */
final class WhyHereText {
    private WhyHereText() {}

    static String text(WhyHere why) {
        String others = why.others().isEmpty() ? "" : " Other nodes: " + Explanations.counted(why.others()) + ".";
        if (why.runnerUp().isEmpty()) {
            return "It is on " + why.node() + ", the only node that takes it as things stand." + others;
        }
        WhyHere.RunnerUp runnerUp = why.runnerUp().get();
        if (runnerUp.parts().isEmpty()) {
            return "It is on " + why.node() + "; " + runnerUp.node() + " would be as good." + others;
        }
        String parts = runnerUp.parts().stream()
                .map(part -> part.constraint() + " takes " + part.here() + " against " + part.there())
                .collect(Collectors.joining(", "));
        String verdict = runnerUp.worseBy() > 0
                ? " rather than on " + runnerUp.node()
                : runnerUp.worseBy() == 0
                        ? "; " + runnerUp.node() + " would be as good"
                        : "; " + runnerUp.node() + " would be better by itself, which the search didn't get to";
        return "It is on " + why.node() + verdict + ": " + parts + "." + others;
    }
}
