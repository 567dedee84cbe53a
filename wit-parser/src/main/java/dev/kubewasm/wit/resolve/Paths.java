package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.InterfaceMember;
import dev.kubewasm.wit.ast.TopLevelItem;
import dev.kubewasm.wit.ast.UsePath;
import dev.kubewasm.wit.ast.WorldMember;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The paths that items name others by. */
final class Paths {
    private Paths() {}

    /**
     * Every path in {@code item}, in the order written; of a world, those of imports after those of uses and includes,
     * and those of exports last, as printing has them.
     */
    static List<UsePath> of(TopLevelItem item) {
        return switch (item) {
            case TopLevelItem.TopLevelUse use -> List.of(use.path());
            case TopLevelItem.InterfaceDecl decl -> ofMembers(decl.members()).toList();
            case TopLevelItem.WorldDecl decl ->
                decl.members().stream()
                        .sorted(Comparator.comparingInt(Paths::rank))
                        .flatMap(Paths::ofMember)
                        .toList();
        };
    }

    private static int rank(WorldMember member) {
        if (!(member instanceof WorldMember.Extern extern)) {
            return 0;
        }
        return extern.direction() == WorldMember.Direction.IMPORT ? 1 : 2;
    }

    /** The worlds that {@code world} includes. */
    static Stream<UsePath> included(TopLevelItem.WorldDecl world) {
        return world.members().stream()
                .filter(WorldMember.Include.class::isInstance)
                .map(member -> ((WorldMember.Include) member).path());
    }

    private static Stream<UsePath> ofMembers(List<InterfaceMember> members) {
        return members.stream()
                .filter(InterfaceMember.Use.class::isInstance)
                .map(member -> ((InterfaceMember.Use) member).path());
    }

    private static Stream<UsePath> ofMember(WorldMember member) {
        return switch (member) {
            case InterfaceMember.Use use -> Stream.of(use.path());
            case InterfaceMember.TypeDecl ignored -> Stream.empty();
            case WorldMember.Include include -> Stream.of(include.path());
            case WorldMember.Extern extern ->
                switch (extern.kind()) {
                    case WorldMember.ExternKind.Path path -> Stream.of(path.path());
                    case WorldMember.ExternKind.NamedPath path -> Stream.of(path.path());
                    case WorldMember.ExternKind.Inline inline -> ofMembers(inline.members());
                    case WorldMember.ExternKind.Func ignored -> Stream.empty();
                };
        };
    }
}
