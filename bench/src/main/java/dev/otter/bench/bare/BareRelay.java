package dev.otter.bench.bare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * A server of one thread that passes each message of one client to the other client that asked for
 * the same path. It reads no message, checks nothing and bounds nothing: for measurements only.
 */
public final class BareRelay {

  private static final int BACKLOG = 4096;

  private final Selector selector = Selector.open();
  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final Map<String, BareConnection> waiting = new HashMap<>();
  private final Fate.Choice choice;

  private BareRelay(Fate.Choice choice) throws IOException {
    this.choice = choice;
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /**
   * Runs until the process is ended.
   *
   * @param args nothing, or the name of a {@link Fate} that some messages have
   * @throws IOException when there is no socket to be had
   */
  public static void main(String[] args) throws IOException {
    BareRelay relay = new BareRelay(Fate.choice(args));
    System.out.println("listening on " + relay.server.socket().getLocalPort());
    while (relay.server.isOpen()) {
      relay.selector.select(relay::onReady);
    }
  }

  private void onReady(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        for (SocketChannel one = server.accept(); one != null; one = server.accept()) {
          new BareConnection(this, one).register(selector);
        }
      } else {
        ((BareConnection) key.attachment()).onReady();
      }
    } catch (IOException e) {
      if (key.attachment() instanceof BareConnection connection) {
        connection.close();
      }
    }
  }

  /** The other one that asked for a path; null when there is none yet. */
  BareConnection meet(String path, BareConnection newcomer) {
    BareConnection other = waiting.remove(path);
    if (other == null || other.isClosed()) {
      waiting.put(path, newcomer);
      return null;
    }
    return other;
  }

  /** What happens to the next message. */
  Fate nextFate() {
    return choice.next();
  }
}
