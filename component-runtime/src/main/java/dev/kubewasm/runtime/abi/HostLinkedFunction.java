package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostFunction;

/**
 * A function of the host as an instance imports it.
 *
 * @param name interface and function, for messages
 * @param abi by the type that the component imports
 * @param resources of the importing instance
 * @param function the implementation
 * @param context what the importing instance may use
 */
public record HostLinkedFunction(
        String name, FunctionAbi abi, ResourceTable resources, HostFunction function, HostContext context)
        implements ComponentFunction {}
