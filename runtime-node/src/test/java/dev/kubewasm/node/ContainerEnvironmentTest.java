package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Environment and command line of a container, as the kubelet would make them. */
class ContainerEnvironmentTest {
    private static final Pod POD = new PodBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("calc-1")
            .withUid("7d9f")
            .addToLabels("app.kubernetes.io/name", "calc")
            .addToAnnotations("note", "for you")
            .endMetadata()
            .withNewSpec()
            .withNodeName("node-2")
            .endSpec()
            .build();

    private static final ConfigMap SETTINGS = new ConfigMapBuilder()
            .withNewMetadata()
            .withName("settings")
            .endMetadata()
            .addToData("LEVEL", "debug")
            .addToData("raw", "$(LEVEL)")
            .build();

    private static final Secret VAULT = new SecretBuilder()
            .withNewMetadata()
            .withName("vault")
            .endMetadata()
            .addToData("password", "aHVudGVyMg==")
            .build();

    private static ContainerEnvironment of(UnaryOperator<ContainerBuilder> with) {
        Container container =
                with.apply(new ContainerBuilder().withName("calc")).build();
        return ContainerEnvironment.of(POD, container, new PodObjects() {
            @Override
            public Optional<ConfigMap> configMap(String name) {
                return name.equals("settings") ? Optional.of(SETTINGS) : Optional.empty();
            }

            @Override
            public Optional<Secret> secret(String name) {
                return name.equals("vault") ? Optional.of(VAULT) : Optional.empty();
            }
        });
    }

    private static EnvVar value(String name, String value) {
        return new EnvVar(name, value, null);
    }

    private static EnvVar key(String name, String map, String key, boolean optional) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewConfigMapKeyRef(key, map, optional)
                .endValueFrom()
                .build();
    }

    @Test
    void withoutAnythingThereIsOnlyTheName() {
        ContainerEnvironment environment = of(c -> c);

        assertThat(environment.variables()).isEmpty();
        assertThat(environment.arguments()).containsExactly("calc");
        assertThat(environment.problems()).isEmpty();
    }

    @Test
    void valuesComeInTheirOrder() {
        ContainerEnvironment environment = of(c -> c.withEnv(
                value("Z", "1"),
                value("A", "2"),
                new EnvVarBuilder().withName("EMPTY").build()));

        assertThat(environment.variables())
                .containsExactly(Map.entry("Z", "1"), Map.entry("A", "2"), Map.entry("EMPTY", ""));
    }

    @Test
    void keysOfConfigMapsAreTakenAsTheyAre() {
        ContainerEnvironment environment = of(c -> c.withEnv(
                key("LOG", "settings", "LEVEL", false),
                key("RAW", "settings", "raw", false),
                key("MAYBE", "settings", "absent", true),
                key("PERHAPS", "absent", "LEVEL", true)));

        assertThat(environment.variables()).containsExactly(Map.entry("LOG", "debug"), Map.entry("RAW", "$(LEVEL)"));
        assertThat(environment.problems()).isEmpty();
    }

    @Test
    void whatIsMissingIsNamed() {
        ContainerEnvironment environment =
                of(c -> c.withEnv(key("A", "settings", "absent", false), key("B", "nowhere", "LEVEL", false))
                        .addNewEnvFrom()
                        .withNewConfigMapRef("nowhere", false)
                        .endEnvFrom());

        assertThat(environment.problems())
                .containsExactly(
                        "container `calc`: envFrom: no ConfigMap `nowhere` in the namespace",
                        "container `calc`: env `A`: no key `absent` in ConfigMap `settings`",
                        "container `calc`: env `B`: no key `LEVEL` in ConfigMap `nowhere`");
    }

    @Test
    void secretsAreDecoded() {
        ContainerEnvironment environment = of(c -> c.addNewEnv()
                .withName("SECRET")
                .withNewValueFrom()
                .withNewSecretKeyRef("password", "vault", false)
                .endValueFrom()
                .endEnv()
                .addNewEnv()
                .withName("NONE")
                .withNewValueFrom()
                .withNewSecretKeyRef("absent", "vault", false)
                .endValueFrom()
                .endEnv()
                .addNewEnvFrom()
                .withPrefix("P_")
                .withNewSecretRef("vault", false)
                .endEnvFrom()
                .addNewEnvFrom()
                .withNewSecretRef("nowhere", false)
                .endEnvFrom());

        assertThat(environment.variables())
                .containsExactly(Map.entry("P_password", "hunter2"), Map.entry("SECRET", "hunter2"));
        assertThat(environment.problems())
                .containsExactly(
                        "container `calc`: envFrom: no Secret `nowhere` in the namespace",
                        "container `calc`: env `NONE`: no key `absent` in Secret `vault`");
    }

    @ParameterizedTest
    @CsvSource({
        "limits.memory,   1,   67108864",
        "limits.memory,   1Mi, 64",
        "requests.cpu,    1,   1",
        "requests.cpu,    1m,  250",
        "requests.memory, 1,   0"
    })
    void resourcesAreToldInUnitsAndRoundedUp(String resource, String divisor, String value) {
        ContainerEnvironment environment = of(c -> c.withNewResources()
                .addToLimits("memory", new Quantity("64Mi"))
                .addToRequests("cpu", new Quantity("250m"))
                .endResources()
                .addNewEnv()
                .withName("R")
                .withNewValueFrom()
                .withNewResourceFieldRef()
                .withContainerName("calc")
                .withDivisor(new Quantity(divisor))
                .withResource(resource)
                .endResourceFieldRef()
                .endValueFrom()
                .endEnv());

        assertThat(environment.variables()).containsExactly(Map.entry("R", value));
    }

    @Test
    void resourcesThatAreNoneAreNamed() {
        ContainerEnvironment environment = of(c -> c.addNewEnv()
                .withName("R")
                .withNewValueFrom()
                .withNewResourceFieldRef()
                .withResource("limits.hugepages-2Mi")
                .endResourceFieldRef()
                .endValueFrom()
                .endEnv());

        assertThat(environment.problems())
                .containsExactly(
                        "container `calc`: env `R`: resourceFieldRef `limits.hugepages-2Mi` is not supported by"
                                + " this node");
    }

    @Test
    void allKeysOfAConfigMapWithAPrefixAndEnvOverThem() {
        ContainerEnvironment environment = of(c -> c.addNewEnvFrom()
                .withPrefix("APP_")
                .withNewConfigMapRef("settings", false)
                .endEnvFrom()
                .addNewEnvFrom()
                .withNewConfigMapRef("nowhere", true)
                .endEnvFrom()
                .withEnv(value("APP_raw", "own")));

        assertThat(environment.variables()).containsOnly(Map.entry("APP_LEVEL", "debug"), Map.entry("APP_raw", "own"));
        assertThat(environment.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "metadata.name, calc-1",
        "metadata.namespace, shop",
        "metadata.uid, 7d9f",
        "spec.nodeName, node-2",
        "spec.serviceAccountName, default",
        "metadata.labels['app.kubernetes.io/name'], calc",
        "metadata.labels['absent'], ''",
        "metadata.annotations['note'], for you"
    })
    void fieldsOfThePod(String path, String value) {
        assertThat(field(path).variables()).containsExactly(Map.entry("FIELD", value.replace("''", "")));
        assertThat(field(path).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"status.podIP", "metadata.labels[name]", "spec.containers"})
    void otherFieldsAreProblems(String path) {
        assertThat(field(path).problems())
                .containsExactly(
                        "container `calc`: env `FIELD`: fieldRef `" + path + "` is not supported by this node");
        assertThat(field(path).variables()).isEmpty();
    }

    private static ContainerEnvironment field(String path) {
        return of(c -> c.addNewEnv()
                .withName("FIELD")
                .withNewValueFrom()
                .withNewFieldRef("v1", path)
                .endValueFrom()
                .endEnv());
    }

    @ParameterizedTest
    @CsvSource({
        "$(HOST):80, db:80",
        "$(HOST)$(HOST), dbdb",
        "$$(HOST), $(HOST)",
        "$$$(HOST), $db",
        "$(LATER), $(LATER)",
        "$(X, $(X",
        "$HOST, $HOST",
        "a$, a$",
        "\\1$(HOST)\\, \\1db\\"
    })
    void referencesToEarlierVariablesAreReplaced(String value, String expected) {
        ContainerEnvironment environment =
                of(c -> c.withEnv(value("HOST", "db"), value("URL", value), value("LATER", "x")));

        assertThat(environment.variables()).containsEntry("URL", expected);
    }

    @Test
    void commandAndArgumentsSeeAllVariables() {
        ContainerEnvironment environment = of(c -> c.withEnv(value("HOST", "db"))
                .withCommand("serve", "$(HOST)")
                .withArgs("--level=$(LEVEL)", "$$(HOST)")
                .addNewEnvFrom()
                .withNewConfigMapRef("settings", false)
                .endEnvFrom());

        assertThat(environment.arguments()).containsExactly("serve", "db", "--level=debug", "$(HOST)");
    }

    @Test
    void argumentsWithoutACommandFollowTheContainersName() {
        assertThat(of(c -> c.withArgs("one")).arguments()).containsExactly("calc", "one");
    }
}
