package dev.otter.turn.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Docker daemon of the test's own: its data in a directory, ended by its process. Needs root. */
final class TestDocker implements AutoCloseable {

  static final String IMAGE = "otter-coturn:debian";

  private static final int WAIT_SECONDS = 60;

  private final Path directory;
  private Process daemon;

  private TestDocker(Path directory) {
    this.directory = directory;
  }

  /** Starts a daemon and makes the image in it. */
  static TestDocker start(Path directory) {
    TestDocker docker = new TestDocker(directory);
    docker.start();
    docker.run(MakeCoturnImage.SCRIPT, IMAGE);
    return docker;
  }

  /** Starts the daemon, maybe again. */
  void start() {
    try {
      daemon =
          new ProcessBuilder(
                  "dockerd",
                  "--data-root=" + directory.resolve("data"),
                  "--exec-root=" + directory.resolve("exec"),
                  "--pidfile=" + directory.resolve("pid"),
                  "--host=" + host(),
                  "--bridge=none",
                  "--iptables=false",
                  "--ip6tables=false",
                  "--live-restore")
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
    stop();
    // What a daemon with live-restore leaves mounted.
    run("umount", "-l", directory.resolve("data").toString());
    run("umount", "-l", directory.resolve("exec/netns/default").toString());
  }

  private String run(String... command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("DOCKER_HOST", host());
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + said);
      }
      return said.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
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
