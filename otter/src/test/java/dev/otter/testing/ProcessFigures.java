package dev.otter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What another Java process holds, seen from outside, after a full garbage collection.
 *
 * @param heapBytes live objects
 * @param directBytes memory outside the heap that buffers take; 0 unless the process was started
 *     with {@link #TRACKING}
 * @param residentBytes what the system counts
 * @param threads how many threads
 * @param openFiles how many files and sockets
 * @param connections live objects that are a client's connection
 */
public record ProcessFigures(
    long heapBytes,
    long directBytes,
    long residentBytes,
    int threads,
    int openFiles,
    long connections) {

  /** What a process must be started with so that its direct memory is known. */
  public static final String TRACKING = "-XX:NativeMemoryTracking=summary";

  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final Pattern OTHER =
      Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB");
  private static final Pattern CONNECTION =
      Pattern.compile(
          "(?m)^ *\\d+: +(\\d+) +\\d+ +dev\\.otter\\.signaling\\.(?:ClientConnection|V1Connection"
              + "|websocket\\.WebSocketFrameHandler)(?: |$)");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");
  private static final long KIB = 1024;

  /** Takes the figures of a process. */
  public static ProcessFigures of(long pid) {
    // Collects first; what a finalizer or a cleaner lets go of goes in the second one.
    jcmd(pid, "GC.run");
    String histogram = jcmd(pid, "GC.class_histogram");
    String status = read(Path.of("/proc", String.valueOf(pid), "status"));
    String[] open = Path.of("/proc", String.valueOf(pid), "fd").toFile().list();
    return new ProcessFigures(
        number(TOTAL, histogram),
        KIB * number(OTHER, jcmd(pid, "VM.native_memory", "summary")),
        KIB * number(RESIDENT, status),
        (int) number(THREADS, status),
        open == null ? 0 : open.length,
        CONNECTION
            .matcher(histogram)
            .results()
            .mapToLong(each -> Long.parseLong(each.group(1)))
            .sum());
  }

  /** A row of a table, in MiB where it is bytes. */
  @Override
  public String toString() {
    return ("heap %6.1f MiB  direct %6.1f MiB  resident %6.1f MiB  threads %3d  files %4d"
            + "  connections %d")
        .formatted(
            mebibytes(heapBytes),
            mebibytes(directBytes),
            mebibytes(residentBytes),
            threads,
            openFiles,
            connections);
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (KIB * KIB);
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static String jcmd(long pid, String... command) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String[] all = new String[command.length + 2];
    all[0] = jcmd;
    all[1] = String.valueOf(pid);
    System.arraycopy(command, 0, all, 2, command.length);
    try {
      Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("jcmd failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
