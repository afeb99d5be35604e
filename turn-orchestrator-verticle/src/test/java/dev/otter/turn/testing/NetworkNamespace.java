package dev.otter.turn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A network of its own on this machine, and the programs that a test has started in it. Root. */
public final class NetworkNamespace implements AutoCloseable {

  private static final long BOUND_NANOS = 30_000_000_000L;

  private final String name;
  private final List<Process> processes = new ArrayList<>();

  /** Makes it. */
  public NetworkNamespace(String name) {
    this.name = name;
    Command.run("ip netns add " + name);
  }

  /** Runs a line of the shell in it. */
  public void run(String line) {
    Command.run("ip netns exec " + name + " " + line);
  }

  /** Starts a program in it, whose words go into a file. */
  public void start(Path output, String... words) {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
    command.addAll(List.of(words));
    try {
      processes.add(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a program has said a line. */
  public static void until(Path output, String line) {
    long end = System.nanoTime() + BOUND_NANOS;
    while (!lines(output).contains(line)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(line + " is not in " + lines(output));
      }
      Thread.onSpinWait();
    }
  }

  /** What a program has said. */
  public static List<String> lines(Path output) {
    try {
      return Files.exists(output) ? Files.readAllLines(output) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends its programs and takes it away. */
  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
    Command.run("ip netns del " + name);
  }
}
