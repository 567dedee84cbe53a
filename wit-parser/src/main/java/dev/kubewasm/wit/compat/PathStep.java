package dev.kubewasm.wit.compat;

import java.util.Optional;

/** One step on the way from an interface or a world to a difference in it, from the outside in. */
public sealed interface PathStep {
    /** The step as it is printed, for example {@code calculator#calculate} or {@code quote.base-price}. */
    String text();

    /** An import of a world. */
    record Import(String name) implements PathStep {
        @Override
        public String text() {
            return "import " + name;
        }
    }

    /** An export of a world. */
    record Export(String name) implements PathStep {
        @Override
        public String text() {
            return "export " + name;
        }
    }

    /** An interface of a package. */
    record InterfaceNamed(String name) implements PathStep {
        @Override
        public String text() {
            return "interface " + name;
        }
    }

    /** A world of a package. */
    record WorldNamed(String name) implements PathStep {
        @Override
        public String text() {
            return "world " + name;
        }
    }

    /**
     * A function.
     *
     * @param owner the interface it is of, if that has a name
     */
    record FunctionNamed(Optional<String> owner, String name) implements PathStep {
        @Override
        public String text() {
            return owner.map(o -> o + "#").orElse("") + name;
        }
    }

    /** A type definition as a whole. */
    record TypeNamed(String name) implements PathStep {
        @Override
        public String text() {
            return "type " + name;
        }
    }

    /** A parameter of the function before. */
    record Param(String name) implements PathStep {
        @Override
        public String text() {
            return "param " + name;
        }
    }

    /**
     * A field of a record, a case of a variant or an enum, or a flag.
     *
     * @param type the name of the definition
     */
    record Member(String type, String name) implements PathStep {
        @Override
        public String text() {
            return type + "." + name;
        }
    }

    /** An element of a tuple, counted from 1. */
    record TupleElement(int number) implements PathStep {
        @Override
        public String text() {
            return "tuple element " + number;
        }
    }

    /** The parts that go without a name. */
    enum Part implements PathStep {
        RESULT("result"),
        LIST("list"),
        OPTION("option"),
        OK("ok"),
        ERR("err"),
        MAP_KEY("map key"),
        MAP_VALUE("map value"),
        FUTURE("future"),
        STREAM("stream");

        private final String text;

        Part(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }
    }
}
