package dev.kubewasm.runtime;

import java.util.List;
import java.util.stream.Collectors;

/** A component's imports can't be satisfied by what was given for them. All problems are listed. */
public final class LinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<LinkProblem> problems;

    /** With at least one problem. */
    public LinkException(List<LinkProblem> problems) {
        super(problems.stream().map(LinkProblem::message).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** The problems, in the order of the imports. */
    public List<LinkProblem> problems() {
        return problems;
    }
}
