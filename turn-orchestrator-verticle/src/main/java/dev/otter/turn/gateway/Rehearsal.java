package dev.otter.turn.gateway;

import dev.otter.contract.cluster.ServingGate;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes calls over that there never were, with a relay of this node, and lets go of them, a few
 * times: all that a take-over does has to be loaded and warm when a node dies. For the first time
 * it took 100 ms, then 10. Nothing of it is counted, and no other node hears of it. Used on the
 * event loop.
 */
final class Rehearsal {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final int TIMES = 10;

  private final GatewayParts real;
  private final ClientProof proof;
  private final UdpSocket front;
  private final ServingGate gate;
  private final LinkSeal seal;
  private final UdpSockets sockets;
  private final SessionTable table;

  /** With what the gateway has, but for its sessions, its counts, and other nodes. */
  Rehearsal(
      GatewayParts real, ClientProof proof, UdpSocket front, ServingGate gate, LinkSeal seal) {
    this.real = real;
    this.proof = proof;
    this.front = front;
    this.gate = gate;
    this.seal = seal;
    this.sockets = real.sockets().uncounted();
    this.table = new SessionTable(real.limits(), sockets.counts());
  }

  /** Does it; succeeds when a relay took the sessions each time. */
  Future<Void> run() {
    long begun = real.now();
    return ProxySockets.open(sockets, real.settings().inside(), this::toPeer)
        .compose(proxies -> takeOver(proxies, TIMES).onComplete(done -> proxies.close()))
        .onComplete(
            done ->
                LOG.debug(
                    "rehearsed take-overs tookMs={} outcome={}",
                    (real.now() - begun) / 1_000_000,
                    done.succeeded() ? "done" : done.cause().toString()));
  }

  /** Each second time another node goes on with one of the two sessions, too. */
  private Future<Void> takeOver(ProxySockets proxies, int times) {
    return new RehearsedCall(real, sockets, table, proxies, proof, front, gate, seal)
        .run(times % 2 == 0)
        .compose(done -> times > 1 ? takeOver(proxies, times - 1) : Future.succeededFuture());
  }

  private void toPeer(int slot, ByteBuf data, InetSocketAddress relayed) {
    GatewaySession session = table.ofUpstream(relayed);
    if (session != null) {
      session.traffic().toPeer(slot, data);
    }
  }
}
