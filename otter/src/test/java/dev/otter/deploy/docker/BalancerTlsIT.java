package dev.otter.deploy.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.otter.deploy.FrontDoor;
import dev.otter.turn.testing.FreePorts;
import dev.otter.turn.testing.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load balancer's TLS, with a real HAProxy that runs what its container would. */
class BalancerTlsIT {

  private static final String URL = "https://calls.example.org";

  @TempDir private Path directory;

  @Test
  void itShowsTheCertificateAndARenewedOneWithoutAnInterruption() throws Exception {
    Path first = certificate("first", "calls.example.org");
    Path renewed = certificate("renewed", "*.example.org");
    HttpServer node =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    node.start();
    int port = FreePorts.next();
    write(first, port, node.getAddress().getPort());
    Process haproxy =
        new ProcessBuilder("haproxy", "-W", "-db", "-f", volume() + "/balancer/haproxy.cfg")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("haproxy.log").toFile())
            .start();
    try {
      FrontDoor door = door(first, port);
      door.untilOpen();

      write(renewed, port, node.getAddress().getPort());
      new ProcessBuilder("kill", "-USR2", String.valueOf(haproxy.pid())).start().waitFor();

      door(renewed, port).untilOpen();
    } finally {
      haproxy.destroy();
      if (!haproxy.waitFor(10, TimeUnit.SECONDS)) {
        haproxy.destroyForcibly();
      }
      node.stop(0);
    }
  }

  @Test
  void filesThatDoNotDoAreNamed() {
    Path good = certificate("good", "calls.example.org");
    Path other = certificate("other", "calls.example.org");
    String cert = good.resolve("certificate.pem").toString();

    assertThatThrownBy(() -> TestDockerSettings.of("--tls-cert", cert, "--public-url", URL))
        .hasMessage("--tls-cert and --tls-key go together");
    assertThatThrownBy(
            () -> settings(good, "--public-url", "http://calls.example.org", "--relays", "0"))
        .hasMessage(
            "--public-url must be an https URL with --tls-cert, got http://calls.example.org");
    assertThatThrownBy(() -> settings(good, "--public-url", "https://localhost"))
        .hasMessage("--tls-cert: " + cert + " is not for localhost");
    assertThatThrownBy(
            () ->
                TestDockerSettings.of(
                    "--tls-cert",
                    cert,
                    "--tls-key",
                    other.resolve("key.pem").toString(),
                    "--public-url",
                    URL))
        .hasMessageStartingWith("--tls-key: ")
        .hasMessageEndingWith("is not the key of --tls-cert");
    assertThat(settings(good, "--public-url", URL, "--relays", "0").toString())
        .doesNotContain("PRIVATE KEY");
  }

  /** What the container finds in its volume, with the places of this test. */
  private void write(Path certificate, int port, int nodePort) throws Exception {
    Part part =
        BalancerPart.of(
            settings(certificate, "--public-url", URL, "--relays", "0", "--nodes", "1"));
    Path tar = directory.resolve("files.tar");
    Files.write(tar, part.files().getBytes());
    Files.createDirectories(volume());
    Process unpacked =
        new ProcessBuilder(
                "tar", "-x", "--no-same-owner", "-C", volume().toString(), "-f", tar.toString())
            .inheritIO()
            .start();
    assertThat(unpacked.waitFor()).isZero();
    Path file = volume().resolve("balancer/haproxy.cfg");
    String text = Files.readString(file);
    assertThat(text).contains("  bind :8080 ssl crt /etc/otter/balancer/certificate.pem\n");
    Files.writeString(
        file,
        text.replace("bind :8080", "bind 127.0.0.1:" + port)
            .replace("/etc/otter", volume().toString())
            .replace("172.30.88.21:8080", "127.0.0.1:" + nodePort));
  }

  private Path volume() {
    return directory.resolve("volume");
  }

  private static FrontDoor door(Path certificate, int port) throws IOException {
    return new FrontDoor(
        URI.create("https://127.0.0.1:" + port),
        "HAProxy",
        Optional.of(Files.readString(certificate.resolve("certificate.pem"))));
  }

  private Path certificate(String name, String host) {
    try {
      Path folder = Files.createDirectories(directory.resolve(name));
      TestCertificates.write(folder, host);
      return folder;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static DockerSettings settings(Path certificate, String... more) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--tls-cert", certificate.resolve("certificate.pem").toString()));
    all.addAll(List.of("--tls-key", certificate.resolve("key.pem").toString()));
    all.addAll(List.of(more));
    return TestDockerSettings.of(all.toArray(String[]::new));
  }
}
