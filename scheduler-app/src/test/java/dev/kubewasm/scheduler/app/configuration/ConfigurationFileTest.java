package dev.kubewasm.scheduler.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.scheduler.app.configuration.ConfigurationFile.InvalidException;
import dev.kubewasm.scheduler.core.QueueSettings;
import dev.kubewasm.scheduler.core.SchedulerSettings;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    void theDocumentationShowsTheDefaults() throws Exception {
        Matcher yaml = Pattern.compile("```yaml\n(apiVersion.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ProjectRoot.path().resolve("docs/configuration.md")));
        assertThat(yaml.find()).isTrue();

        assertThat(read(yaml.group(1))).isEqualTo(SchedulerConfiguration.DEFAULT);
        assertThat(read(HEAD)).isEqualTo(SchedulerConfiguration.DEFAULT);
    }

    /** But for what only a program does: wait for the Pods of a group, and come back to the queue after some. */
    @Test
    void theDefaultsAreThoseOfTheCore() {
        assertThat(SchedulerConfiguration.DEFAULT.settings().placement())
                .isEqualTo(SchedulerSettings.DEFAULT.placement());
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

        assertThat(read.profile().schedulerName()).isEqualTo("other");
        assertThat(read.profile().timeLimit()).isEqualTo(Duration.ofSeconds(90));
        assertThat(read.settings().placement().weights().byName()).containsEntry("balance", 0L);
        assertThat(read.settings().profile().percentageOfNodesToScore()).isEqualTo(30);
        assertThat(read.leaderElection().retryPeriod()).isEqualTo(Duration.ofMillis(500));
        assertThat(read.artifacts().registries().settings().maxBinarySize()).isEqualTo(1 << 20);
        assertThat(read.artifacts().registries().credentials()).contains(Path.of("/etc/registries/config.json"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            leaderElection: {leaseDuraton: 3s}          | leaderElection.leaseDuraton: unknown field, known are leaderElect,
            nonsense: 1                                 | nonsense: unknown field
            podInitialBackoffSeconds: 11                | podInitialBackoffSeconds is 11, must be from 1 to podMaxBackoffSeconds, which is 10
            podInitialBackoffSeconds: "1"               | podInitialBackoffSeconds
            podInitialBackoffSeconds: 1.5               | podInitialBackoffSeconds
            profiles: []                                | profiles has 0 entries
            profiles: [{}, {}]                          | profiles has 2 entries
            profiles: [{weights: {nothing: 1}}]         | profiles[0]:
            profiles: [{weights: {balance: -1}}]        | must be from 0 to 1000000
            profiles: [{timeLimit: 3}]                  | profiles[0].timeLimit: '3' is no duration, write it as 15s
            profiles: [{schedulerName: "A b"}]          | schedulerName is 'A b'
            leaderElection: {renewDeadline: 15s}        | renewDeadline must be less than leaseDuration
            leaderElection: {retryPeriod: 9s}           | 1.2 times retryPeriod
            percentageOfNodesToScore: 101               | percentageOfNodesToScore is 101, must be 0 to 100
            clientConnection: {qps: 0}                  | qps is 0
            server: {port: 70000}                       | port is 70000
            logging: {format: xml}                      | format is 'xml', must be text or json
            tracing: {endpoint: "collector:4317"}       | endpoint is 'collector:4317', must be http://HOST:PORT
            tracing: {samplingRatePerMillion: 1000001}  | samplingRatePerMillion is 1000001, must be from 0 to 1000000
            artifacts: {registries: {plainHttp: [a/b]}} | plainHttp holds 'a/b'
            artifacts: {registries: {maxBinarySize: 2Gi}} | maxBinarySize is 2Gi
            kind: SchedulerConfiguration                | test.yaml:3:5: Duplicate field 'kind'
            - a                                         | :
            """)
    void saysWhereAFileIsWrong(String line, String said) throws IOException {
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
