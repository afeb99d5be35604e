package dev.otter.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.config.ConfigurationLoader;
import dev.otter.contract.config.OtterConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of TURN servers; on loopback, so that nobody is asked for an address. */
class TurnCheckTest {

  @TempDir Path folder;

  @Test
  void whereNothingCanRunServersItWarnsAndSaysWhatToDo() {
    Finding finding = only(Map.of("OTTER_TURN_DOCKER_HOST", "unix://" + folder + "/none"), "");

    assertThat(finding.level()).isEqualTo(Finding.Level.WARNING);
    assertThat(finding.text())
        .contains("no turnserver on the path", "no Docker daemon", "Install the package coturn");
  }

  @Test
  void aTurnserverOnThePathIsFound() throws Exception {
    putTurnserverOnThePath();

    Finding finding =
        only(Map.of("OTTER_TURN_DOCKER_HOST", "unix://" + folder + "/none"), folder.toString());

    assertThat(finding.level()).isEqualTo(Finding.Level.OK);
    assertThat(finding.text()).contains("run by process", "at 127.0.0.1");
  }

  @Test
  void aTurnserverThatIsConfiguredAndNotThereIsWrong() {
    Finding finding = only(Map.of("OTTER_TURN_DRIVER", "process"), "");

    assertThat(finding.level()).isEqualTo(Finding.Level.WRONG);
    assertThat(finding.text()).contains("there is no turnserver on the path");
  }

  @Test
  void aConfiguredAddressIsTaken() throws Exception {
    putTurnserverOnThePath();

    Finding finding =
        only(
            Map.of("OTTER_TURN_DRIVER", "process", "OTTER_TURN_PUBLIC_IP", "93.184.215.14"),
            folder.toString());

    assertThat(finding.text()).contains("at 93.184.215.14 (turn.publicIp)");
  }

  @Test
  void aConfiguredIpv6AddressIsNamedAndOneThatIsNotThereIsNothingWrong() throws Exception {
    putTurnserverOnThePath();

    Finding own =
        only(
            Map.of("OTTER_TURN_DRIVER", "process", "OTTER_TURN_PUBLIC_IPV6", "::1"),
            folder.toString());
    Finding other =
        only(
            Map.of("OTTER_TURN_DRIVER", "process", "OTTER_TURN_PUBLIC_IPV6", "2001:db8::7"),
            folder.toString());

    assertThat(own.text()).endsWith("; by IPv6: ::1 (turn.publicIpv6)");
    assertThat(other.level()).isEqualTo(Finding.Level.OK);
    assertThat(other.text()).endsWith("; by IPv6: 2001:db8::7 is not an address of this machine");
  }

  @Test
  void withoutIpv6NothingIsSaidOfIt() throws Exception {
    putTurnserverOnThePath();
    Map<String, String> gateway =
        Map.of(
            "OTTER_TURN_DRIVER", "process",
            "OTTER_TURN_GATEWAY", "on",
            "OTTER_TURN_PUBLIC_IPV6", "::1");

    assertThat(only(Map.of("OTTER_TURN_DRIVER", "process"), folder.toString()).text())
        .doesNotContain("IPv6");
    assertThat(only(gateway, folder.toString()).text()).doesNotContain("IPv6");
  }

  @Test
  void aCertificateThatIsNotThereIsWrong() {
    Map<String, String> tls =
        Map.of(
            "OTTER_TURN_DRIVER", "none",
            "OTTER_TURN_TLS_HOST", "turn.example.com",
            "OTTER_TURN_TLS_CERTIFICATE", "/none/certificate.pem",
            "OTTER_TURN_TLS_KEY", "/none/key.pem");

    List<Finding> findings = all(tls, "");

    assertThat(findings).hasSize(2);
    assertThat(findings.get(1).level()).isEqualTo(Finding.Level.WRONG);
    assertThat(findings.get(1).text()).contains("turn.tlsCertificate: /none/certificate.pem");
  }

  private Finding only(Map<String, String> environment, String path) {
    List<Finding> findings = all(environment, path);
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  private List<Finding> all(Map<String, String> environment, String path) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("OTTER_DATA_DIR", folder.resolve("data").toString());
    OtterConfig config = ConfigurationLoader.load(Optional.empty(), all, false).config();
    return new TurnCheck(config, path).findings();
  }

  private void putTurnserverOnThePath() throws IOException {
    Files.createFile(
        folder.resolve("turnserver"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
  }
}
