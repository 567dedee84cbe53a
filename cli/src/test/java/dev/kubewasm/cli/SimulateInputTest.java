package dev.kubewasm.cli;

import static dev.kubewasm.cli.CommandLineRun.simulate;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code kube-wasm simulate run} reads, and how it refuses what it can't use. */
class SimulateInputTest {
    private static final Path SIMULATIONS = ProjectRoot.path().resolve("simulations");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is empty",
                "name: x | scenario.txt: one of `manifests`, `rasa`, `openb` and `generate` must be given",
                "'openb: {nodes: none.csv, pods: none.csv}' | none.csv: no such file",
                "'generate: {pools: []}' | `generate`: nodes is 0, must be 1 to 5000",
                "'generate: {services: -5, pools: [{name: a, nodes: 1, cpu: 1, memory: 1Gi}]}' | `generate`: services is -5, must be 1 to 5000",
                "'generate: {pools: [{name: a, nodes: 1, cpu: -1, memory: 1Gi}]}' | `generate`: `cpu` is '-1', must be a quantity",
                "'manifests: CLUSTER\nwhatIf: [{name: x, podsPerNode: 0}]' | `whatIf[0]`: `podsPerNode` is 0, must be 1 to 10000",
                "'manifests: .\nlatency: {crossNode: -1}' | `latency` must be microseconds, none of them negative",
                "'manifests: [' | scenario.txt:1: field `manifests`",
                "'manifests: .\nstrategies: [best]' | `strategies`: there is no 'best', but kube-wasm, kube-wasm-offline, kube-scheduler",
                "'manifests: .\nstrategies: []' | `strategies` is empty",
                "'manifests: .\nstandardNodes: -1' | `standardNodes` is -1, must be 1 to 5000",
                "'manifests: .\nstepLimit: -1' | the step limit is -1, must be 0 or more",
                "'manifests: .\nweights: {speed: 1}' | there is no soft constraint 'speed'",
                "'manifests: .\nfailIf: pods>1' | `failIf`: 'pods' is no measure",
                "'manifests: .\n---\nmanifests: .' | scenario.txt",
                "'manifests: nowhere' | nowhere: no such file or folder",
                "'manifests: CLUSTER\ntimeline: {cycle: 1s}' | scenario.txt:2: field `timeline.until`: Missing required creator property 'until'",
                "'manifests: CLUSTER\ntimeline: {until: forever}' | `timeline`: `until`: 'forever' is not a duration",
                "'manifests: CLUSTER\ntimeline: {until: 1h, events: [{at: 1m, drain: n9}]}' | `timeline.events[0]`: there is no node n9",
                "'manifests: CLUSTER\ntimeline: {until: 1h, events: [{at: 1m}]}' | `timeline.events[0]`: it has 0 of scale, upgrade, drain",
                "'manifests: CLUSTER\ntimeline: {until: 1h, arrivals: [{like: deployment/x, perHour: 1}]}' | `timeline.arrivals[0]`: there is no workload default/deployment/x",
                "'manifests: CLUSTER\ntimeline: {until: 1h, failures: [{perHour: -1}]}' | `timeline.failures[0]`: `perHour` is -1.0, must be more than 0",
                "'manifests: CLUSTER\ntimeline: {until: 8000h, failures: [{perHour: 1000}]}' | at most 5000000 are simulated",
                "'manifests: CLUSTER\ntimeline: {until: 999999999h}' | `timeline`: `until` is 999999999h, must be at most 8784h, a year",
                "'manifests: CLUSTER\ntimeline:\n  until:\n' | scenario.txt:3: field `timeline.until` has no value",
                "'manifests: CLUSTER\ntimeline: {until: 1h, events: [{at: , drain: node-1}]}' | scenario.txt:2: field `timeline.events[0].at` has no value",
                "'manifests: CLUSTER\ntimeline: {until: 1h, failures: [{perHour: }]}' | scenario.txt:2: field `timeline.failures[0].perHour` has no value",
                "'manifests: CLUSTER\nwhatIf:\n- {name: x, links: none}\n-\n' | scenario.txt:4: field `whatIf[1]` has no value",
                "'manifests: CLUSTER\nwhatIf:\n- {name: x, removeNodes: [node-1, ]}\n- {name: y, removeNodes: [null]}\n' | scenario.txt:4: field `whatIf[1].removeNodes[0]` has no value",
                "'manifests: CLUSTER\nstrategies:\n-\n' | scenario.txt:3: field `strategies[0]` has no value",
                "'manifests: CLUSTER\nweights: {nodeInUse: }' | scenario.txt:2: field `weights.nodeInUse` has no value",
                "'generate:\n  pools:\n' | scenario.txt:2: field `generate.pools` has no value",
                "'---\nnull' | scenario.txt: there is nothing in it",
                "'manifests: CLUSTER\nmigrate: {workloads: [{of: }]}' | scenario.txt:2: field `migrate.workloads[0].of` has no value",
                "'manifests: CLUSTER\ntimeline: {until: 24h, arrivals: [{like: deployment/front, perHour: 100000, lifetime: 100h}]}'"
                        + " | Pods would wait for a node at the end, more than 50000: the cluster is too small",
                "'manifests: CLUSTER\nwhatIf: [{name: x}]' | `whatIf[0]`: nothing is otherwise",
                "'manifests: CLUSTER\nwhatIf: [{name: x, containers: [deployment/none]}]' | `whatIf[0]`: there is no workload default/deployment/none",
                "'manifests: CLUSTER\nmigrate: {steps: 0}' | `migrate`: `steps` is 0, must be 1 to 100",
                "'manifests: CLUSTER\nmigrate: {by: [time]}' | `migrate`: `by` has 'time', but there are cost, nodes, traffic, cpu, memory",
                "'manifests: CLUSTER\nmigrate: {by: []}' | `migrate`: nothing is to be saved",
                "'manifests: CLUSTER\nmigrate: {workloads: []}' | `migrate`: no workload is to be moved",
                "'manifests: CLUSTER\nmigrate: {workloads: [{of: deployment/x}]}' | `migrate`: there is no workload default/deployment/x",
                "'manifests: CLUSTER\nmigrate: {workloads: [{of: deployment/front}, {of: deployment/front}]}' | `migrate`: `workloads`: deployment/front is there twice",
                "'manifests: CLUSTER\nmigrate: {requests: {cpu: x}}' | `migrate`: `cpu` is 'x', must be a quantity",
                "'manifests: CLUSTER\nmigrate: {}\ntimeline: {until: 1h}' | `migrate` places Pods once, and can't be given beside `timeline`",
                "'rasa: none.json' | none.json: no such file; --data names the folder that has it",
                "'manifests: CLUSTER\nwhatIf: [{name: x, removeZone: moon}]' | `whatIf[0]`: no node is in zone moon",
                "'manifests: CLUSTER\nwhatIf: [{name: x, nodeShape: {cpu: -1}}]' | `whatIf[0]`: `cpu` is '-1', must be a quantity",
                "'manifests: CLUSTER\nwhatIf: [{name: x, links: always}]' | `whatIf[0]`: `links`: 'always' is no policy: write required, preferred or none",
                "'manifests: CLUSTER\nwhatIf: [{name: x, links: \"a:b/c=none\"}]' | `whatIf[0]`: `links`: nobody imports a:b/c",
                "'manifests: CLUSTER\nwhatIf: [{name: x, wit: \"package a:b; world w {}\"}]' | `whatIf[0]`: `wit` needs `of`, the workload that is a component then",
                "'manifests: CLUSTER\nwhatIf: [{name: x, of: deployment/batch, wit: \"package a:b; world w {\"}]' | `whatIf[0]`: wit:1:",
                "'manifests: CLUSTER\nprices: [{perCpu: 1}, {cpu: 4}]' | `prices[1]`: it has none of cost, perCpu, perGi",
                "'manifests: CLUSTER\nprices: [{cpu: x, cost: 1}]' | `prices[0]`: `cpu` is 'x', must be a quantity",
                "'manifests: CLUSTER\nprices: [{cost: -1}]' | `prices[0]`: `cost` is -1.0, must be from 0 to 1000000",
                "'manifests: CLUSTER\nprices: [{cpu: 4, cost: 1}]\nwhatIf: [{name: x, nodeShape: {cpu: 8}}]' | `prices` has none for node-0 in its other shape",
                "'manifests: CLUSTER\nwhatIf: [{name: x, nodeShape: {cpu: 8, cost: 1e9}}]' | `whatIf[0]`: `cost` is 1.0E9, must be from 0 to 1000000",
                "'manifests: CLUSTER\ntimeline: {until: 1h, events: [{at: 1m, scale: daemonset/x, replicas: 1}]}' | `timeline.events[0]`: there is no workload default/daemonset/x",
            })
    void aBadScenarioIsRefusedByNameAndNothingIsWritten(String text, String message) throws IOException {
        Path scenario = folder.resolve("scenario.txt");
        Files.writeString(
                scenario,
                text.replace("CLUSTER", SIMULATIONS.resolve("day/cluster").toString()));
        Path report = folder.resolve("report.html");

        CommandLineRun run = simulate(scenario, "--report", report.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message);
        assertThat(report).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'apiVersion: v1\nkind: Pod\nmetadata: {name: a\nspec:' | cluster.yaml:4: not YAML",
                "'apiVersion: v2\nkind: Pod\nmetadata: {name: a}' | cluster.yaml:1: `Pod` of API version `v2` is not supported by simulate, but that of `v1` is",
                "'apiVersion: v1\nkind: Node\nmetadata: {name: a}\nstatus: {allocatable: {cpu: -4}}' | `status.allocatable.cpu` is '-4', must not be negative",
                "'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: m, image: x, resources: {requests: {memory: -1Gi}}}]}' | resources.requests.memory` is '-1Gi', must not be negative",
            })
    void aBadClusterIsRefusedByFileAndLineAndNothingIsWritten(String yaml, String message) throws IOException {
        Path cluster = Files.createDirectory(folder.resolve("cluster"));
        Files.writeString(cluster.resolve("cluster.yaml"), yaml);
        Path report = folder.resolve("report.html");

        CommandLineRun run = simulate(cluster, "--report", report.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message);
        assertThat(report).doesNotExist();
    }

    @Test
    void unknownFieldsArePassedOverAndNamed() throws IOException {
        Path cluster = Files.writeString(folder.resolve("cluster.yaml"), """
                {apiVersion: v1, kind: Pod, metadata: {name: a},
                 spec: {schedulrName: x, containers: [{name: m, image: x}]}}
                """);
        Path scenario = Files.writeString(folder.resolve("scenario.txt"), """
                manifests: cluster.yaml
                strategys: [random]
                whatIf:
                - {name: x, links: none, off: 1}
                """);

        CommandLineRun run = simulate(scenario);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err().lines())
                .contains(
                        scenario + ":2: unknown field `strategys`; did you mean `strategies`?; it is passed over",
                        scenario + ":4: unknown field `off` in whatIf[0]; did you mean `of`?; it is passed over",
                        cluster
                                + ":2: unknown field `schedulrName` in spec; did you mean `schedulerName`?; it is passed over");
    }

    /** A field that is known but means nothing where it is, and an event that never comes. */
    @Test
    void whatIsSaidInVainIsPassedOverAndNamed() throws IOException {
        Path scenario =
                Files.writeString(folder.resolve("scenario.txt"), """
                manifests: %s
                strategies: [first-fit]
                timeline:
                  until: 1h
                  arrivals: [{like: deployment/front, perHour: 1, peak: 15h}]
                  events:
                  - {at: 61m, drain: node-0}
                  - {at: 1m, drain: node-0, returns: 5m, replicas: 3}
                  - {at: 2m, fail: node-1, returns: 5m, like: node-0, warning: 1m}
                  - {at: 3m, upgrade: deployment/front, notice: 1m}
                whatIf:
                - {name: x, removeZone: b, of: deployment/front, like: node-0}
                """.formatted(SIMULATIONS.resolve("day/cluster")));

        CommandLineRun run = simulate(scenario);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err().lines().filter(line -> line.contains("`: ")))
                .containsExactly(
                        scenario + ": `timeline.events[0]`: it would be at 61m, after `until`, and doesn't happen",
                        scenario + ": `timeline.events[1]`: `replicas` belongs to `scale`; it is passed over",
                        scenario
                                + ": `timeline.events[1]`: `returns` belongs to `fail` and `reclaim`; it is passed over",
                        scenario + ": `timeline.events[2]`: `like` belongs to `addNodes`; it is passed over",
                        scenario + ": `timeline.events[2]`: `warning` belongs to `reclaim`; it is passed over",
                        scenario + ": `timeline.events[3]`: `notice` belongs to `fail`; it is passed over",
                        scenario + ": `timeline.arrivals[0]`: `peak` belongs to `daily`; it is passed over",
                        scenario + ": `whatIf[0]`: `like` belongs to `addNodes`; it is passed over",
                        scenario + ": `whatIf[0]`: `of` belongs to `links`, `wit` and `requests`; it is passed over");
    }

    @Test
    void podsThatBelongToTheirNodesAreNotScaled() throws IOException {
        Files.writeString(folder.resolve("cluster.yaml"), """
                apiVersion: v1
                kind: Node
                metadata: {name: a}
                status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110"}}
                ---
                apiVersion: v1
                kind: Pod
                metadata:
                  name: agent-1
                  ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: agent, uid: u, controller: true}]
                spec: {nodeName: a, containers: [{name: main, image: x.example/agent}]}
                """);
        Path scenario = folder.resolve("scenario.txt");
        Files.writeString(
                scenario,
                "manifests: .\ntimeline: {until: 1h, events: [{at: 1m, scale: daemonset/agent, replicas: 2}]}\n");

        assertThat(simulate(scenario).err())
                .endsWith(
                        "`timeline.events[0]`: the Pods of default/daemonset/agent belong to their nodes: there are as"
                                + " many as nodes\n");
    }

    @Test
    void noReportTakesThePlaceOfAFolder() throws IOException {
        Path report = Files.createDirectory(folder.resolve("report"));

        CommandLineRun run = simulate(ProjectRoot.path().resolve("examples/pricing"), "--report", report.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo(report + ": is a folder\n");
        assertThat(report).isEmptyDirectory();
    }

    /** Half of the providers with each consumer: what the formula of the paper says of the placement that is printed. */
    @Test
    void aRasaInstanceIsRunFromItsFile() throws IOException {
        Path instance = folder.resolve("tiny.json");
        Files.writeString(instance, """
                {"ServiceList": [
                   {"Service": "A", "RequestCPU": 0.1, "RequestMem": 0.1, "ContainerList": ["a1", "a2"], "CompatibleMachines": "*"},
                   {"Service": "B", "RequestCPU": 0.1, "RequestMem": 0.1, "ContainerList": ["b1"], "CompatibleMachines": "*"}],
                 "MachineList": [
                   {"MachineIP": "m0", "TotalCPU": 0.2, "TotalMem": 0.2, "InitialDeployingContainers": ["a1", "a2"]},
                   {"MachineIP": "m1", "TotalCPU": 0.2, "TotalMem": 0.2, "InitialDeployingContainers": ["b1"]}],
                 "TrafficList": [{"Service1": "A", "Service2": "B", "Traffic": 1.0}]}
                """);

        CommandLineRun run = simulate(instance, "-o", "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("nodes").asInt()).isEqualTo(2);
        for (JsonNode strategy : json.path("strategies")) {
            JsonNode measures = strategy.path("measures");
            assertThat(measures.path("placed").asInt()).isEqualTo(3);
            // B has one replica: with one of two of A it gains a half, alone nothing.
            assertThat(measures.path("gainedAffinity").asDouble())
                    .isEqualTo(measures.path("inProcess").asInt() == 1 ? 0.5 : 0);
        }
        assertThat(json.path("strategies")
                        .path(0)
                        .path("measures")
                        .path("inProcess")
                        .asInt())
                .isEqualTo(1);
    }

    /** The nodes are in the file beside it; the GPU that no node has enough of leaves its Pod waiting. */
    @Test
    void openbIsRunFromItsFiles() throws IOException {
        Files.writeString(folder.resolve("openb_node_list_all_node.csv"), """
                sn,cpu_milli,memory_mib,gpu,model
                n0,32000,262144,0,
                n1,64000,262144,2,P100
                """);
        Path pods = folder.resolve("openb_pod_list_default.csv");
        Files.writeString(pods, """
                name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time
                p0,12000,16384,1,460,,LS,Running,0,12537496,0
                p1,6000,12288,1,600,T4|P100,LS,Running,427061,12902960,427061
                p2,6000,12288,4,1000,,LS,Running,427062,12902960,427061
                p3,6000,12288,1,1000,T4,LS,Running,427063,12902960,427061
                p4,40000,12288,0,0,,BE,Running,427064,12902960,427061
                """);

        CommandLineRun run = simulate(pods, "-o", "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        for (JsonNode strategy : new ObjectMapper().readTree(run.out()).path("strategies")) {
            assertThat(strategy.path("unplaced").findValuesAsText("pod")).containsExactly("default/p2", "default/p3");
        }
        Files.writeString(pods, "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,creation_time\np0,-5,1,0,0,,0\n");
        assertThat(simulate(pods).err())
                .endsWith(pods + ":2: field `cpu_milli` is '-5', must be a whole number, 0 or more\n");
    }

    @Test
    void aMissingScenarioIsUnusable() {
        assertThat(simulate(folder.resolve("none.yaml")).err()).endsWith("none.yaml: no such file\n");
    }
}
