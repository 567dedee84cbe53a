package dev.kubewasm.simulations.strategy;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;

/** Passes on what it hears, and keeps how the search for the most Pods got better. */
public final class SearchCurve implements Progress {
    private final Progress heard;
    private List<Best> latest = new ArrayList<>();
    private List<Best> largest = latest;
    private int most;

    /**
     * A placement that was better than all before it.
     *
     * @param hard 0, or less if it can't be used
     * @param medium 0, or less by the weight of each Pod without a node
     * @param soft what its soft constraints lack; 0 is best
     */
    @JsonPropertyOrder({"hard", "medium", "soft"})
    public record Best(long hard, long medium, long soft) {}

    /** Passes on to {@code heard}. */
    public SearchCurve(Progress heard) {
        this.heard = heard;
    }

    /** The placements found one after the other; none if nothing was searched for. */
    public List<Best> found() {
        return List.copyOf(largest);
    }

    @Override
    public void searching(int pods) {
        latest = new ArrayList<>();
        if (pods >= most) {
            most = pods;
            largest = latest;
        }
        heard.searching(pods);
    }

    @Override
    public void found(long hard, long medium, long soft) {
        latest.add(new Best(hard, medium, soft));
        heard.found(hard, medium, soft);
    }

    @Override
    public void step() {
        heard.step();
    }

    @Override
    public void end() {
        heard.end();
    }
}
