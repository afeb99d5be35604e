package dev.otter.bench.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The generator's only thread at work: waits for sockets and lets each {@link Connection} read or
 * write. It runs inside {@link #runUntil}, called by the thread that measures.
 */
public final class Loop implements Closeable {

  private static final int BUFFER_BYTES = 1 << 20;
  private static final long MOST_WAIT_MS = 20;
  private static final long NANOS_PER_MS = 1_000_000;

  private final Selector selector;
  private final ByteBuffer inbound = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer outbound = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private long now = System.nanoTime();

  /** Opens a loop without sockets. */
  public Loop() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Begins to connect to a port of loopback.
   *
   * @param port the server's port
   * @param path path and query of the upgrade request
   * @param events told of everything, on this loop's thread
   */
  public Connection connect(int port, String path, ConnectionEvents events) {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
      Connection connection = new Connection(this, channel, key, path, events);
      key.attach(connection);
      if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
        connection.onReady();
      }
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Serves the sockets.
   *
   * @param deadline when to stop, as {@link System#nanoTime} tells time
   * @param done asked again and again; stops earlier
   * @return whether it was done before the deadline
   */
  public boolean runUntil(long deadline, BooleanSupplier done) {
    try {
      Consumer<SelectionKey> onReady = Loop::onReady;
      while (!done.getAsBoolean()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        selector.select(onReady, Math.min(MOST_WAIT_MS, left / NANOS_PER_MS + 1));
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void onReady(SelectionKey key) {
    ((Connection) key.attachment()).onReady();
  }

  /** Serves the sockets for a time. */
  public void runFor(long nanos) {
    runUntil(System.nanoTime() + nanos, () -> false);
  }

  /** When the read that is being handed over ended, as {@link System#nanoTime} tells time. */
  public long now() {
    return now;
  }

  /** A buffer for what is to be written; empty, and free again after the next write. */
  public ByteBuffer outbound() {
    return outbound.clear();
  }

  ByteBuffer inbound() {
    return inbound.clear();
  }

  void readAt(long nanos) {
    now = nanos;
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
