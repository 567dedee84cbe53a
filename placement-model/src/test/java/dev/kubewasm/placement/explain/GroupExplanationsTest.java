package dev.kubewasm.placement.explain;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;

import dev.kubewasm.placement.Nodes;
import dev.kubewasm.placement.Pods;
import dev.kubewasm.placement.facts.Taint;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a user reads where a Pod and its providers find no node together. */
class GroupExplanationsTest {
    private static final List<Nodes> STANDARD =
            List.of(node("node-1"), node("node-2"), node("node-3").cpu(500));

    private static final String KEY_VALUE = "wasi:keyvalue/store@0.2.0";

    private static Pods catalog(int number) {
        return replica("catalog", number).runs(component(List.of(), List.of("a:b/c")));
    }

    private static Pods shop(int number) {
        return replica("shop", number).order(number).runs(component(List.of("a:b/c"), List.of()));
    }

    @Test
    void groupsThatDontFit() {
        Situations situations = new Situations();
        situations.add(
                "too large for every node",
                STANDARD,
                pod("model").cpu(3000).runs(component(List.of(), List.of("broken:large/model"))),
                pod("recommender").cpu(3000).runs(component(List.of("broken:large/model"), List.of())));
        situations.add(
                "too large for every node, its provider bound",
                STANDARD,
                pod("model").cpu(3000).on("node-1").runs(component(List.of(), List.of("broken:large/model"))),
                pod("recommender").cpu(3000).runs(component(List.of("broken:large/model"), List.of())));
        situations.add(
                "three Pods that have no room together",
                List.of(
                        node("node-1").cpu(900).hosts(KEY_VALUE),
                        node("node-2").cpu(800).hosts(KEY_VALUE),
                        node("node-3").hosts("wasi:io@0.2.12")),
                pod("a").cpu(400).runs(component(List.of("x:y/b", KEY_VALUE), List.of())),
                pod("b").cpu(400).selector("disk", "ssd").runs(component(List.of("x:y/c"), List.of("x:y/b"))),
                pod("c").cpu(400).runs(component(List.of(KEY_VALUE), List.of("x:y/c"))),
                pod("other").cpu(300).on("node-1"),
                pod("another").cpu(600).on("node-2"));
        situations.add(
                "three Pods too large for the nodes that have the host interface",
                List.of(
                        node("node-1").cpu(900).hosts(KEY_VALUE),
                        node("node-2").cpu(800).hosts(KEY_VALUE),
                        node("node-3").hosts("wasi:io@0.2.12")),
                pod("a").cpu(200).runs(component(List.of("x:y/b", KEY_VALUE), List.of())),
                pod("b").cpu(200).runs(component(List.of("x:y/c", KEY_VALUE), List.of("x:y/b"))),
                pod("c").cpu(1000).runs(component(List.of(KEY_VALUE), List.of("x:y/c"))));
        situations.add(
                "three Pods of which the nodes with the host interface have no room",
                List.of(
                        node("node-1").cpu(900).hosts(KEY_VALUE),
                        node("node-2").cpu(800).hosts(KEY_VALUE),
                        node("node-3").hosts("wasi:io@0.2.12")),
                pod("a").cpu(400).runs(component(List.of("x:y/b", KEY_VALUE), List.of())),
                replica("b", 1).cpu(400).runs(component(List.of("x:y/c"), List.of("x:y/b"))),
                replica("c", 1).cpu(400).runs(component(List.of(), List.of("x:y/c"))));
        situations.add(
                "room for it but for Pods of others",
                List.of(node("node-1").cpu(1000)),
                pod("other").cpu(500).on("node-1"),
                catalog(1).cpu(300),
                shop(1).cpu(300));
        situations.add(
                "a provider that isn't placed itself",
                STANDARD,
                pod("catalog").cpu(9000).runs(component(List.of(), List.of("a:b/c"))),
                pod("shop").runs(component(List.of("a:b/c"), List.of())));
        situations.add(
                "a provider whose own import fails",
                STANDARD,
                pod("catalog").runs(component(List.of("x:y/z"), List.of("a:b/c"))),
                pod("shop").runs(component(List.of("a:b/c"), List.of())));
        situations.check("groups.golden");
    }

    /** A provider that nobody makes another of. */
    private static Pods bare(String name) {
        return pod(name).cpu(100).runs(component(List.of(), List.of("x:y/" + name)));
    }

    @Test
    void consumersThatLackAProvider() {
        Situations situations = new Situations();
        situations.add(
                "more consumers than providers have room for",
                List.of(node("node-1").cpu(1500), node("node-2").cpu(1500)),
                catalog(1).cpu(500).on("node-1"),
                shop(1).cpu(1000),
                shop(2).cpu(1000));
        situations.add(
                "the provider's node is full, another would need a replica",
                List.of(node("node-1").cpu(600), node("node-2")),
                catalog(1).cpu(500).on("node-1"),
                shop(1));
        situations.add(
                "the provider's node is full, and it has no controller",
                List.of(node("node-1").cpu(600), node("node-2")),
                pod("other").cpu(300).on("node-1"),
                pod("catalog").cpu(250).on("node-1").runs(component(List.of(), List.of("a:b/c"))),
                pod("shop").runs(component(List.of("a:b/c"), List.of())));
        situations.add(
                "two providers would need a replica each",
                List.of(node("node-1").cpu(200), node("node-2").cpu(200), node("node-3")),
                catalog(1).cpu(150).on("node-1"),
                replica("rates", 1)
                        .cpu(150)
                        .runs(component(List.of(), List.of("x:y/z")))
                        .on("node-2"),
                pod("shop").runs(component(List.of("a:b/c", "x:y/z"), List.of())));
        situations.add(
                "two of three providers are in the way",
                List.of(node("node-1").cpu(300), node("node-2").cpu(300)),
                bare("a").on("node-1"),
                bare("b").on("node-2"),
                bare("c").on("node-2"),
                pod("shop").cpu(100).runs(component(List.of("x:y/a", "x:y/b", "x:y/c"), List.of())),
                pod("other").cpu(100).on("node-2"));
        situations.add(
                "the node with the provider is cordoned",
                List.of(node("node-1").cordoned(), node("node-2")),
                pod("catalog").on("node-1").runs(component(List.of(), List.of("a:b/c"))),
                pod("shop").runs(component(List.of("a:b/c"), List.of())));
        situations.add(
                "the provider doesn't tolerate the nodes of its consumer",
                List.of(
                        node("node-1").taint("shop", "", Taint.Effect.NO_SCHEDULE),
                        node("node-2").label("tier", "back")),
                catalog(1).selector("tier", "back"),
                replica("shop", 1).selector("tier", "front").runs(component(List.of("a:b/c"), List.of())));
        situations.add(
                "a runtime class that can't link",
                List.of(node("node-1").runtime("wasmtime"), node("node-2")),
                replica("catalog", 1).selector("kube-wasm/runtime", "jvm").runs(component(List.of(), List.of("a:b/c"))),
                pod("calc").selector("kube-wasm/runtime", "wasmtime").runs(component(List.of("a:b/c"), List.of())));
        situations.add(
                "nodes that don't link containers",
                List.of(node("node-1").runtime("wasmtime")),
                pod("pair").runs(component(List.of("x:y/z"), List.of())).runs(component(List.of(), List.of("x:y/z"))));
        situations.check("providers.golden");
    }
}
