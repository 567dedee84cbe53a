package dev.kubewasm.wit.json;

import dev.kubewasm.wit.json.Listing.FunctionRow;
import dev.kubewasm.wit.json.Listing.Owner;
import dev.kubewasm.wit.json.Listing.ParamRow;
import dev.kubewasm.wit.json.Listing.TypeRow;
import dev.kubewasm.wit.model.Attributes;
import java.util.HashMap;
import java.util.Map;

/** Copies, for a world that includes another, of what the other defines: types with all they are made of, functions. */
final class Copies {
    private final TypeTable table;
    private final Owner from;
    private final Owner into;
    private final boolean foreign;
    private final Map<Ref.Id, Ref.Id> done;

    private Copies(TypeTable table, Owner from, Owner into, boolean foreign, Map<Ref.Id, Ref.Id> done) {
        this.table = table;
        this.from = from;
        this.into = into;
        this.foreign = foreign;
        this.done = done;
    }

    /** Copies of what belongs to {@code from}, a world of another package if that is {@code foreign}. */
    Copies(TypeTable table, Owner from, Owner into, boolean foreign) {
        this(table, from, into, foreign, new HashMap<>());
    }

    /** The copies of what belongs to {@code from} inside what is copied already. */
    Copies of(Owner from, Owner into) {
        return new Copies(table, from, into, foreign, done);
    }

    /** What stands in front of a copy. */
    Attributes attributes(Attributes original) {
        return foreign ? original.inAnotherPackage() : original;
    }

    /** The copy of a type. */
    Ref.Id type(Ref.Id id) {
        Ref.Id copy = done.get(id);
        if (copy == null) {
            TypeRow row = table.row(id);
            boolean alias = row.shape().label().equals("type");
            Shape shape = row.shape().map(part -> alias ? aliased(part) : ref(part));
            Owner owner = row.owner().equals(from) ? into : row.owner();
            copy = table.addCopy(new TypeRow(row.name(), shape, owner, attributes(row.attributes())));
            done.put(id, copy);
        }
        return copy;
    }

    private Ref ref(Ref part) {
        return part instanceof Ref.Id id ? type(id) : part;
    }

    /** What a type used from another interface stands for stays where it is. */
    private Ref aliased(Ref part) {
        return part instanceof Ref.Id id && table.row(id).owner().equals(from) ? type(id) : part;
    }

    /** The copy of a function, under {@code name}. */
    FunctionRow function(FunctionRow row, String name) {
        return new FunctionRow(
                name,
                row.kind(),
                row.resource().map(this::type),
                row.params().stream()
                        .map(param -> new ParamRow(param.name(), ref(param.type())))
                        .toList(),
                row.result().map(this::ref),
                attributes(row.attributes()));
    }
}
