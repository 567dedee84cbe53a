package dev.kubewasm.cli.wast;

import java.util.List;

/**
 * A script, read.
 *
 * @param name the path it was read from, as it was given
 * @param source the text that it was converted from; lines are lines of that
 * @param commands in order
 */
record Script(String name, String source, List<ScriptCommand> commands) {
    Script {
        commands = List.copyOf(commands);
    }
}
