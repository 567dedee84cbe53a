package dev.kubewasm.component;

import dev.kubewasm.component.core.CoreFeature;
import dev.kubewasm.component.core.CoreFeatureScan;
import dev.kubewasm.wit.binary.CanonicalFunction;
import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.CoreExternType;
import dev.kubewasm.wit.binary.Declarator;
import dev.kubewasm.wit.binary.Definition;
import dev.kubewasm.wit.binary.TypeDefinition;
import dev.kubewasm.wit.binary.types.CoreModuleReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a component needs of whoever runs it, computed from its binary alone.
 *
 * @param world its imports and exports, as far as WIT can say them
 * @param modules its core modules in the order of the binary, those of nested components included
 * @param async whether it uses the asynchronous ABI
 */
public record ComponentRequirements(WitWorld world, List<CoreModuleNeeds> modules, boolean async) {
    public ComponentRequirements {
        modules = List.copyOf(modules);
    }

    /**
     * What each instance of a core module takes.
     *
     * @param offset byte offset of the module in the component's binary
     * @param memories the memories that it defines
     * @param tables the tables that it defines
     * @param features what its code and its sections use of WebAssembly
     */
    public record CoreModuleNeeds(
            int offset,
            List<CoreExternType.Memory> memories,
            List<CoreExternType.Table> tables,
            Set<CoreFeature> features) {
        public CoreModuleNeeds {
            memories = List.copyOf(memories);
            tables = List.copyOf(tables);
            features = Collections.unmodifiableSet(new TreeSet<>(features));
        }
    }

    /**
     * The requirements of a component.
     *
     * @throws dev.kubewasm.wit.binary.MalformedBinaryException if it isn't valid, or the code of a core module can't be read
     */
    public static ComponentRequirements of(Component component) {
        WitWorld world = ComponentWorlds.asFarAsSaid(component);
        List<CoreModuleNeeds> modules = new ArrayList<>();
        boolean[] async = {false};
        collect(component, modules, async);
        return new ComponentRequirements(world, modules, async[0]);
    }

    private static void collect(Component component, List<CoreModuleNeeds> modules, boolean[] async) {
        for (Definition definition : component.definitions()) {
            switch (definition) {
                case Definition.OfCoreModule m -> {
                    CoreModuleReader.Outline outline = CoreModuleReader.read(m.module());
                    modules.add(new CoreModuleNeeds(
                            m.offset(), outline.memories(), outline.tables(), CoreFeatureScan.of(m.module())));
                }
                case Definition.OfComponent c -> collect(c.component(), modules, async);
                case Definition.OfCanonical c -> async[0] |= isAsync(c.function());
                case Definition.OfType t -> async[0] |= isAsync(t.type());
                default -> {}
            }
        }
    }

    private static boolean isAsync(CanonicalFunction function) {
        return switch (function) {
            case CanonicalFunction.Lift lift -> lift.options().async();
            case CanonicalFunction.Lower lower -> lower.options().async();
            case CanonicalFunction.Builtin ignored -> true;
            case CanonicalFunction.ResourceNew ignored -> false;
            case CanonicalFunction.ResourceDrop ignored -> false;
            case CanonicalFunction.ResourceRep ignored -> false;
        };
    }

    private static boolean isAsync(TypeDefinition type) {
        return switch (type) {
            case TypeDefinition.FunctionType f -> f.async();
            case TypeDefinition.StreamType ignored -> true;
            case TypeDefinition.FutureType ignored -> true;
            case TypeDefinition.ComponentType c -> declareAsync(c.declarators());
            case TypeDefinition.InstanceType i -> declareAsync(i.declarators());
            default -> false;
        };
    }

    private static boolean declareAsync(List<Declarator> declarators) {
        return declarators.stream().anyMatch(d -> d instanceof Declarator.OfType t && isAsync(t.type()));
    }

    /** The features that its modules use, and {@link CoreFeature#CM_ASYNC} if the component does. */
    public Set<CoreFeature> features() {
        Set<CoreFeature> all = new TreeSet<>();
        modules.forEach(module -> all.addAll(module.features()));
        if (async) {
            all.add(CoreFeature.CM_ASYNC);
        }
        return Collections.unmodifiableSet(all);
    }

    /**
     * The smallest number of elements of all tables together, if every module is instantiated once;
     * {@link Long#MAX_VALUE} if it doesn't fit a {@code long}.
     */
    public long minTableElements() {
        BigInteger elements = BigInteger.ZERO;
        for (CoreModuleNeeds module : modules) {
            for (CoreExternType.Table table : module.tables()) {
                elements = elements.add(
                        new BigInteger(Long.toUnsignedString(table.limits().min())));
            }
        }
        return elements.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
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
