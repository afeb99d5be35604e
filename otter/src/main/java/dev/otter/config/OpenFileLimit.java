package dev.otter.config;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.otter.contract.config.LimitsConfig;
import java.lang.management.ManagementFactory;

/** How many connections fit into the number of files that the system lets this process open. */
final class OpenFileLimit {

  private OpenFileLimit() {}

  /** The default of {@code limits.connectionsPerNode} on this machine. */
  static int connections() {
    // Where there is no such limit, as on Windows, there is no such bean.
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? connections(unix.getMaxFileDescriptorCount())
        : LimitsConfig.DEFAULT_CONNECTIONS_PER_NODE;
  }

  /** A tenth is left for jars, logs, HTTP and the other nodes. */
  static int connections(long maxOpenFiles) {
    long share = maxOpenFiles / 10 * 9;
    return (int) Math.max(1, Math.min(share, LimitsConfig.DEFAULT_CONNECTIONS_PER_NODE));
  }
}
