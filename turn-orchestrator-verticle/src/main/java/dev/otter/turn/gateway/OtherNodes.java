package dev.otter.turn.gateway;

import dev.otter.contract.id.NodeTag;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other nodes whose gateways have this one's public address, and the way to each: a socket that
 * is connected, so that the system says when nobody listens there any more. Used on the event loop.
 */
final class OtherNodes {

  private static final int REMEMBERED = 1_000;
  static final Logger LOG = LoggerFactory.getLogger(OtherNodes.class);

  private final UdpSockets sockets;
  private final InetSocketAddress link;
  private final NodeTag self;
  private final LinkSeal seal;
  private final Logger log;
  private final Map<NodeTag, Way> ways = new HashMap<>();
  private final Set<NodeTag> left =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<NodeTag, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  private Consumer<NodeTag> onSilent = tag -> {};

  /**
   * Knows nobody yet.
   *
   * @param link where this node listens for the others
   * @param self this node
   * @param log who is told of other nodes
   */
  OtherNodes(UdpSockets sockets, InetSocketAddress link, NodeTag self, LinkSeal seal, Logger log) {
    this.sockets = sockets;
    this.link = link;
    this.self = self;
    this.seal = seal;
    this.log = log;
  }

  /** Calls back with nodes at which nobody listens any more. */
  void onSilent(Consumer<NodeTag> listener) {
    onSilent = listener;
  }

  /**
   * A node says where it is, now and then.
   *
   * @return whether it was not known
   */
  boolean heard(NodeTag tag, InetSocketAddress at) {
    if (tag.equals(self) || left.contains(tag)) {
      return false;
    }
    Way known = ways.get(tag);
    if (known != null && known.at.equals(at)) {
      known.silent = false;
      return false;
    }
    if (known != null) {
      known.close();
    }
    ways.put(tag, new Way(tag, at));
    log.info("a gateway with the same address node={} link={}", tag, at);
    return true;
  }

  /** A node is no more; a tag is not used twice. */
  void gone(NodeTag tag) {
    left.add(tag);
    Way way = ways.remove(tag);
    if (way != null) {
      way.close();
    }
  }

  /** This node. */
  NodeTag self() {
    return self;
  }

  /** Whether answers to what is passed on come back to this node. */
  boolean answerBack() {
    return seal.answersBack();
  }

  /** Whether there is any. */
  boolean any() {
    return !ways.isEmpty();
  }

  /** Whether nobody listens at a node any more, or it is no more. */
  boolean isDead(NodeTag tag) {
    Way way = ways.get(tag);
    return left.contains(tag) || (way != null && way.silent);
  }

  /** Whether it is known how to reach a node. */
  boolean knows(NodeTag tag) {
    return ways.containsKey(tag);
  }

  /**
   * Passes a datagram on; it is dropped where the node is not known or not connected yet.
   *
   * @param kind one of {@link LinkSeal}'s
   * @param outside who sent it, or is to have it
   * @param port the session's relayed one
   * @param data read, not kept
   */
  void send(NodeTag to, int kind, InetSocketAddress outside, int port, ByteBuf data) {
    Way way = ways.get(to);
    if (way == null || way.socket == null) {
      sockets.counts().drop(DropReason.NO_SESSION);
      return;
    }
    sockets.counts().passed(GatewayCounts.Way.FORWARDED, data.readableBytes());
    way.socket.send(seal.seal(to, kind, outside, port, data));
  }

  /** Whether this node is the one, of those that are alive, that goes on with a session. */
  boolean isHeir(InetSocketAddress client) {
    return heir(client).equals(self);
  }

  /** The node of those that are alive that goes on with a session. */
  NodeTag heir(InetSocketAddress client) {
    return Stream.concat(
            Stream.of(self), ways.keySet().stream().filter(tag -> !ways.get(tag).silent))
        .max(Comparator.comparingInt(tag -> (tag.value() + GatewayStore.text(client)).hashCode()))
        .orElseThrow();
  }

  void close() {
    ways.values().forEach(Way::close);
    ways.clear();
  }

  private final class Way implements UdpSockets.Receiver {

    private final NodeTag tag;
    private final InetSocketAddress at;
    private UdpSocket socket;
    private boolean silent;
    private boolean closed;

    Way(NodeTag tag, InetSocketAddress at) {
      this.tag = tag;
      this.at = at;
      Future<UdpSocket> unused =
          sockets
              .connect(at, link.getAddress(), this)
              .onSuccess(this::opened)
              .onFailure(
                  failure ->
                      log.warn("no way to a gateway node={} because={}", tag, failure.toString()));
    }

    @Override
    public void received(ByteBuf data, InetSocketAddress from) {
      // Other nodes send to the link, each from its own socket.
      sockets.counts().drop(DropReason.MALFORMED);
    }

    @Override
    public void unreachable() {
      if (!silent) {
        silent = true;
        log.warn("nobody listens at a gateway any more node={}", tag);
        onSilent.accept(tag);
      }
    }

    private void opened(UdpSocket open) {
      socket = open;
      if (closed) {
        open.close();
      }
    }

    private void close() {
      closed = true;
      if (socket != null) {
        socket.close();
      }
    }
  }
}
