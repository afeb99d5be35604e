package dev.otter.turn.gateway;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.id.NodeTag;
import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.stun.StunCodec;
import dev.otter.turn.stun.TransactionId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.helpers.NOPLogger;

/**
 * A call of two clients whose sessions are those of a node that nobody listens at. They send to
 * each other until they are heard, as clients do. Used on the event loop.
 */
final class RehearsedCall {

  private static final String USERNAME = "0:rehearsal";
  private static final int CHANNEL = 0x4000;
  private static final int EVERY_MS = 5;
  private static final int TRIES = 600;

  private final GatewayParts parts;
  private final SharedSessions shared;
  private final ClientSide clients;
  private final OtherNodes nodes;
  private final NodeTag dead = NodeTag.random();
  private final NodeTag other = NodeTag.random();
  private final List<Side> sides = new ArrayList<>();

  /** One client: where it is, and where it is relayed. */
  private static final class Side implements UdpSockets.Receiver {
    private UdpSocket socket;
    private int port;
    private boolean lost;
    private boolean heard;
    private String stored;

    @Override
    public void received(ByteBuf data, InetSocketAddress from) {
      heard = true;
    }
  }

  /** With what the gateway has, and what is of the rehearsal alone. */
  RehearsedCall(
      GatewayParts real,
      UdpSockets sockets,
      SessionTable table,
      ProxySockets proxies,
      ClientProof proof,
      UdpSocket front,
      ServingGate gate,
      LinkSeal seal) {
    NodeTag self = real.shared().self();
    InetAddress inside = real.settings().inside();
    GatewayStore store = real.shared().store().apart(self);
    this.nodes =
        new OtherNodes(sockets, new InetSocketAddress(inside, 0), self, seal, NOPLogger.NOP_LOGGER);
    this.shared =
        new SharedSessions(
            store,
            nodes,
            new WayOut(nodes, sockets, real.nanoTime()),
            table,
            sockets,
            real.reach(),
            real.settings().host(),
            InstantSource.system());
    this.parts =
        new GatewayParts(
            real.settings(),
            real.limits(),
            sockets,
            proxies,
            table,
            real.relays(),
            new RelayedPorts(sockets, store, real.settings(), real.nanoTime()),
            real.credentials(),
            real.reach(),
            real.bans(),
            shared,
            real.nanoTime());
    StrangerLimits strangers = new StrangerLimits(real.limits(), real.nanoTime());
    shared.heirs(new TakeOvers(parts, proof, front, gate, NOPLogger.NOP_LOGGER));
    this.clients = new ClientSide(table, sockets.counts());
    clients.shared(shared, strangers);
    clients.requests(new ControlRequests(parts, proof, strangers, front));
  }

  /**
   * Has it taken over, and ends it.
   *
   * @param twice whether another node is to have one of the two
   * @return fails when they are not heard in time
   */
  Future<Void> run(boolean twice) {
    return free(parts.settings().inside())
        .onSuccess(nobody -> nodes.heard(dead, nobody))
        .compose(done -> side(false))
        .compose(done -> side(twice))
        .compose(done -> begin(sides.get(0), sides.get(1)))
        .compose(done -> begin(sides.get(1), sides.get(0)))
        .compose(done -> speak(TRIES))
        .onComplete(done -> end());
  }

  /** An address where nobody listens any more. */
  private Future<InetSocketAddress> free(InetAddress at) {
    return parts
        .sockets()
        .bind(new InetSocketAddress(at, 0), (data, from) -> {})
        .map(
            socket -> {
              socket.close();
              return socket.local();
            });
  }

  private Future<Void> side(boolean lost) {
    Side side = new Side();
    side.lost = lost;
    sides.add(side);
    return free(parts.settings().host())
        .onSuccess(relayed -> side.port = relayed.getPort())
        .compose(
            done -> parts.sockets().bind(new InetSocketAddress(parts.settings().inside(), 0), side))
        .onSuccess(socket -> side.socket = socket)
        .mapEmpty();
  }

  /** Tells this node of a session; the store is told of it, or that another node has it by now. */
  private Future<Void> begin(Side side, Side peer) {
    SessionRecord record = record(side, peer);
    String known = WireJson.write(record);
    side.stored = side.lost ? WireJson.write(record.takenBy(other)) : known;
    return shared
        .store()
        .claim(side.socket.local(), side.stored)
        .onSuccess(done -> shared.session(side.socket.local(), Optional.of(known)))
        .mapEmpty();
  }

  private SessionRecord record(Side side, Side peer) {
    byte[] key =
        StunCodec.longTermKey(
            USERNAME, CoturnSettings.REALM, parts.credentials().password(USERNAME));
    InetAddress address = parts.reach().publicAddress();
    return new SessionRecord(
        dead,
        0,
        USERNAME,
        Identity.mark(key),
        "00".repeat(TransactionId.LENGTH),
        side.port,
        List.of(address.getHostAddress()),
        Map.of(CHANNEL, GatewayStore.text(new InetSocketAddress(address, peer.port))),
        shared.epochSecond() + GatewaySession.LIFETIME_SECONDS);
  }

  private Future<Void> speak(int tries) {
    if (sides.stream().allMatch(this::isTakenOver)) {
      return Future.succeededFuture();
    }
    if (tries == 0) {
      return Future.failedFuture("a call was not heard");
    }
    for (Side each : sides) {
      ByteBuf data = Unpooled.copyInt(CHANNEL << 16 | Integer.BYTES, 0);
      clients.received(data, each.socket.local());
      data.release();
    }
    Promise<Void> pause = Promise.promise();
    parts.sockets().later(EVERY_MS, pause::complete);
    return pause.future().compose(done -> speak(tries - 1));
  }

  private boolean isTakenOver(Side side) {
    GatewaySession heir = parts.table().ofClient(side.socket.local());
    if (side.lost) {
      return shared.isOwnedBy(side.socket.local(), other);
    }
    boolean heard = side.heard || sides.stream().anyMatch(each -> each.lost);
    return heir != null && !heir.moving() && heard;
  }

  private void end() {
    for (Side each : sides) {
      if (each.socket != null) {
        GatewaySession heir = parts.table().ofClient(each.socket.local());
        if (heir != null) {
          heir.close();
        }
        if (each.stored != null) {
          Future<Boolean> unused = shared.store().remove(each.socket.local(), each.stored);
        }
        each.socket.close();
      }
    }
    shared.close();
  }
}
