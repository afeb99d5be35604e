package dev.otter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node in a process of its own, started by its command line, which a test may kill. */
public final class ProcessNode implements AutoCloseable {

  private static final Pattern PAGE = Pattern.compile(" {2}Page +(\\S+)/\n");
  private static final int WAIT_SECONDS = 90;
  private static final int POLL_MS = 20;

  private final Process process;
  private final Path out;
  private final Path err;

  private ProcessNode(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts a node that joins a cluster on loopback, with the API key of every test node. */
  public static ProcessNode startClustered(Path directory, int port, String members) {
    return startClustered(directory, port, members, Map.of());
  }

  /** Starts a node that joins a cluster on loopback, with more of an environment. */
  public static ProcessNode startClustered(
      Path directory, int port, String members, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("OTTER_HTTP_PORT", "0");
    all.put("OTTER_HTTP_HOST", "127.0.0.1");
    all.put("OTTER_API_KEY", TestNode.API_KEY);
    all.put("OTTER_CLUSTER_PORT", String.valueOf(port));
    all.put("OTTER_CLUSTER_MEMBERS", members);
    return start(directory, all, "-cluster");
  }

  /** Starts a node that may open so many files at a time, as {@code ulimit -n} says. */
  public static ProcessNode startWithOpenFiles(
      Path directory, int openFiles, Map<String, String> environment) {
    List<String> shell = List.of("sh", "-c", "ulimit -n " + openFiles + " && exec \"$@\"", "sh");
    return start(directory, shell, environment);
  }

  /** Starts a node on a free port of loopback, with the API key of every test node. */
  public static ProcessNode startSingle(Path directory, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("OTTER_HTTP_PORT", "0");
    all.put("OTTER_API_KEY", TestNode.API_KEY);
    return start(directory, all);
  }

  /** Starts the command line {@code java … Main args}; see the other one. */
  public static ProcessNode start(Path directory, Map<String, String> environment, String... args) {
    return start(directory, List.of(), environment, args);
  }

  /**
   * Starts the command line {@code java … Main args}.
   *
   * @param directory where it runs, and where its output goes
   * @param prefix what stands before {@code java} and becomes it, as {@code ip netns exec …} does
   * @param environment the OTTER_ variables it gets; others of this process are not passed on
   * @param args what stands after the jar
   */
  public static ProcessNode start(
      Path directory, List<String> prefix, Map<String, String> environment, String... args) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The first compiler only: a process of a test ends before the second one's work pays, and
    // each start would spend a quarter more of the processor.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(program());
    command.addAll(List.of(args));
    try {
      Files.createDirectories(directory);
      Path out = directory.resolve("out");
      Path err = directory.resolve("err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("OTTER_"));
      // A relay would outlive a node that a test kills.
      builder.environment().put("OTTER_TURN_DRIVER", "none");
      // All clients of a test have one address, and many come with wrong tokens.
      builder.environment().put("OTTER_LIMITS_REQUEST_RATE", "0");
      builder.environment().put("OTTER_LIMITS_AUTH_FAILURES", "0");
      builder.environment().putAll(environment);
      return new ProcessNode(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The jar that {@code -Dotter.jar} names, as a user starts it; else what has just been compiled.
   */
  private static List<String> program() {
    String jar = System.getProperty("otter.jar");
    if (jar != null) {
      return List.of("-jar", jar);
    }
    List<String> program =
        new ArrayList<>(List.of(System.getProperty("otter.add-opens").split(" ")));
    program.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.otter.launcher.Main"));
    return program;
  }

  /** Waits until it says where its page is. */
  public URI awaitRunning() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    try {
      while (System.nanoTime() < end && !process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
        Matcher page = PAGE.matcher(out());
        if (page.find()) {
          return URI.create(page.group(1));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    throw new AssertionError("the node does not run; it said: " + out() + err());
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Waits for its end and tells the exit code. */
  public int awaitExit() {
    try {
      if (process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      throw new AssertionError("the node did not end; it said: " + out() + err());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it by SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Freezes it by SIGSTOP, as a machine that hangs. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets it go on by SIGCONT. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it by SIGKILL. */
  public void kill() {
    process.destroyForcibly();
  }

  /** What it wrote to stdout, until now. */
  public String out() {
    return read(out);
  }

  /** What it wrote to stderr, until now: the log. */
  public String err() {
    return read(err);
  }

  @Override
  public void close() {
    kill();
    awaitExit();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
