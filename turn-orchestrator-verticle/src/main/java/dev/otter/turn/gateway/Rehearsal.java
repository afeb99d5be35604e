package dev.otter.turn.gateway;

import dev.otter.contract.bus.WireJson;
import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.stun.StunCodec;
import dev.otter.turn.stun.TransactionId;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a session over that there never was, with a relay of this node, and lets go of it, a few
 * times: what a take-over does has to be loaded and warm when a node dies. For the first time it
 * took 100 ms, then 10. Nothing of it is counted, and no other node hears of it. Used on the event
 * loop.
 */
final class Rehearsal {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final String USERNAME = "0:rehearsal";
  private static final int CHANNEL = 0x4000;
  private static final int DISCARD_PORT = 9;
  private static final int TIMES = 10;

  private final GatewayParts parts;
  private final ClientProof proof;
  private final UdpSocket front;

  /** With what the gateway has, but for its sessions and its counts. */
  Rehearsal(GatewayParts real, ClientProof proof, UdpSocket front) {
    UdpSockets sockets = real.sockets().uncounted();
    this.parts =
        new GatewayParts(
            real.settings(),
            real.limits(),
            sockets,
            real.proxies(),
            new SessionTable(real.limits(), sockets.counts()),
            real.relays(),
            real.ports(),
            real.credentials(),
            real.reach(),
            real.bans(),
            real.shared(),
            real.nanoTime());
    this.proof = proof;
    this.front = front;
  }

  /** Does it; succeeds when a relay took the session each time. */
  Future<Void> run() {
    long begun = parts.now();
    return takeOver(TIMES)
        .onComplete(
            done ->
                LOG.debug(
                    "rehearsed take-overs tookMs={} outcome={}",
                    (parts.now() - begun) / 1_000_000,
                    done.succeeded() ? "done" : done.cause().toString()));
  }

  private Future<Void> takeOver(int times) {
    InetSocketAddress nobody = new InetSocketAddress(parts.settings().inside(), DISCARD_PORT);
    SessionRecord record =
        GatewayStore.read(WireJson.write(record(nobody)))
            .orElseThrow()
            .takenBy(parts.shared().self());
    Identity identity = proof.again(record.username(), record.keyMark()).orElseThrow();
    GatewaySession heir = new GatewaySession(parts, front, nobody, identity, record);
    parts.table().add(heir);
    return parts
        .sockets()
        .bind(new InetSocketAddress(parts.settings().inside(), 0), heir)
        .compose(heir::goOn)
        .onSuccess(done -> heir.leave())
        .compose(done -> times > 1 ? takeOver(times - 1) : Future.succeededFuture());
  }

  private SessionRecord record(InetSocketAddress nobody) {
    byte[] key =
        StunCodec.longTermKey(
            USERNAME, CoturnSettings.REALM, parts.credentials().password(USERNAME));
    return new SessionRecord(
        parts.shared().self(),
        0,
        USERNAME,
        Identity.mark(key),
        "00".repeat(TransactionId.LENGTH),
        0,
        List.of(nobody.getAddress().getHostAddress()),
        Map.of(CHANNEL, GatewayStore.text(nobody)),
        parts.shared().epochSecond() + GatewaySession.LIFETIME_SECONDS);
  }
}
