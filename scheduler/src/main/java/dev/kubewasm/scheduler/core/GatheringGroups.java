package dev.kubewasm.scheduler.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the Pods that gather belong together, as far as their interfaces are known, and of which groups nothing is missing:
 * a member exports what another imports, and each import has such a member. Whoever joins costs what it brings, and groups that
 * become one the size of the smaller. Not safe for use by several threads.
 *
 * @param <P> the Pods
 */
final class GatheringGroups<P> {
    private final Map<String, Group<P>> byInterface = new HashMap<>();
    private final Map<P, Group<P>> byMember = new HashMap<>();
    /** Those of which nothing is missing; the one that nobody has joined for longest comes first. */
    private final Set<Group<P>> complete = new LinkedHashSet<>();

    private static final class Group<P> {
        final Set<P> members = new LinkedHashSet<>();
        final Set<String> imports = new HashSet<>();
        final Set<String> exports = new HashSet<>();
        final Set<String> missing = new HashSet<>();
        Instant joined = Instant.MIN;

        /** Providers alone lack nothing, and yet their consumers may be to come. */
        boolean isComplete() {
            return missing.isEmpty() && !imports.isEmpty();
        }

        int size() {
            return members.size() + imports.size() + exports.size();
        }

        void add(Set<String> moreImports, Set<String> moreExports) {
            imports.addAll(moreImports);
            exports.addAll(moreExports);
            missing.removeAll(moreExports);
        }
    }

    /** Somebody came at {@code now}, of whom it is known what links it. */
    void add(P member, LinkInterfaces links, Instant now) {
        Group<P> group = new Group<>();
        group.members.add(member);
        group.missing.addAll(links.imports());
        group.add(links.imports(), links.exports());
        // All before the first merge, which has these interfaces lead to what comes of it.
        Set<Group<P>> others = new LinkedHashSet<>();
        links.all().forEach(name -> Optional.ofNullable(byInterface.get(name)).ifPresent(others::add));
        for (Group<P> other : others) {
            group = merge(group, other);
        }
        Group<P> joined = group;
        links.all().forEach(name -> byInterface.put(name, joined));
        byMember.put(member, joined);
        joined.joined = now;
        complete.remove(joined);
        if (joined.isComplete()) {
            complete.add(joined);
        }
    }

    private Group<P> merge(Group<P> one, Group<P> other) {
        Group<P> larger = one.size() > other.size() ? one : other;
        Group<P> smaller = larger == one ? other : one;
        complete.remove(smaller);
        smaller.members.forEach(member -> byMember.put(member, larger));
        smaller.imports.forEach(name -> byInterface.put(name, larger));
        smaller.exports.forEach(name -> byInterface.put(name, larger));
        smaller.missing.stream().filter(name -> !larger.exports.contains(name)).forEach(larger.missing::add);
        larger.members.addAll(smaller.members);
        larger.add(smaller.imports, smaller.exports);
        return larger;
    }

    /** It gathers no more. What it brought still counts for those it came with. */
    void remove(P member) {
        Group<P> group = byMember.remove(member);
        if (group == null) {
            return;
        }
        group.members.remove(member);
        if (group.members.isEmpty()) {
            complete.remove(group);
            group.imports.forEach(byInterface::remove);
            group.exports.forEach(byInterface::remove);
        }
    }

    /** A Pod and those that are known to belong to it. */
    Set<P> with(P member) {
        Group<P> group = byMember.get(member);
        return group == null ? Set.of(member) : Set.copyOf(group.members);
    }

    /** Since when nobody has joined the complete group of which that is longest ago; empty if there is none. */
    Optional<Instant> quietest() {
        return complete.isEmpty()
                ? Optional.empty()
                : Optional.of(complete.iterator().next().joined);
    }

    /** The members of the complete groups that nobody has joined since {@code then}. */
    List<P> quietSince(Instant then) {
        List<P> members = new ArrayList<>();
        for (Group<P> group : complete) {
            if (group.joined.isAfter(then)) {
                break;
            }
            members.addAll(group.members);
        }
        return members;
    }
}
