package dev.otter.bench.mode;

import dev.otter.bench.target.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures a {@link Usage}, from its construction on. Used by the generator's thread. */
final class UsageMeter {

  private static final double NANOS = 1e9;
  private static final double TICKS_PER_SECOND = 100;
  private static final int IDLE = 4;
  private static final int WAITING = 5;
  private static final int STOLEN = 8;

  private final ServerProcess server;
  private final long wallStart = System.nanoTime();
  private final double serverStart;
  private final double generatorStart = generatorSeconds();
  private final double machineStart = machineSeconds();

  UsageMeter(ServerProcess server) {
    this.server = server;
    this.serverStart = server.cpuSeconds();
  }

  Usage read() {
    double wall = (System.nanoTime() - wallStart) / NANOS;
    double ofServer = server.cpuSeconds() - serverStart;
    double ofGenerator = generatorSeconds() - generatorStart;
    double ofAll = machineSeconds() - machineStart;
    return new Usage(wall, ofServer, ofGenerator, Math.max(0, ofAll - ofServer - ofGenerator));
  }

  private static double generatorSeconds() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / NANOS;
  }

  /** Seconds that processors worked, of the first line of /proc/stat; guests are in user time. */
  private static double machineSeconds() {
    try {
      String[] fields = Files.readString(Path.of("/proc/stat")).split("\n")[0].split(" +");
      long ticks = 0;
      for (int i = 1; i <= STOLEN; i++) {
        if (i != IDLE && i != WAITING) {
          ticks += Long.parseLong(fields[i]);
        }
      }
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
