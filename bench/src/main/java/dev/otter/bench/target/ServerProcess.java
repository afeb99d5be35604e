package dev.otter.bench.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server in a process of its own. It ends with {@link #close}, and at the latest with this
 * process, if that is not killed by force. Linux: the figures are those of /proc.
 */
public final class ServerProcess implements AutoCloseable {

  private static final Pattern PORT =
      Pattern.compile("(?m)^(?:listening on | {2}Page +http://[^:]+:)(\\d+)");
  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 5;
  private static final int POLL_MS = 20;

  /** Clock ticks of /proc: USER_HZ, which is 100 wherever Java runs on Linux. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  private final Process process;
  private final Thread atExit;
  private final Path output;
  private final boolean isJava;
  private int port;

  private ServerProcess(Process process, Path output, boolean isJava) {
    this.process = process;
    this.output = output;
    this.isJava = isJava;
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a server and waits until it says its port. Blocking.
   *
   * @param command the command line
   * @param environment variables it gets besides this process's; OTTER_ ones are not passed on
   * @param output where its output goes
   */
  public static ServerProcess start(
      List<String> command, Map<String, String> environment, Path output) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("OTTER_"));
      builder.environment().putAll(environment);
      boolean isJava = command.stream().anyMatch(word -> word.endsWith("java"));
      ServerProcess server = new ServerProcess(builder.start(), output, isJava);
      server.awaitPort();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitPort() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    try {
      while (System.nanoTime() < end && !process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
        Matcher matcher = PORT.matcher(Files.readString(output));
        if (matcher.find()) {
          port = Integer.parseInt(matcher.group(1));
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
    throw new IllegalStateException("did not start: " + Files.readString(output));
  }

  /** Its TCP port on loopback. */
  public int port() {
    return port;
  }

  /** CPU time it has used, of user and system, in seconds. */
  public double cpuSeconds() {
    String stat = read("stat");
    // The second field, a name in parentheses, may hold blanks.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
        / TICKS_PER_SECOND;
  }

  /** Its resident memory, in bytes. */
  public long residentBytes() {
    for (String line : read("status").split("\n")) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IllegalStateException("no VmRSS: the process has ended");
  }

  /** Lets it collect its garbage, if it is known how. Blocking. */
  public void collectGarbage() {
    try {
      Process collector =
          isJava
              ? new ProcessBuilder(
                      Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                      Long.toString(process.pid()),
                      "GC.run")
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
              : new ProcessBuilder("kill", "-USR2", Long.toString(process.pid())).start();
      collector.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it has not ended. */
  public boolean isRunning() {
    return process.isAlive();
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
    } catch (IOException e) {
      throw new UncheckedIOException("the server has ended", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This process is ending: the hook runs or has run.
      process.destroyForcibly();
    }
  }
}
