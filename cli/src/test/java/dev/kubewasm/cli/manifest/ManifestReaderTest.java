package dev.kubewasm.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestReaderTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: a
            spec:
              containers:
              - name: c
                image: x
            """;

    /** What means something to YAML. */
    private static final String PUNCTUATION = "{}[]:&*!|>'\"%@`,?- \n\t#0~";

    @TempDir
    private Path folder;

    @Test
    void readsAllDocumentsOfAllFilesInOrder() throws IOException {
        write("b.yaml", POD);
        write(
                "a.yml",
                "# first\n---\n" + POD.replace("name: a", "name: first") + "---\n\n--- # last\n"
                        + POD.replace("name: a", "name: second"));
        write("notes.txt", "not: yaml");

        ManifestReading.Read read = (ManifestReading.Read) ManifestReader.read(folder, Kinds.RUN);

        assertThat(read.manifests())
                .extracting(
                        m -> m.object().getMetadata().getName() + "@" + m.file().getFileName() + ":" + m.line())
                .containsExactly("first@a.yml:3", "second@a.yml:14", "a@b.yaml:1");
        assertThat(read.notices()).isEmpty();
    }

    /** As `kubectl get -o yaml` writes them, and in braces. */
    @Test
    void readsTheItemsOfAList() throws IOException {
        write("a.yaml", """
                apiVersion: v1
                kind: List
                metadata:
                  resourceVersion: ""
                items:
                - apiVersion: v1
                  kind: Node
                  metadata:
                    name: n
                    annotations:
                      😀: "first: 😀"
                - apiVersion: v1
                  kind: Pod
                  metadata:
                    name: a
                  spec:
                    containers:
                    - name: c
                      image: x
                """);
        write("b.yaml", "{kind: List, apiVersion: v1, items: [{apiVersion: v1, kind: Pod, metadata: {name: b}}]}");
        write("c.yaml", "apiVersion: v1\nkind: List\nitems: []\n");

        ManifestReading.Read read = (ManifestReading.Read) ManifestReader.read(folder, Kinds.RUN);

        assertThat(read.manifests())
                .extracting(
                        m -> m.object().getMetadata().getName() + "@" + m.file().getFileName() + ":" + m.line())
                .containsExactly("n@a.yaml:6", "a@a.yaml:12", "b@b.yaml:1");
    }

    /** As `kubectl get -o json | jq -c` writes them. */
    @Test
    void aListMayBeOneLongLine() throws IOException {
        int pods = 20_000;
        write(
                "a.yaml",
                IntStream.range(0, pods)
                        .mapToObj(i ->
                                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p%d\"}}".formatted(i))
                        .collect(
                                Collectors.joining(",", "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[", "]}")));

        ManifestReading.Read read = (ManifestReading.Read) ManifestReader.read(folder, Kinds.RUN);

        assertThat(read.manifests()).hasSize(pods);
    }

    @Test
    void whatIsWrongInAnItemIsFoundAtItsLine() throws IOException {
        write("a.yaml", """
                apiVersion: v1
                kind: List
                items:
                - apiVersion: v1
                  kind: Pod
                  metadata:
                    name: a
                  spec:
                    containers:
                    - name: c
                      imag: x
                - just text
                """);

        assertThat(problems())
                .containsExactly(
                        folder.resolve("a.yaml")
                                + ":11: unknown field `imag` in spec.containers[0]; did you mean `image`?",
                        folder.resolve("a.yaml")
                                + ":12: not a Kubernetes object: `apiVersion` and `kind` must be given");
    }

    @Test
    void readsOneFileAndKnowsWhatAClusterHad() throws IOException {
        write("cluster.json", """
                {"apiVersion": "v1", "items": [
                  {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "had", "uid": "1"}},
                  {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": {"name": "set", "uid": "2"}},
                  {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "job", "uid": "3"}},
                  {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "written"}}
                ], "kind": "List", "metadata": {"resourceVersion": ""}}
                """);

        ManifestReading.Read read =
                (ManifestReading.Read) ManifestReader.read(folder.resolve("cluster.json"), Kinds.SIMULATE);

        assertThat(read.manifests())
                .extracting(m -> m.object().getMetadata().getName() + "@" + m.line() + (m.observed() ? " had" : ""))
                .containsExactly("had@2 had", "set@3 had", "written@5");
        assertThat(read.notices()).isEmpty();
    }

    @Test
    void whatNoClusterHadNeedsAControllerThatIsntHere() throws IOException {
        write("a.yaml", "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: a}\n");
        assertThat(problems(Kinds.SIMULATE))
                .singleElement()
                .asString()
                .contains("a.yaml:1: `ReplicaSet` of `apps/v1` is not supported by simulate");
    }

    @Test
    void unknownFieldsOfAClusterAreToldOnceEachAndPassedOver() throws IOException {
        String pod = POD.replace("image: x", "image: x\n    imagePuller: y");
        write("a.yaml", pod + "---\n" + pod.replace("name: a", "name: b"));

        ManifestReading.Read read = (ManifestReading.Read) ManifestReader.read(folder, Kinds.SIMULATE);

        assertThat(read.manifests()).hasSize(2);
        assertThat(read.notices())
                .containsExactly(folder.resolve("a.yaml")
                        + ":9: unknown field `imagePuller` in spec.containers[0]; it is passed over");
    }

    @Test
    void aListThatWasCutOffSaysSo() throws IOException {
        write("a.yaml", "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n");
        assertThat(problems())
                .containsExactly(folder.resolve("a.yaml")
                        + ":1: a list without `kind`, which comes after its items: is the file cut off?");
    }

    @Test
    void anotherVersionIsNamedWithTheOneThatIsRead() throws IOException {
        write("a.yaml", "apiVersion: apps/v1beta1\nkind: Deployment\nmetadata: {name: a, uid: '1'}\n");
        assertThat(problems(Kinds.SIMULATE))
                .containsExactly(
                        folder.resolve("a.yaml")
                                + ":1: `Deployment` of API version `apps/v1beta1` is not supported by simulate, but that of `apps/v1` is");
    }

    @Test
    void leavesOutNothingAroundTheMarkersOfDocuments() throws IOException {
        write("a.yaml", POD + "...\n" + POD.replace("image", "imag"));
        write("b.yaml", "--- {apiVersion: v1, kind: Pod}\n");

        assertThat(problems())
                .containsExactly(
                        folder.resolve("a.yaml")
                                + ":17: unknown field `imag` in spec.containers[0]; did you mean `image`?",
                        folder.resolve("b.yaml") + ":1: Pod without `metadata.name`");
    }

    @Test
    void aTypoNamesFileLineFieldAndTheRightSpelling() throws IOException {
        write("pod.yaml", "---\n" + POD.replace("image", "imag"));

        assertThat(problems())
                .containsExactly(folder.resolve("pod.yaml")
                        + ":9: unknown field `imag` in spec.containers[0]; did you mean `image`?");
    }

    @Test
    void everyProblemIsFoundNotTheFirstOnly() throws IOException {
        write(
                "a.yaml",
                POD.replace("kind: Pod", "kind: Job") + "---\nkind: Pod\n---\n"
                        + POD.replace("  name: a", "  labels: {}"));
        write("b.yaml", POD.replace("name: c", "name: [c]"));
        write("c.yaml", "a: b: c\n");

        assertThat(problems()).hasSize(5);
        assertThat(problems().get(0))
                .contains("a.yaml:1: `Job` of `v1` is not supported by run; supported: ConfigMap,");
        assertThat(problems().get(1)).contains("a.yaml:10: not a Kubernetes object");
        assertThat(problems().get(2)).contains("a.yaml:12: Pod without `metadata.name`");
        assertThat(problems().get(3)).contains("b.yaml:7: field `spec.containers[0].name`: ");
        assertThat(problems().get(4)).contains("c.yaml:1: not YAML: ");
        assertThat(problems()).allSatisfy(p -> assertThat(p).doesNotContain("\n", "java."));
    }

    @Test
    void anEmptyOrMissingFolderSaysSo() throws IOException {
        assertThat(problems()).containsExactly(folder + ": no Kubernetes YAML here (*.yaml, *.yml)");
        folder = folder.resolve("nowhere");
        assertThat(problems()).containsExactly(folder + ": no such file or folder");
    }

    @Test
    void aHugeFileIsRefusedBeforeItIsRead() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("huge.yaml").toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        assertThat(problems()).singleElement().asString().contains("huge.yaml: has 1,073,741,824 bytes; at most");
    }

    @Test
    void objectsThatMakeNoPodAreLeftOutWithANotice() throws IOException {
        write("a.yaml", POD + "---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\n");
        ManifestReading.Read read = (ManifestReading.Read) ManifestReader.read(folder, Kinds.RUN);
        assertThat(read.notices())
                .singleElement()
                .asString()
                .endsWith("a.yaml:10: Service left out: a run has no use for it");
    }

    @Test
    void damagedYamlIsAProblemNeverAnException() throws IOException {
        for (int seed = 0; seed < dev.kubewasm.testkit.Scale.cases(20_000); seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(POD);
            for (int i = 0; i <= random.nextInt(4); i++) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, PUNCTUATION.charAt(random.nextInt(PUNCTUATION.length())));
            }
            write("pod.yaml", text.toString());
            assertThat(ManifestReader.read(folder, Kinds.RUN))
                    .as("seed %d: %s", seed, text)
                    .satisfiesAnyOf(r -> assertThat(r).isInstanceOf(ManifestReading.Read.class), r -> assertThat(
                                    ((ManifestReading.Unusable) r).problems())
                            .allSatisfy(
                                    p -> assertThat(p.message()).isNotBlank().doesNotContain("\n")));
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> problems() {
        return problems(Kinds.RUN);
    }

    private List<String> problems(Kinds kinds) {
        return ((ManifestReading.Unusable) ManifestReader.read(folder, kinds))
                .problems().stream().map(ManifestProblem::toString).toList();
    }
}
