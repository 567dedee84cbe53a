package dev.kubewasm.wit.binary.types;

import dev.kubewasm.wit.binary.CoreExternType;
import dev.kubewasm.wit.binary.CoreTypeDefinition;

/** The type of a core item; function types resolved. */
public sealed interface CoreItemType {
    /** A core function. */
    record CoreFunction(CoreTypeDefinition.FunctionType type) implements CoreItemType {}

    /** A tag with its parameters. */
    record CoreTag(CoreTypeDefinition.FunctionType type) implements CoreItemType {}

    /** A table. */
    record CoreTable(CoreExternType.Table type) implements CoreItemType {}

    /** A memory. */
    record CoreMemory(CoreExternType.Memory type) implements CoreItemType {}

    /** A global. */
    record CoreGlobal(CoreExternType.Global type) implements CoreItemType {}
}
