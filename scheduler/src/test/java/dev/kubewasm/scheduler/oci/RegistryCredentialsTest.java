package dev.kubewasm.scheduler.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kubewasm.scheduler.port.ImageReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryCredentialsTest {
    @Test
    void credentialsAreThoseOfTheLongestKey() throws Exception {
        RegistryCredentials credentials = RegistryCredentials.parse("""
                {"auths": {
                  "registry.example.com": {"auth": "YTpiOmM="},
                  "https://registry.example.com/team": {"username": "team", "password": "p"},
                  "*.example.com": {"username": "any", "password": "p"},
                  "https://index.docker.io/v1/": {"username": "hub", "password": "p"},
                  "empty.example.com": {}
                }}""".getBytes(UTF_8), "test");

        assertThat(users(credentials, "registry.example.com/team/a:v1")).containsExactly("team", "a", "any");
        assertThat(users(credentials, "registry.example.com/teams/a:v1")).containsExactly("a", "any");
        assertThat(users(credentials, "other.example.com/a:v1")).containsExactly("any");
        assertThat(users(credentials, "example.com/a:v1")).isEmpty();
        assertThat(users(credentials, "a")).containsExactly("hub");
        assertThat(credentials
                        .matching(parsed("registry.example.com/a:v1"))
                        .getFirst()
                        .password())
                .isEqualTo("b:c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    []                                          | is no docker configuration
                    {"credsStore":"desktop"}                    | credential helper
                    {"credHelpers":{"a":"b"}}                   | credential helper
                    {"auths":{"a":{"auth":"secret!"}}}          | auth is not base64
                    {"auths":{"a":{"auth":"c2VjcmV0"}}}         | not USER:PASSWORD
                    {"auths":{"a":{"identitytoken":"secret"}}}  | identitytoken
                    """)
    void saysWhatIsWrongWithADockerConfigurationAndNothingSecret(String json, String text) {
        assertThat(catchThrowable(() -> RegistryCredentials.parse(json.getBytes(UTF_8), "Secret a/b")))
                .isInstanceOf(RegistryCredentials.UnreadableException.class)
                .hasMessageContaining("Secret a/b")
                .hasMessageContaining(text)
                .hasMessageNotContaining("secret");
    }

    private static List<String> users(RegistryCredentials credentials, String image) {
        return credentials.matching(parsed(image)).stream()
                .map(RegistryCredentials.Login::user)
                .toList();
    }

    private static RegistryImage parsed(String text) {
        return RegistryImage.parse(new ImageReference(text)).orElseThrow();
    }
}
