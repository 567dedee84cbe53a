package dev.kubewasm.cli.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code --call} names: {@code [NAMESPACE/]WORKLOAD-OR-POD/FUNC[(ARGUMENTS)]}.
 *
 * @param namespace the namespace, if one is given
 * @param workload the name of a workload or of a Pod
 * @param function a function of the world ({@code run}) or of an exported interface
 *     ({@code example:pricing/calculator#calculate})
 * @param arguments WAVE text between the parentheses, empty if there are none
 */
record CallTarget(Optional<String> namespace, String workload, String function, String arguments) {
    static final String SYNTAX = "[NAMESPACE/]WORKLOAD-OR-POD/FUNC[(ARGUMENTS)]";

    /**
     * Reads the text of a {@code --call}.
     *
     * @throws IllegalArgumentException when it is not of that form; the message says what is missing
     */
    static CallTarget parse(String text) {
        int open = text.indexOf('(');
        if (open >= 0 && !text.endsWith(")")) {
            throw new IllegalArgumentException("'" + text + "': the arguments lack their closing `)`");
        }
        String head = open < 0 ? text : text.substring(0, open);
        String arguments = open < 0 ? "" : text.substring(open + 1, text.length() - 1);
        int hash = head.lastIndexOf('#');
        List<String> segments = Arrays.asList((hash < 0 ? head : head.substring(0, hash)).split("/", -1));
        int owner = segments.size() - (hash < 0 ? 1 : interfaceSegments(segments));
        if (owner < 1 || owner > 2 || segments.stream().anyMatch(String::isBlank) || head.endsWith("#")) {
            throw new IllegalArgumentException("'" + text + "' is not of the form " + SYNTAX
                    + ", for example storefront/run or calculator/example:pricing/calculator#calculate([\"a\"])");
        }
        String function =
                String.join("/", segments.subList(owner, segments.size())) + (hash < 0 ? "" : head.substring(hash));
        return new CallTarget(
                owner == 2 ? Optional.of(segments.getFirst()) : Optional.empty(),
                segments.get(owner - 1),
                function,
                arguments);
    }

    /** {@code namespace:package/interface} spans two segments, an instance with a plain name one. */
    private static int interfaceSegments(List<String> segments) {
        return segments.size() >= 2 && segments.get(segments.size() - 2).contains(":") ? 2 : 1;
    }
}
