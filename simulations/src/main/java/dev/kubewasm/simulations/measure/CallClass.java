package dev.kubewasm.simulations.measure;

import com.fasterxml.jackson.annotation.JsonValue;

/** How far a call over a link goes. */
public enum CallClass {
    /** To a provider in the process of the consumer: a runtime node links both. */
    IN_PROCESS("inProcess"),
    /** To a provider on the consumer's node, which can't link Pods in one process. */
    SAME_NODE("sameNode"),
    /** To one on another node of the zone. */
    CROSS_NODE("crossNode"),
    /** To one in another zone. */
    CROSS_ZONE("crossZone"),
    /** To nobody: no provider has a node. */
    UNSERVED("unserved");

    private final String id;

    CallClass(String id) {
        this.id = id;
    }

    /** Its name in measures and reports. */
    @JsonValue
    public String id() {
        return id;
    }
}
