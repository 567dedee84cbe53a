package dev.kubewasm.component;

import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.CoreExternType;
import dev.kubewasm.wit.binary.Definition;
import dev.kubewasm.wit.binary.types.CoreModuleReader;
import dev.kubewasm.wit.binary.world.NoWorldException;
import dev.kubewasm.wit.model.World;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What a component needs of whoever runs it, computed from its binary alone.
 *
 * @param world its imports and exports
 * @param modules its core modules in the order of the binary, those of nested components included
 */
public record ComponentRequirements(World world, List<CoreModuleNeeds> modules) {
    public ComponentRequirements {
        modules = List.copyOf(modules);
    }

    /**
     * What each instance of a core module takes.
     *
     * @param offset byte offset of the module in the component's binary
     * @param memories the memories that it defines
     * @param tables the tables that it defines
     */
    public record CoreModuleNeeds(int offset, List<CoreExternType.Memory> memories, List<CoreExternType.Table> tables) {
        public CoreModuleNeeds {
            memories = List.copyOf(memories);
            tables = List.copyOf(tables);
        }
    }

    /**
     * The requirements of a component.
     *
     * @throws dev.kubewasm.wit.binary.MalformedBinaryException if it isn't valid
     * @throws NoWorldException if it imports or exports what WIT can't say
     */
    public static ComponentRequirements of(Component component) {
        World world = ComponentWorlds.of(component);
        List<CoreModuleNeeds> modules = new ArrayList<>();
        collect(component, modules);
        return new ComponentRequirements(world, modules);
    }

    private static void collect(Component component, List<CoreModuleNeeds> modules) {
        for (Definition definition : component.definitions()) {
            switch (definition) {
                case Definition.OfCoreModule m -> {
                    CoreModuleReader.Outline outline = CoreModuleReader.read(m.module());
                    modules.add(new CoreModuleNeeds(m.offset(), outline.memories(), outline.tables()));
                }
                case Definition.OfComponent c -> collect(c.component(), modules);
                default -> {}
            }
        }
    }

    /**
     * The smallest size of all memories together, in bytes, if every module is instantiated once; {@link Long#MAX_VALUE}
     * if it doesn't fit a {@code long}.
     */
    public long minMemoryBytes() {
        BigInteger bytes = BigInteger.ZERO;
        for (CoreModuleNeeds module : modules) {
            for (CoreExternType.Memory memory : module.memories()) {
                BigInteger pages =
                        new BigInteger(Long.toUnsignedString(memory.limits().min()));
                bytes = bytes.add(pages.shiftLeft(memory.pageSizeLog2()));
            }
        }
        return bytes.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    }
}
