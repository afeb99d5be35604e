package dev.otter.turn.redis;

import dev.otter.contract.auth.AuthClient;
import dev.otter.turn.relay.RelayId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Speaks the Redis protocol with CoTURN servers of this node and with operators. Each relay sees
 * what it has put there itself, and the secrets. Opened, used and closed on one context.
 */
public final class RedisDoor {

  /** So many connections; a relay has some eight. */
  private static final int MOST_CONNECTIONS = 1_024;

  /** So many of them may not yet have said who they are. */
  private static final int MOST_ANONYMOUS = 64;

  private static final Pattern TOTAL = Pattern.compile("rcvp=\\d+, rcvb=(\\d{1,18}),.*");

  private final Vertx vertx;
  private final RedisDoorSettings settings;
  private final RedisMetrics metrics;
  private final AuthClient auth;
  private final LongSupplier nanoTime;
  private final Consumer<RelayId> onLost;
  private final NetServer server;
  private final Set<RedisConnection> connections = new HashSet<>();
  private final Map<String, RelayNamespace> namespaces = new HashMap<>();
  private boolean closing;

  /**
   * Makes a door that is closed.
   *
   * @param vertx whose current context is used
   * @param settings where it is, and who may enter
   * @param metrics where it counts
   * @param nanoTime as {@link System#nanoTime}
   * @param onLost told of a relay whose last connection that told of sessions has ended
   */
  public RedisDoor(
      Vertx vertx,
      RedisDoorSettings settings,
      RedisMetrics metrics,
      LongSupplier nanoTime,
      Consumer<RelayId> onLost) {
    this.vertx = vertx;
    this.settings = settings;
    this.metrics = metrics;
    this.auth = new AuthClient(vertx);
    this.nanoTime = nanoTime;
    this.onLost = onLost;
    this.server =
        vertx.createNetServer(
            new NetServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setTcpKeepAlive(true));
  }

  /** Opens it; the address that it listens on then. Fails when it cannot be had. */
  public Future<InetSocketAddress> open() {
    return server
        .connectHandler(this::accept)
        .listen()
        .map(listening -> new InetSocketAddress(settings.host(), listening.actualPort()));
  }

  /** Ends all connections. */
  public Future<Void> close() {
    closing = true;
    return server.close();
  }

  /** Forgets what other relays than these have kept. */
  public void retain(Set<RelayId> relays) {
    Set<String> names = new HashSet<>();
    relays.forEach(relay -> names.add(relay.value()));
    namespaces.keySet().retainAll(names);
    metrics.keys(namespaces.values().stream().mapToInt(RelayNamespace::size).sum());
  }

  AuthClient auth() {
    return auth;
  }

  /** What the relay with this token may run. */
  Optional<RelayCommands> relay(String token) {
    return settings
        .relayOf()
        .apply(token)
        .filter(settings.isRunning())
        .map(
            relay ->
                new RelayCommands(
                    relay,
                    namespaces.computeIfAbsent(
                        relay.value(), first -> new RelayNamespace(nanoTime)),
                    settings.secrets(),
                    (channel, message) -> publish(relay, channel, message)));
  }

  /** What an operator may run. */
  OperatorCommands operator() {
    return new OperatorCommands(namespaces);
  }

  /** A connection of this relay's has begun to tell of sessions. */
  void tells(RelayId relay) {
    Optional.ofNullable(namespaces.get(relay.value())).ifPresent(RelayNamespace::beginsTelling);
  }

  void closed(RedisConnection connection) {
    connections.remove(connection);
    metrics.connections(connections.size());
    if (closing || !connection.tells()) {
      return;
    }
    RelayId relay = connection.relay().orElseThrow();
    RelayNamespace kept = namespaces.get(relay.value());
    if (kept != null && kept.endsTelling()) {
      onLost.accept(relay);
    }
  }

  private void accept(NetSocket socket) {
    if (connections.size() >= MOST_CONNECTIONS
        || connections.stream().filter(RedisConnection::isAnonymous).count() >= MOST_ANONYMOUS) {
      metrics.counts().refused().increment();
      socket.close();
      return;
    }
    connections.add(new RedisConnection(vertx, (NetSocketInternal) socket, this, metrics.counts()));
    metrics.connections(connections.size());
  }

  private int publish(RelayId relay, String channel, String message) {
    if (channel.endsWith("/total_traffic")) {
      Matcher total = TOTAL.matcher(message);
      if (total.matches()) {
        metrics.counts().relayed().add(Long.parseLong(total.group(1)));
      }
    }
    int told = 0;
    for (RedisConnection each : List.copyOf(connections)) {
      told += each.tell(relay.value() + "/" + channel, message) ? 1 : 0;
    }
    return told;
  }
}
