package dev.kubewasm.wit.binary.types;

import java.util.List;

/**
 * A resource that a definition brings into a component's scope, and where its run-time identity comes from when that
 * definition is reached at instantiation.
 *
 * <ul>
 *   <li>by a resource type definition: {@code path} is empty; the resource is new with every instantiation;
 *   <li>by an import: {@code path} leads from the argument to the type: empty if the import is the type itself, else the
 *       export names to follow, instance by instance;
 *   <li>by a component instance: {@code path} leads from that instance;
 *   <li>by an export that is given a type: {@code path} leads from the exported item. It is a second identity for a
 *       resource that exists already.
 * </ul>
 *
 * @param resource how function and value types of this component speak of it
 * @param path export names to follow
 */
public record ResourceBinding(ResourceRef resource, List<String> path) {
    public ResourceBinding {
        path = List.copyOf(path);
    }
}
