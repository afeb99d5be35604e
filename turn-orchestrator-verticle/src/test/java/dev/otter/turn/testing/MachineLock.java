package dev.otter.turn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What there is once on a machine, such as an address of its network: one run of tests at a time
 * has it, and another one waits. The end of a process gives it back. For what is taken by name
 * only, and not for ports: see {@link FreePorts}.
 */
public final class MachineLock implements AutoCloseable {

  private final FileChannel channel;

  private MachineLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until nobody else has it. Blocking. */
  public static MachineLock take(String name) {
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "otter-test-" + name + ".lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.lock();
      return new MachineLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives it back; more than once is once. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
