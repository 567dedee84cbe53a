package dev.kubewasm.node.app.kubelet;

import java.util.List;

/**
 * Who asks.
 *
 * @param name the user's
 * @param uid the user's; empty if there is none
 * @param groups the user's
 */
record Caller(String name, String uid, List<String> groups) {
    Caller {
        groups = List.copyOf(groups);
    }
}
