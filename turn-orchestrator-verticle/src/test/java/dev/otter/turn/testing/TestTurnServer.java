package dev.otter.turn.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A real CoTURN server on loopback, which somebody else runs than the node. */
public final class TestTurnServer implements AutoCloseable {

  private final Process process;

  private TestTurnServer(Process process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param port where it listens
   * @param directory where it keeps its files
   * @param secret its TURN REST secret
   * @param more options
   */
  public static TestTurnServer start(int port, Path directory, String secret, String... more)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "turnserver",
                "-n",
                "--listening-ip=127.0.0.1",
                "--relay-ip=127.0.0.1",
                "--listening-port=" + port,
                "--use-auth-secret",
                "--static-auth-secret=" + secret,
                "--realm=otter",
                "--no-tls",
                "--no-dtls",
                "--no-cli",
                "--log-file=stdout",
                "--userdb=" + directory.resolve("turndb-" + port),
                "--pidfile=" + directory.resolve("pid-" + port)));
    Collections.addAll(command, more);
    return new TestTurnServer(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Kills it, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Has it do nothing any more, or go on: {@code STOP} and {@code CONT}. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
