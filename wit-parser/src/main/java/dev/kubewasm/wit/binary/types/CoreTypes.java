package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.CoreTypeDefinition;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Core types as entries of an index space. */
public final class CoreTypes {
    private CoreTypes() {}

    /** Each type that a definition adds to the index space, in order. */
    static void flatten(CoreTypeDefinition definition, Consumer<CoreTypeDefinition> add) {
        if (definition instanceof CoreTypeDefinition.RecursiveGroup group) {
            group.members().forEach(add);
        } else {
            add.accept(definition);
        }
    }

    /** The function type that an entry is or declares, if it is one. */
    public static Optional<CoreTypeDefinition.FunctionType> function(@Nullable CoreTypeDefinition type) {
        return switch (type) {
            case CoreTypeDefinition.FunctionType f -> Optional.of(f);
            case CoreTypeDefinition.SubType s -> function(s.type());
            case null, default -> Optional.empty();
        };
    }
}
