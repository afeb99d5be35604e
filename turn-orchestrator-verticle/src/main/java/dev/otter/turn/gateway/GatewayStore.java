package dev.otter.turn.gateway;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.KeyValueChange;
import dev.otter.contract.kv.KeyValueStore;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the gateways of one public address keep in the store: their sessions, by the client's
 * address; whose each relayed port is; and where each node is reached. Used on the event loop, and
 * answers there.
 */
final class GatewayStore {

  /** How long a session stays without being written again: longer than it lives without refresh. */
  static final Duration SESSION_LIFE = Duration.ofSeconds(GatewaySession.LIFETIME_SECONDS + 60);

  /** How long a port is kept from other nodes when its session is over. */
  static final Duration PORT_REST = Duration.ofNanos(RelayedPorts.REST_NANOS);

  private static final String SESSION = "session/";
  private static final String PORT = "port/";
  private static final String NODE = "node/";

  private final KeyValueStore store;
  private final EventLoop loop;
  private final String tier;

  /**
   * Names things.
   *
   * @param store what the nodes share
   * @param loop the event loop
   * @param address where clients are sent to: gateways that share it share sessions
   */
  GatewayStore(KeyValueStore store, EventLoop loop, InetSocketAddress address) {
    this(store, loop, text(address) + "/");
  }

  private GatewayStore(KeyValueStore store, EventLoop loop, String tier) {
    this.store = store;
    this.loop = loop;
    this.tier = tier;
  }

  /** The same store, for what is no other node's business. */
  GatewayStore apart(NodeTag self) {
    return new GatewayStore(store, loop, self + "/");
  }

  /** Who hears of what others write. */
  interface Listener {
    /** A session was written, or with an empty value is no more. */
    void session(InetSocketAddress client, Optional<String> record);

    /** A node is reached there; with an empty value it has gone. */
    void node(NodeTag tag, Optional<String> link);
  }

  /** Tells what happens from now on. */
  Future<KeyValueStore.Watch> watch(Listener listener) {
    return call(() -> store.watch(change -> onLoop(() -> changed(change, listener))));
  }

  Future<Optional<String>> session(InetSocketAddress client) {
    return call(() -> store.get(sessionKey(client)));
  }

  /** Writes a session unless there is one; tells what is there. */
  Future<Optional<String>> claim(InetSocketAddress client, String record) {
    return call(() -> store.putIfAbsent(sessionKey(client), record, SESSION_LIFE));
  }

  Future<Boolean> replace(InetSocketAddress client, String expected, String record) {
    return call(() -> store.compareAndSet(sessionKey(client), expected, record, SESSION_LIFE));
  }

  Future<Boolean> remove(InetSocketAddress client, String expected) {
    return call(() -> store.deleteIf(sessionKey(client), expected));
  }

  /** Takes a relayed port for a client; tells the client that has it already. */
  Future<Optional<String>> claimPort(int port, InetSocketAddress client) {
    return call(() -> store.putIfAbsent(portKey(port), text(client), SESSION_LIFE));
  }

  /** Keeps a relayed port for as long again. */
  Future<Void> keepPort(int port, InetSocketAddress client, Duration life) {
    return call(() -> store.put(portKey(port), text(client), life));
  }

  Future<Optional<String>> node(NodeTag tag) {
    return call(() -> store.get(nodeKey(tag)));
  }

  Future<Void> announce(NodeTag tag, InetSocketAddress link, Duration life) {
    return call(() -> store.put(nodeKey(tag), text(link), life));
  }

  Future<Boolean> withdraw(NodeTag tag) {
    return call(() -> store.delete(nodeKey(tag)));
  }

  /** Reads a record; empty when it has a form that this version does not know. */
  static Optional<SessionRecord> read(String json) {
    try {
      return Optional.of(WireJson.read(json, SessionRecord.class));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** Reads what {@link #text} wrote; empty when it is nothing of that kind. */
  static Optional<InetSocketAddress> address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    InetAddress ip = NetUtil.createInetAddressFromIpAddressString(text.substring(0, colon));
    int port = Integer.parseInt(text.substring(colon + 1));
    return ip == null || port > 0xffff
        ? Optional.empty()
        : Optional.of(new InetSocketAddress(ip, port));
  }

  private void changed(KeyValueChange change, Listener listener) {
    String key = change.key();
    if (key.startsWith(SESSION + tier)) {
      address(key.substring(SESSION.length() + tier.length()))
          .ifPresent(client -> listener.session(client, change.value()));
    } else if (key.startsWith(NODE + tier)) {
      listener.node(new NodeTag(key.substring(NODE.length() + tier.length())), change.value());
    }
  }

  private <T> Future<T> call(Supplier<Future<T>> question) {
    Promise<T> answer = Promise.promise();
    question.get().onComplete(outcome -> onLoop(() -> answer.handle(outcome)));
    return answer.future();
  }

  /** The store answers on a context of Vert.x, which the event loop's sockets are not on. */
  private void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else if (!loop.isShuttingDown()) {
      loop.execute(task);
    }
  }

  private String sessionKey(InetSocketAddress client) {
    return SESSION + tier + text(client);
  }

  private String portKey(int port) {
    return PORT + tier + port;
  }

  private String nodeKey(NodeTag tag) {
    return NODE + tier + tag;
  }
}
