package dev.kubewasm.cli.wast;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A command of a script. */
sealed interface ScriptCommand {
    /** The line of the source that it stands on. */
    int line();

    /** The type as the script has it. */
    String type();

    /**
     * A binary that a command is about.
     *
     * @param file where it is; empty if the command only has a text, which is no valid WebAssembly text
     */
    record Binary(Optional<Path> file) {}

    /** {@code module}: loads and instantiates it; current from then on. */
    record Load(int line, Optional<String> name, Binary binary) implements ScriptCommand {
        @Override
        public String type() {
            return "module";
        }
    }

    /** {@code module_definition}: decodes and validates only. */
    record Define(int line, Optional<String> name, Binary binary) implements ScriptCommand {
        @Override
        public String type() {
            return "module_definition";
        }
    }

    /** {@code module_instance}: instantiates the definition {@code module}, or the latest; current from then on. */
    record Instantiate(int line, Optional<String> instance, Optional<String> module) implements ScriptCommand {
        @Override
        public String type() {
            return "module_instance";
        }
    }

    /** {@code register}: what the instance {@code name}, or the current one, exports can be imported from {@code as}. */
    record Register(int line, Optional<String> name, String as) implements ScriptCommand {
        @Override
        public String type() {
            return "register";
        }
    }

    /** Does something with an instance; {@code check} says how that has to end. */
    record Act(int line, Action action, Check check) implements ScriptCommand {
        @Override
        public String type() {
            return check.type();
        }
    }

    /**
     * A binary that must be refused at some stage.
     *
     * @param trap by which it must be, if that is its instantiation
     */
    record Refuse(int line, Stage stage, Binary binary, ExpectedTrap trap) implements ScriptCommand {
        @Override
        public String type() {
            return stage.type();
        }
    }

    /** A command that this runner knows and can't do. */
    record Unsupported(int line, String type, String needs) implements ScriptCommand {}

    /** What is done. */
    sealed interface Action {
        /** The instance; the current one if empty. */
        Optional<String> module();

        /** The export. */
        String field();

        /** Calls an exported function. */
        record Invoke(Optional<String> module, String field, List<Constant> args) implements Action {
            public Invoke {
                args = List.copyOf(args);
            }
        }

        /** Reads an exported global. */
        record Get(Optional<String> module, String field) implements Action {}
    }

    /** How an action has to end. */
    sealed interface Check {
        /** The type of the command. */
        String type();

        /** By returning, whatever it returns. */
        record Returns() implements Check {
            @Override
            public String type() {
                return "action";
            }
        }

        /** By returning these values. */
        record ReturnsValues(List<Constant> expected) implements Check {
            public ReturnsValues {
                expected = List.copyOf(expected);
            }

            @Override
            public String type() {
                return "assert_return";
            }
        }

        /** By a trap, or what the script counts as one. */
        record Traps(String type, ExpectedTrap expected) implements Check {}
    }

    /** Where a binary must be refused. */
    enum Stage {
        DECODING("assert_malformed"),
        VALIDATION("assert_invalid"),
        LINKING("assert_unlinkable"),
        INSTANTIATION("assert_uninstantiable");

        private final String type;

        Stage(String type) {
            this.type = type;
        }

        /** The type of the command. */
        String type() {
            return type;
        }
    }
}
