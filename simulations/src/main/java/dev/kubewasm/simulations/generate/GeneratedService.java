package dev.kubewasm.simulations.generate;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A service made up.
 *
 * @param name its name; it exports the interface {@code gen:NAME/api}
 * @param replicas of its Deployment
 * @param cpuMilli requested by each Pod
 * @param memoryMebibytes requested by each Pod
 * @param imports the services whose interface it imports, and the traffic to each (1 to 10000)
 */
public record GeneratedService(
        String name, int replicas, int cpuMilli, int memoryMebibytes, SortedMap<String, Integer> imports) {
    public GeneratedService {
        imports = Collections.unmodifiableSortedMap(new TreeMap<>(imports));
    }
}
