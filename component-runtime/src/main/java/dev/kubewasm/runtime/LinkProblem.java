package dev.kubewasm.runtime;

import java.util.List;

/** Why an import can't be satisfied by what was given for it. */
public sealed interface LinkProblem {
    /** The import. */
    String importName();

    /** The problem in a sentence. */
    String message();

    /** Nothing was given for the import. */
    record NoSupplier(String importName) implements LinkProblem {
        @Override
        public String message() {
            return "nothing supplies import " + importName;
        }
    }

    /** The host has no such interface, or only on another semver track or older. */
    record NoHostInterface(String importName) implements LinkProblem {
        @Override
        public String message() {
            return "the host has no interface " + importName;
        }
    }

    /** The provider has no export of that name. */
    record NoExport(String importName, String provider, String exportName) implements LinkProblem {
        @Override
        public String message() {
            return "import " + importName + ": " + provider + " exports no " + exportName;
        }
    }

    /** The components that would supply it need each other; {@code circle} names them, the first one again at the end. */
    record Circle(String importName, List<String> circle) implements LinkProblem {
        public Circle {
            circle = List.copyOf(circle);
        }

        @Override
        public String message() {
            return "import " + importName + ": the components import each other in a circle: "
                    + String.join(" → ", circle);
        }
    }

    /** The supplier's interface lacks a function or a resource; {@code item} says which. */
    record MissingItem(String importName, String item) implements LinkProblem {
        @Override
        public String message() {
            return "import " + importName + ": the supplier has no " + item;
        }
    }

    /** The interface has a resource, and what was given is a pool: a resource stays with the instance that made it. */
    record ResourceOfPool(String importName, String resource) implements LinkProblem {
        @Override
        public String message() {
            return "import " + importName + ": a pool of instances can't serve resource " + resource
                    + ", which stays with the instance that made it: link to one instance";
        }
    }

    /** A function has another type; {@code path} leads from it to the difference. */
    record TypeMismatch(String importName, String function, String path, String expected, String found)
            implements LinkProblem {
        @Override
        public String message() {
            return "import " + importName + " › function " + function + (path.isEmpty() ? "" : " › " + path)
                    + ": expected " + expected + ", found " + found;
        }
    }
}
