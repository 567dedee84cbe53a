package dev.kubewasm.runtime.abi;

/** A component function at run time: what a component calls through an import, or an embedder through an export. */
public sealed interface ComponentFunction permits LiftedFunction, HostLinkedFunction {
    /** How its values are passed. */
    FunctionAbi abi();

    /** The resources that its type names. */
    ResourceTable resources();
}
