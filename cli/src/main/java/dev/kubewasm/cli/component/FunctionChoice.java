package dev.kubewasm.cli.component;

import dev.kubewasm.wit.model.InterfaceName;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which exported function a name means. */
final class FunctionChoice {
    private FunctionChoice() {}

    /**
     * The full name of the one function that {@code wanted} names: in full, without the version of its interface, or by the
     * function alone.
     *
     * @throws IllegalArgumentException if there is none, or more than one; the message lists what there is
     */
    static String choose(String wanted, List<String> exported) {
        if (exported.contains(wanted)) {
            return wanted;
        }
        List<String> unversioned = matching(exported, name -> unversioned(name).equals(wanted));
        List<String> found = unversioned.isEmpty()
                ? matching(exported, name -> function(name).equals(wanted))
                : unversioned;
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new IllegalArgumentException(
                found.isEmpty()
                        ? "it exports no function `" + wanted + "`"
                                + (exported.isEmpty() ? " and no other" : "; it exports: " + list(exported))
                        : "several functions are named `" + wanted + "`: " + list(found));
    }

    private static List<String> matching(List<String> names, Predicate<String> which) {
        return names.stream().filter(which).toList();
    }

    private static String list(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static String unversioned(String name) {
        int hash = name.indexOf('#');
        Optional<InterfaceName> owner = hash < 0 ? Optional.empty() : InterfaceName.parse(name.substring(0, hash));
        return owner.map(o -> o.unversioned() + name.substring(hash)).orElse(name);
    }

    private static String function(String name) {
        return name.substring(name.lastIndexOf('#') + 1);
    }
}
