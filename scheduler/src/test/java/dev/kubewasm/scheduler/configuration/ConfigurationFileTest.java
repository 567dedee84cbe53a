package dev.kubewasm.scheduler.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.scheduler.configuration.ConfigurationFile.InvalidException;
import dev.kubewasm.scheduler.core.QueueSettings;
import dev.kubewasm.scheduler.core.SchedulerSettings;
import dev.kubewasm.scheduler.core.SchedulingProfile;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import dev.kubewasm.scheduler.framework.plugins.DefaultSpread;
import dev.kubewasm.scheduler.framework.plugins.IgnoredResources;
import dev.kubewasm.scheduler.framework.plugins.ScoringStrategy;
import dev.kubewasm.scheduler.framework.profile.PreemptionSettings;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationFileTest {
    private static final String HEAD = "apiVersion: kube-wasm/v1alpha1\nkind: SchedulerConfiguration\n";

    @TempDir
    Path folder;

    @Test
    void namesThePlaceOfTheFieldAndNotWhereItsObjectEnds() {
        assertThatThrownBy(() ->
                        read(HEAD + "profiles:\n- schedulerName: one\n  sed: 1\n  stepLimit: 1\nserver:\n  port: 1\n"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("test.yaml:5:3: profiles[0].sed: unknown field");
        assertThatThrownBy(() -> read(HEAD + "server:\n  port: 1\n  prt: 2\n\nlogging: {}\n"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("test.yaml:5:3: server.prt: unknown field");
    }

    @Test
    void namesThePlaceOfAnArgumentOfAPlugin() {
        for (String wrong : List.of("wrong: 1", "name: x", "\"a/b\": 1")) {
            assertThatThrownBy(() -> read(HEAD
                            + "profiles:\n- pluginConfig:\n  - name: NodeResourcesFit\n    args:\n      ignoredResources: []\n      "
                            + wrong + "\nserver:\n  port: 1\n"))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("test.yaml:8:7: profiles[0].pluginConfig[0].")
                    .hasMessageContaining("unknown field");
        }
    }

    @Test
    void namesThePlaceWhereTheParserFailed() {
        assertThatThrownBy(() -> read(HEAD + "profiles:\n- schedulerName: one\n  seed: 1\n  stepLimit: 1\n  seed: 2\n"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("test.yaml:7:");
        assertThatThrownBy(() -> read(HEAD + "profiles:\n- schedulerName: one\n  seed: 1\n  plugins: {score: ]\n"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("test.yaml:6:");
    }

    @Test
    void theDocumentationShowsTheDefaults() throws Exception {
        Matcher yaml = Pattern.compile("```yaml\n(apiVersion.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ProjectRoot.path().resolve("docs/configuration.md")));
        assertThat(yaml.find()).isTrue();

        assertThat(read(yaml.group(1))).isEqualTo(SchedulerConfiguration.DEFAULT);
        assertThat(read(HEAD)).isEqualTo(SchedulerConfiguration.DEFAULT);
    }

    @Test
    void theDocumentationShowsTheDefaultsOfTheRules() throws Exception {
        Matcher yaml = Pattern.compile("```yaml\n(plugins:.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ProjectRoot.path().resolve("docs/configuration.md")));
        assertThat(yaml.find()).isTrue();

        SchedulerConfiguration read = read(
                HEAD + "profiles:\n- schedulerName: kube-wasm\n" + yaml.group(1).indent(2));

        assertThat(read.settings().profiles()).hasEntrySatisfying("kube-wasm", profile -> assertThat(profile.rules())
                .isEqualTo(ProfileSettings.DEFAULT));
    }

    /** But for what only a program does: wait for the Pods of a group, and come back to the queue after some. */
    @Test
    void theDefaultsAreThoseOfTheCore() {
        assertThat(SchedulerConfiguration.DEFAULT.settings().profiles())
                .isEqualTo(SchedulerSettings.DEFAULT.profiles());
        assertThat(SchedulerConfiguration.DEFAULT.settings().queue())
                .usingRecursiveComparison()
                .ignoringFields("gatherQuiet", "gatherAtMost", "gatherUnreadAtMost", "singlesAtOnce")
                .isEqualTo(QueueSettings.DEFAULT);
    }

    @Test
    void readsWhatIsThere() throws Exception {
        SchedulerConfiguration read = read(HEAD + """
                profiles:
                - schedulerName: other
                  seed: 7
                  timeLimit: 1m30s
                  weights: {balance: 0}
                percentageOfNodesToScore: 30
                leaderElection:
                  leaseDuration: 3s
                  renewDeadline: 2s
                  retryPeriod: 500ms
                artifacts:
                  registries:
                    plainHttp: ["registry.local:5000"]
                    credentials: /etc/registries/config.json
                    maxBinarySize: 1Mi
                """);

        assertThat(read.settings().profiles()).containsOnlyKeys("other");
        SchedulingProfile other =
                Objects.requireNonNull(read.settings().profiles().get("other"));
        assertThat(other.placement().seed()).isEqualTo(7);
        assertThat(other.placement().timeLimit()).isEqualTo(Duration.ofSeconds(90));
        assertThat(other.placement().weights().byName()).containsEntry("balance", 0L);
        assertThat(other.rules().percentageOfNodesToScore()).isEqualTo(30);
        assertThat(read.leaderElection().retryPeriod()).isEqualTo(Duration.ofMillis(500));
        assertThat(read.artifacts().registries().settings().maxBinarySize()).isEqualTo(1 << 20);
        assertThat(read.artifacts().registries().credentials()).contains(Path.of("/etc/registries/config.json"));
    }

    /** As kube-scheduler's: Pods are placed by the one that their {@code schedulerName} says. */
    @Test
    void readsSeveralProfiles() throws Exception {
        SchedulerConfiguration read = read(HEAD + """
                profiles:
                - timeLimit: 2s
                - schedulerName: packed
                  timeLimit: 30s
                  percentageOfNodesToScore: 100
                  pluginConfig:
                  - name: NodeResourcesFit
                    args: {scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 1}]}}
                percentageOfNodesToScore: 30
                """);

        Map<String, SchedulingProfile> profiles = read.settings().profiles();
        assertThat(profiles).containsOnlyKeys("kube-wasm", "packed");
        assertThat(Objects.requireNonNull(profiles.get("kube-wasm")).rules().percentageOfNodesToScore())
                .isEqualTo(30);
        ProfileSettings packed = Objects.requireNonNull(profiles.get("packed")).rules();
        assertThat(packed.percentageOfNodesToScore()).isEqualTo(100);
        assertThat(packed.scoringStrategy()).isInstanceOf(ScoringStrategy.MostAllocated.class);
        assertThat(read.longestTimeLimit()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void readsTheDocumentationsSecondProfile() throws Exception {
        Matcher yaml = Pattern.compile("```yaml\n(profiles:.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ProjectRoot.path().resolve("docs/configuration.md")));
        assertThat(yaml.find()).isTrue();

        Map<String, SchedulingProfile> profiles =
                read(HEAD + yaml.group(1)).settings().profiles();

        assertThat(profiles).containsOnlyKeys("kube-wasm", "kube-wasm-packed");
        SchedulingProfile packed = Objects.requireNonNull(profiles.get("kube-wasm-packed"));
        assertThat(packed.rules().scoringStrategy()).isInstanceOf(ScoringStrategy.MostAllocated.class);
        assertThat(packed.placement().weights().byName())
                .containsEntry("nodeInUse", 1000L)
                .containsEntry("balance", 0L);
    }

    /** By kube-scheduler's names, so that what is there can be taken over. */
    @Test
    void readsTheRulesOfAProfile() throws Exception {
        ProfileSettings rules = read(HEAD + """
                profiles:
                - plugins:
                    score:
                      disabled: [{name: ImageLocality}]
                      enabled: [{name: PodTopologySpread, weight: 7}, {name: InterPodAffinity}]
                  pluginConfig:
                  - name: NodeResourcesFit
                    args:
                      ignoredResources: [example.com/licence]
                      ignoredResourceGroups: [example.org]
                      scoringStrategy:
                        type: RequestedToCapacityRatio
                        resources: [{name: cpu, weight: 3}, {name: example.com/gpu}]
                        requestedToCapacityRatio: {shape: [{utilization: 0, score: 0}, {utilization: 100, score: 10}]}
                  - args: {resources: [{name: cpu, weight: 1}]}
                    name: NodeResourcesBalancedAllocation
                  - name: InterPodAffinity
                    args: {hardPodAffinityWeight: 100, ignorePreferredTermsOfExistingPods: true}
                  - name: NodeAffinity
                    args:
                      addedAffinity:
                        requiredDuringSchedulingIgnoredDuringExecution:
                          nodeSelectorTerms:
                          - matchExpressions: [{key: pool, operator: In, values: [web]}]
                  - name: PodTopologySpread
                    args:
                      defaultingType: List
                      defaultConstraints: [{maxSkew: 2, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]
                  - name: DefaultPreemption
                    args: {minCandidateNodesPercentage: 20, minCandidateNodesAbsolute: 5}
                """)
                .settings()
                .profiles()
                .values()
                .iterator()
                .next()
                .rules();

        assertThat(rules.scoreWeights())
                .doesNotContainKey("ImageLocality")
                .containsEntry("PodTopologySpread", 7)
                .containsEntry("InterPodAffinity", 1)
                .containsEntry("TaintToleration", 3);
        assertThat(rules.ignoredResources())
                .isEqualTo(new IgnoredResources(Set.of("example.com/licence"), Set.of("example.org")));
        assertThat(rules.scoringStrategy())
                .isEqualTo(new ScoringStrategy.RequestedToCapacityRatio(
                        List.of(new ScoringStrategy.Weight("cpu", 3), new ScoringStrategy.Weight("example.com/gpu", 1)),
                        List.of(
                                new ScoringStrategy.RequestedToCapacityRatio.Point(0, 0),
                                new ScoringStrategy.RequestedToCapacityRatio.Point(100, 10))));
        assertThat(rules.balancedResources()).containsExactly("cpu");
        assertThat(rules.hardPodAffinityWeight()).isEqualTo(100);
        assertThat(rules.ignorePreferredTermsOfExistingPods()).isTrue();
        assertThat(rules.addedAffinity().accepts("n", Map.of("pool", "web"))).isTrue();
        assertThat(rules.addedAffinity().accepts("n", Map.of("pool", "db"))).isFalse();
        assertThat(rules.defaultSpread())
                .isEqualTo(new DefaultSpread(
                        List.of(new SpreadConstraint(2, "zone", true, LabelSelector.NOTHING, 1, true, false)), false));
        assertThat(rules.preemption()).isEqualTo(new PreemptionSettings(20, 5));
    }

    @Test
    void readsHowGroupsWait() throws Exception {
        QueueSettings queue = read(HEAD + "linkGroups: {gatherQuiet: 1s, gatherAtMost: 3s, holdRoomAfter: 2m}\n")
                .settings()
                .queue();

        assertThat(queue.gatherQuiet()).isEqualTo(Duration.ofSeconds(1));
        assertThat(queue.gatherAtMost()).isEqualTo(Duration.ofSeconds(3));
        assertThat(queue.gatherUnreadAtMost()).isEqualTo(Duration.ofSeconds(10));
        assertThat(queue.holdRoomAfter()).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            score: {enabled: [{name: Nothing}]}                          | profiles[0].plugins.score.enabled[0]: name is Nothing, must be one of ImageLocality,
            score: {enabled: [{name: ImageLocality, weight: 0}]}         | profiles[0].plugins.score.enabled[0]: weight is 0, must be 1 or more
            score: {disabled: [{name: Nothing}]}                         | profiles[0].plugins.score.disabled[0]: name is Nothing
            filter: {disabled: [{name: NodePorts}]}                      | profiles[0].plugins.filter: unknown field, known are score
            """)
    void saysWhichPluginIsWrong(String plugins, String said) {
        assertRefused("profiles: [{plugins: {" + plugins + "}}]", said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NodeResourcesFit  | {scoringStrategy: {type: Best}}                           | type is 'Best', must be LeastAllocated, MostAllocated or
            NodeResourcesFit  | {scoringStrategy: {resources: [{name: cpu, weight: 101}]}} | weight of cpu is 101, must be from 1 to 100
            NodeResourcesFit  | {scoringStrategy: {type: RequestedToCapacityRatio}}       | requestedToCapacityRatio.shape must be there
            NodeResourcesFit  | {ignoredResourceGroups: [a/b]}                            | ignoredResourceGroups holds 'a/b'
            NodeResourcesFit  | {ignored: []}                                             | profiles[0].pluginConfig[0].ignored: unknown field, known are ignoredResourceGroups
            NodeResourcesBalancedAllocation | {resources: [{name: cpu, weight: 2}]}       | weight of cpu is 2, must be 1
            InterPodAffinity  | {hardPodAffinityWeight: 101}                              | hardPodAffinityWeight is 101, must be from 0 to 100
            NodeAffinity      | {addedAffinity: {}}                                       | addedAffinity requires and prefers nothing
            NodeAffinity      | {addedAffinity: {required: {}}}                           | addedAffinity: unknown field 'required' in it
            PodTopologySpread | {defaultConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway}]} | defaultConstraints must be empty unless defaultingType is List
            PodTopologySpread | {defaultingType: List, defaultConstraints: [{topologyKey: a, whenUnsatisfiable: ScheduleAnyway}]} | maxSkew is 0, must be 1 or more
            DefaultPreemption | {minCandidateNodesPercentage: 101}                        | minCandidateNodesPercentage must be 0 to 100
            Nothing           | {}                                                        | profiles[0].pluginConfig[0]
            """)
    void saysWhichArgumentIsWrong(String plugin, String args, String said) {
        assertRefused("profiles: [{pluginConfig: [{name: " + plugin + ", args: " + args + "}]}]", said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            leaderElection: {leaseDuraton: 3s}          | leaderElection.leaseDuraton: unknown field, known are leaderElect,
            profiles: []                                | profiles is empty, must have one entry at least
            'profiles: [{schedulerName: a}, {seed: 1}, {schedulerName: a}]' | profiles has schedulerName a twice
            'profiles: [{schedulerName: a}, {schedulerName: b, percentageOfNodesToScore: 101}]' | profiles[1]: percentageOfNodesToScore is 101, must be 0 to 100
            percentageOfNodesToScore: -1                | percentageOfNodesToScore is -1, must be 0 to 100
            nonsense: 1                                 | nonsense: unknown field
            podInitialBackoffSeconds: 11                | podInitialBackoffSeconds is 11, must be from 1 to podMaxBackoffSeconds, which is 10
            podInitialBackoffSeconds: "1"               | podInitialBackoffSeconds
            podInitialBackoffSeconds: 1.5               | podInitialBackoffSeconds
            profiles: [{weights: {nothing: 1}}]         | profiles[0]:
            profiles: [{weights: {balance: -1}}]        | must be from 0 to 1000000
            profiles: [{timeLimit: 3}]                  | profiles[0].timeLimit: '3' is no duration, write it as 15s
            profiles: [{schedulerName: "A b"}]          | schedulerName is 'A b'
            leaderElection: {renewDeadline: 15s}        | renewDeadline must be less than leaseDuration
            leaderElection: {retryPeriod: 9s}           | 1.2 times retryPeriod
            percentageOfNodesToScore: 101               | percentageOfNodesToScore is 101, must be 0 to 100
            linkGroups: {gatherAtMost: 1ms}             | linkGroups: gatherAtMost must not be less than gatherQuiet
            clientConnection: {qps: 0}                  | qps is 0
            server: {port: 70000}                       | port is 70000
            logging: {format: xml}                      | format is 'xml', must be text or json
            logging: {level: trace}                     | level is 'trace', must be info or debug
            tracing: {endpoint: "collector:4317"}       | endpoint is 'collector:4317', must be http://HOST:PORT
            tracing: {samplingRatePerMillion: 1000001}  | samplingRatePerMillion is 1000001, must be from 0 to 1000000
            artifacts: {registries: {plainHttp: [a/b]}} | plainHttp holds 'a/b'
            artifacts: {registries: {maxBinarySize: 2Gi}} | maxBinarySize is 2Gi
            kind: SchedulerConfiguration                | test.yaml:3:5: Duplicate field 'kind'
            - a                                         | :
            """)
    void saysWhereAFileIsWrong(String line, String said) {
        assertRefused(line, said);
    }

    private void assertRefused(String line, String said) {
        assertThatThrownBy(() -> read(HEAD + line + "\n"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("test.yaml:")
                .hasMessageContaining(said)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").doesNotContain("com.fasterxml"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                 | it is empty
            kind: SchedulerConfiguration                       | apiVersion is null, must be kube-wasm/v1alpha1
            {apiVersion: kube-wasm/v1, kind: SchedulerConfiguration} | apiVersion is kube-wasm/v1
            {apiVersion: kube-wasm/v1alpha1, kind: Other}      | kind is Other
            [                                                  | test.yaml
            """)
    void saysWhatAFileIsNot(String text, String said) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(said);
    }

    @Test
    void namesAFileThatIsNotThere() {
        Path missing = folder.resolve("missing.yaml");

        assertThatThrownBy(() -> ConfigurationFile.read(missing))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("missing.yaml can't be read");
    }

    private SchedulerConfiguration read(String text) throws InvalidException, IOException {
        return ConfigurationFile.read(Files.writeString(folder.resolve("test.yaml"), text));
    }
}
