package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.ast.FuncSignature;
import dev.kubewasm.wit.ast.Id;
import dev.kubewasm.wit.ast.InterfaceMember;
import dev.kubewasm.wit.ast.PackagePath;
import dev.kubewasm.wit.ast.TypeBody;
import dev.kubewasm.wit.ast.UsePath;
import dev.kubewasm.wit.ast.WorldMember;
import dev.kubewasm.wit.grammar.WitParser;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.PackageName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.TerminalNode;

/** What stands in interfaces and worlds, out of the parse tree. */
final class MemberReader {
    private final TokenReader tokens;
    private final AttributeReader attributes;
    private final TypeReader types;
    private final Function<WitParser.UsePathContext, UsePath> usePath;

    MemberReader(TokenReader tokens, AttributeReader attributes, Function<WitParser.UsePathContext, UsePath> usePath) {
        this.tokens = tokens;
        this.attributes = attributes;
        this.types = new TypeReader(tokens);
        this.usePath = usePath;
    }

    List<InterfaceMember> interfaceMembers(List<WitParser.InterfaceMemberContext> contexts) {
        return contexts.stream().map(this::interfaceMember).toList();
    }

    private InterfaceMember interfaceMember(WitParser.InterfaceMemberContext context) {
        Attributes front = attributes.attributes(context.getStart(), context.gate());
        if (context.useItem() != null) {
            return use(context.useItem(), front);
        }
        if (context.typeItem() != null) {
            return type(context.typeItem(), front);
        }
        WitParser.FuncItemContext func = context.funcItem();
        return new InterfaceMember.Func(tokens.id(func.ID()), types.signature(func.funcType()), front);
    }

    List<WorldMember> worldMembers(List<WitParser.WorldMemberContext> contexts) {
        return contexts.stream().map(this::worldMember).toList();
    }

    private WorldMember worldMember(WitParser.WorldMemberContext context) {
        Attributes front = attributes.attributes(context.getStart(), context.gate());
        if (context.useItem() != null) {
            return use(context.useItem(), front);
        }
        if (context.typeItem() != null) {
            return type(context.typeItem(), front);
        }
        if (context.includeItem() != null) {
            return include(context.includeItem(), front);
        }
        WitParser.ExternItemContext extern = context.externItem();
        WorldMember.Direction direction =
                extern.IMPORT() != null ? WorldMember.Direction.IMPORT : WorldMember.Direction.EXPORT;
        return new WorldMember.Extern(direction, externKind(extern), front);
    }

    private WorldMember.ExternKind externKind(WitParser.ExternItemContext extern) {
        Id first = tokens.id(extern.ID());
        WitParser.ExternTypeContext rest = extern.externType();
        if (rest == null) {
            return new WorldMember.ExternKind.Path(new UsePath.Local(first));
        }
        if (rest.funcType() != null) {
            return new WorldMember.ExternKind.Func(first, types.signature(rest.funcType()));
        }
        if (rest.INTERFACE() != null) {
            return new WorldMember.ExternKind.Inline(first, interfaceMembers(rest.interfaceMember()));
        }
        List<TerminalNode> ids = rest.ID();
        return switch (ids.size()) {
            // name: interface;
            case 1 -> new WorldMember.ExternKind.NamedPath(first, new UsePath.Local(tokens.id(ids.getFirst())));
            // namespace:package/interface;
            case 2 -> new WorldMember.ExternKind.Path(full(first, tokens.id(ids.getFirst()), rest));
            // name: namespace:package/interface;
            default ->
                new WorldMember.ExternKind.NamedPath(
                        first, full(tokens.id(ids.getFirst()), tokens.id(ids.get(1)), rest));
        };
    }

    private UsePath full(Id namespace, Id name, WitParser.ExternTypeContext context) {
        Id id = tokens.id(context.ID(context.ID().size() - 1));
        PackageName pkg = new PackageName(
                namespace.name(),
                name.name(),
                Optional.ofNullable(context.version()).map(v -> tokens.version(v.VERSION())));
        return new UsePath.Full(
                new PackagePath(pkg, namespace.span().to(name.span())),
                id,
                namespace.span().to(id.span()));
    }

    private InterfaceMember.Use use(WitParser.UseItemContext context, Attributes front) {
        List<InterfaceMember.UseName> names = context.useName().stream()
                .map(name -> new InterfaceMember.UseName(
                        tokens.id(name.ID(0)),
                        name.AS() == null ? Optional.empty() : Optional.of(tokens.id(name.ID(1)))))
                .toList();
        return new InterfaceMember.Use(usePath.apply(context.usePath()), names, front);
    }

    private WorldMember.Include include(WitParser.IncludeItemContext context, Attributes front) {
        List<WorldMember.Rename> with = context.includeName().stream()
                .map(name -> new WorldMember.Rename(tokens.id(name.ID(0)), tokens.id(name.ID(1))))
                .toList();
        return new WorldMember.Include(usePath.apply(context.usePath()), with, front);
    }

    private InterfaceMember.TypeDecl type(WitParser.TypeItemContext context, Attributes front) {
        // A type item is one of six rules, whose second token is the name.
        ParserRuleContext item = context.getRuleContext(ParserRuleContext.class, 0);
        Id id = tokens.id(item.getToken(WitParser.ID, 0));
        return new InterfaceMember.TypeDecl(id, body(item), front);
    }

    private TypeBody body(ParserRuleContext item) {
        return switch (item) {
            case WitParser.AliasItemContext c -> new TypeBody.AliasBody(types.type(c.type()));
            case WitParser.RecordItemContext c ->
                new TypeBody.RecordBody(c.field().stream()
                        .map(f ->
                                new TypeBody.Field(tokens.id(f.ID()), types.type(f.type()), tokens.docs(f.getStart())))
                        .toList());
            case WitParser.VariantItemContext c ->
                new TypeBody.VariantBody(c.variantCase().stream()
                        .map(v -> new TypeBody.Case(
                                tokens.id(v.ID()), types.optional(v.type()), tokens.docs(v.getStart())))
                        .toList());
            case WitParser.EnumItemContext c -> new TypeBody.EnumBody(labels(c.label()));
            case WitParser.FlagsItemContext c -> new TypeBody.FlagsBody(labels(c.label()));
            case WitParser.ResourceItemContext c ->
                new TypeBody.ResourceBody(
                        c.resourceMember().stream().map(this::resourceFunc).toList());
            default -> throw new IllegalStateException("grammar alternative without a reader: " + item.getClass());
        };
    }

    private List<TypeBody.Label> labels(List<WitParser.LabelContext> contexts) {
        return contexts.stream()
                .map(label -> new TypeBody.Label(tokens.id(label.ID()), tokens.docs(label.getStart())))
                .toList();
    }

    private TypeBody.ResourceFunc resourceFunc(WitParser.ResourceMemberContext context) {
        Attributes front = attributes.attributes(context.getStart(), context.gate());
        if (context.CONSTRUCTOR() != null) {
            TerminalNode keyword = context.CONSTRUCTOR();
            return new TypeBody.ResourceFunc(
                    new Id(keyword.getText(), tokens.span(keyword)),
                    TypeBody.ResourceFunc.Kind.CONSTRUCTOR,
                    new FuncSignature(false, types.params(context.params()), types.optional(context.type())),
                    front);
        }
        return new TypeBody.ResourceFunc(
                tokens.id(context.ID()),
                context.STATIC() != null ? TypeBody.ResourceFunc.Kind.STATIC : TypeBody.ResourceFunc.Kind.METHOD,
                types.signature(context.funcType()),
                front);
    }
}
