package dev.otter.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeConfigTest {

  @TempDir private Path home;

  @Test
  void whatStandsInTheFileAndWhatStandsBesideItAreOne() throws IOException {
    Files.writeString(home.resolve("ca.pem"), "the authority");
    String key = Base64.getEncoder().encodeToString("the key".getBytes(StandardCharsets.UTF_8));
    write(
        "server: 'https://10.0.0.1:6443', certificate-authority: ca.pem",
        "client-key-data: " + key);

    ApiAccess access = find();

    assertThat(access.server()).isEqualTo(URI.create("https://10.0.0.1:6443"));
    assertThat(access.authority()).contains("the authority");
    assertThat(access.key()).contains("the key");
    assertThat(access.toString()).doesNotContain("the key");
  }

  @ParameterizedTest
  @CsvSource({
    "exec: {command: aws}, exec",
    "username: me, username",
    "as: somebody, as",
  })
  void aUserThatCannotBeAskedForIsRefused(String user, String named) throws IOException {
    write("server: 'https://10.0.0.1:6443'", user);

    assertThatThrownBy(this::find)
        .hasMessageContaining(" has " + named + ", which deploy does not");
  }

  @Test
  void aServerThatIsNotProvenIsRefused() throws IOException {
    write("server: 'https://10.0.0.1', insecure-skip-tls-verify: true", "token: t");
    assertThatThrownBy(this::find).hasMessageContaining("insecure-skip-tls-verify");

    write("server: 'http://10.0.0.1'", "token: t");
    assertThatThrownBy(this::find).hasMessageContaining("server must be an https URL, got http:");
  }

  @Test
  void inAPodItIsThePodsAccountUnlessThereIsAFile() throws IOException {
    Files.writeString(home.resolve("ca.crt"), "the authority");
    Map<String, String> environment =
        Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443");

    ApiAccess access = KubeConfig.pod(environment, home);

    assertThat(access.server()).isEqualTo(URI.create("https://[fd00::1]:443"));
    assertThat(access.tokenFile()).contains(home.resolve("token"));
    assertThatThrownBy(() -> KubeConfig.find(Optional.empty(), Optional.empty(), Map.of()))
        .hasMessageContaining("there is no kubeconfig: name one with --kubeconfig or KUBECONFIG");
  }

  private ApiAccess find() {
    return KubeConfig.find(
        Optional.empty(),
        Optional.empty(),
        Map.of("KUBECONFIG", home.resolve("config").toString()));
  }

  private void write(String cluster, String user) throws IOException {
    Files.writeString(
        home.resolve("config"),
        """
        current-context: here
        contexts: [{name: here, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {%s}}]
        users: [{name: u, user: {%s}}]
        """
            .formatted(cluster, user));
  }
}
