package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.wit.model.Interface;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.World.WorldItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An interface that a container of a template exports. */
record Export(Template template, String container, ComponentFacts component, InterfaceName name, Interface type) {

    /** What one container exports. */
    static List<Export> of(Template template, String container, ComponentFacts component) {
        List<Export> exports = new ArrayList<>();
        component.world().exports().forEach((key, item) -> {
            Optional<InterfaceName> name = InterfaceName.parse(key);
            if (name.isPresent() && item instanceof WorldItem.OfInterface(Interface type, var ignored)) {
                exports.add(new Export(template, container, component, name.get(), type));
            }
        });
        return exports;
    }
}
