package dev.otter.turn.docker;

import dev.otter.contract.config.RelayTls;
import dev.otter.turn.testing.Command;
import dev.otter.turn.testing.FreePorts;
import dev.otter.turn.testing.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Docker daemon of the test's own: its data in a directory, ended by its process. Needs root. */
final class TestDocker implements AutoCloseable {

  static final String IMAGE = "otter-coturn:debian";

  private static final int WAIT_SECONDS = 60;

  private final Path directory;
  private final List<String> command;
  private final String address;
  private final int port = FreePorts.next();
  private Process daemon;

  private TestDocker(Path directory, List<String> command, String address) {
    this.directory = directory;
    this.command = command;
    this.address = address;
  }

  /** Starts a daemon of this machine and makes the image in it. */
  static TestDocker start(Path directory) {
    // Nothing of this machine's network is changed but by networks that a test makes.
    return started(
        new TestDocker(
            directory,
            List.of("dockerd", "--iptables=false", "--ip6tables=false", "--ip-forward=false"),
            "localhost"));
  }

  /** The same on a machine that is a network namespace, which has this address. */
  static TestDocker start(Path directory, String namespace, String address) {
    return started(
        new TestDocker(
            directory, List.of("nsenter", "--net=/run/netns/" + namespace, "dockerd"), address));
  }

  private static TestDocker started(TestDocker docker) {
    docker.makeCertificates();
    docker.start();
    docker.run(MakeCoturnImage.SCRIPT, IMAGE);
    return docker;
  }

  /** Starts the daemon, maybe again. */
  void start() {
    List<String> all = new ArrayList<>(command);
    all.addAll(
        List.of(
            "--data-root=" + directory.resolve("data"),
            "--exec-root=" + directory.resolve("exec"),
            "--pidfile=" + directory.resolve("pid"),
            "--host=" + host(),
            "--host=" + tcpHost(),
            "--tlsverify",
            "--tlscacert=" + directory.resolve("client/cert.pem"),
            "--tlscert=" + directory.resolve("server/certificate.pem"),
            "--tlskey=" + directory.resolve("server/key.pem"),
            "--bridge=none",
            "--live-restore"));
    try {
      daemon =
          new ProcessBuilder(all)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
      while (!answers()) {
        if (daemon.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
          throw new AssertionError(
              "dockerd does not start: " + Files.readString(directory.resolve("log")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends the daemon; containers go on. */
  void stop() {
    daemon.destroy();
    try {
      if (!daemon.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("dockerd does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where it listens by TCP, as configured. */
  String tcpHost() {
    return "tcp://" + address + ":" + port;
  }

  /** What a client by TCP needs: the files that Docker's own command takes. */
  Path certificates() {
    return directory.resolve("client");
  }

  /** Each side trusts the other's certificate, which signs itself. */
  private void makeCertificates() {
    try {
      Path server = Files.createDirectories(directory.resolve("server"));
      Path client = Files.createDirectories(certificates());
      RelayTls shown = TestCertificates.write(server, address);
      RelayTls own = TestCertificates.write(client, "client.example.com");
      Files.copy(shown.certificate(), client.resolve("ca.pem"));
      Files.move(own.certificate(), client.resolve("cert.pem"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, as configured. */
  String host() {
    return "unix://" + socket();
  }

  private String socket() {
    return directory.resolve("docker.sock").toString();
  }

  /** Runs the docker command and answers with what it says. */
  String docker(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "/usr/bin/docker";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return run(command);
  }

  /** The names of all containers, running or not. */
  List<String> containers() {
    return docker("ps", "-a", "--format", "{{.Names}}").lines().toList();
  }

  @Override
  public void close() {
    containers().forEach(name -> docker("rm", "-f", "-v", name));
    // A bridge would outlive its daemon, on this machine.
    docker("network", "prune", "-f");
    stop();
    // What a daemon with live-restore leaves mounted.
    unmount(directory.resolve("data"));
    unmount(directory.resolve("exec/netns/default"));
  }

  private void unmount(Path place) {
    run("sh", "-c", "if mountpoint -q " + place + "; then umount -l " + place + "; fi");
  }

  private String run(String... command) {
    return Command.run(Map.of("DOCKER_HOST", host()), command);
  }

  private boolean answers() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket()));
    } catch (IOException e) {
      return false;
    }
  }

  /** Where the script is, from the module's directory. */
  private static final class MakeCoturnImage {
    static final String SCRIPT =
        Path.of("..", "scripts", "make-coturn-image").toAbsolutePath().normalize().toString();
  }
}
