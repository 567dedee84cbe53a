package dev.kubewasm.runtime.engine.endive.outline;

import java.util.List;

/**
 * A function.
 *
 * @param params its parameters, in order
 * @param locals its other variables, in order; more may be added
 * @param label the function's own label, to which {@code return} branches: what passes there is what it returns
 * @param code its instructions
 */
record Body(List<Local> params, List<Local> locals, Label label, List<Node> code) {}
