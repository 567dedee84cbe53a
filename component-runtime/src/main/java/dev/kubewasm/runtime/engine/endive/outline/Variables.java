package dev.kubewasm.runtime.engine.endive.outline;

import dev.kubewasm.runtime.engine.endive.outline.Node.Access;
import dev.kubewasm.runtime.engine.endive.outline.Node.Block;
import dev.kubewasm.runtime.engine.endive.outline.Node.Joined;
import dev.kubewasm.runtime.engine.endive.outline.Node.Jump;
import dev.kubewasm.runtime.engine.endive.outline.Node.Plain;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The variables of a function and of its pieces. */
final class Variables {
    private int next;

    /** Those of {@code body}, which hasn't been split yet. */
    Variables(Body body) {
        next = body.params().size() + body.locals().size();
    }

    /** Another one. */
    Local fresh(Num type) {
        return new Local(next++, type);
    }

    /** Those that {@code code} mentions, but for {@code params}. */
    static List<Local> mentioned(List<Node> code, List<Local> params) {
        Set<Local> found = new LinkedHashSet<>();
        collect(code, found);
        params.forEach(found::remove);
        return List.copyOf(found);
    }

    private static void collect(List<Node> nodes, Set<Local> found) {
        for (Node node : nodes) {
            switch (node) {
                case Access access -> found.add(access.local());
                case Joined joined -> collect(joined.nodes(), found);
                case Block block -> {
                    collect(block.body(), found);
                    collect(block.otherwise(), found);
                }
                case Plain plain -> {}
                case Jump jump -> {}
            }
        }
    }
}
