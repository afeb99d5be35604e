package dev.otter.signaling;

import dev.otter.contract.auth.Permissions;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Participant;
import dev.otter.contract.signaling.NodeMessage;
import dev.otter.contract.signaling.ParticipantInterrupted;
import dev.otter.contract.signaling.ParticipantJoined;
import dev.otter.contract.signaling.ParticipantLeft;
import dev.otter.contract.signaling.ParticipantResumed;
import dev.otter.contract.signaling.PeerMessage;
import dev.otter.contract.signaling.SequenceNotice;
import dev.otter.contract.signaling.SequencedMessage;
import dev.otter.contract.turn.IceServer;
import dev.otter.contract.turn.IceServerList;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * How the server speaks to a client of {@code otter.v1} (docs/signaling-protocol.md). A peer's
 * message is put together around its payload, whose bytes are not looked at.
 */
final class V1Dialect {

  /** The name of the dialect in {@code Sec-WebSocket-Protocol}. */
  static final String SUBPROTOCOL = "otter.v1";

  static final String PONG = "{\"type\":\"pong\"}";

  private V1Dialect() {}

  /**
   * The first word to one who came anew, or came back.
   *
   * @param me itself
   * @param peers who else is in
   * @param ice its ICE servers
   */
  static String greeting(
      String type,
      RoomId roomId,
      Participant me,
      List<Participant> peers,
      V1Limits limits,
      IceServerList ice) {
    JsonArray others = new JsonArray();
    peers.forEach(
        each -> {
          JsonObject other =
              new JsonObject()
                  .put("connectionId", each.connectionId().value())
                  .put("state", each.state().word());
          others.add(who(other, each.identity(), each.permissions()));
        });
    JsonObject self = who(new JsonObject(), me.identity(), me.permissions());
    return new JsonObject()
        .put("type", type)
        .put("roomId", roomId.value())
        .put("connectionId", me.connectionId().value())
        .put("self", self)
        .put("resumeWindowMs", limits.resumeWindow().toMillis())
        .put("heartbeatMs", limits.heartbeatMs())
        .put("qualityEveryMs", V1Quality.EVERY_MS)
        .put("findings", true)
        .put("peers", others)
        .put("limits", limits(limits.limits()))
        .put("iceServers", servers(ice))
        .put("iceTtlSeconds", ice.ttlSeconds())
        .encode();
  }

  /** Gives a client fresh ICE servers. */
  static String iceServers(IceServerList ice, boolean restart) {
    return new JsonObject()
        .put("type", "ice-servers")
        .put("iceServers", servers(ice))
        .put("ttlSeconds", ice.ttlSeconds())
        .put("restart", restart)
        .encode();
  }

  private static JsonArray servers(IceServerList ice) {
    JsonArray servers = new JsonArray();
    for (IceServer each : ice.servers()) {
      JsonObject server = new JsonObject().put("urls", new JsonArray(each.urls()));
      if (each.username() != null) {
        server.put("username", each.username()).put("credential", each.credential());
      }
      servers.add(server);
    }
    return servers;
  }

  /** Adds who somebody is and what it may, as its token says. */
  private static JsonObject who(JsonObject about, String identity, Permissions permissions) {
    if (identity != null) {
      about.put("identity", identity);
    }
    return about
        .put("role", permissions.role().word())
        .put("grants", new JsonArray(permissions.grantWords()));
  }

  private static JsonObject limits(LimitsConfig limits) {
    return new JsonObject()
        .put("messageBytes", limits.messageBytes())
        .put("unacknowledgedMessages", SentMessages.MAX_MESSAGES)
        .put("unacknowledgedBytes", SentMessages.MAX_BYTES);
  }

  /** Says that a resume is impossible; a welcome follows. */
  static String resync() {
    return new JsonObject().put("type", "resync").encode();
  }

  /** Asks a client to resume on another node within a time. */
  static String goAway(long withinMs) {
    return new JsonObject().put("type", "go-away").put("withinMs", withinMs).encode();
  }

  static String error(Optional<ConnectionId> destination, RefusedException refusal) {
    JsonObject error =
        new JsonObject()
            .put("type", "error")
            .put("code", refusal.code().code())
            .put("message", refusal.getMessage());
    destination.ifPresent(id -> error.put("destination", id.value()));
    return error.put("reconnect", refusal.code().reconnect()).encode();
  }

  /** The text for a message of any kind but an unnumbered one. */
  static String text(NodeMessage message) {
    if (message instanceof SequencedMessage sequenced) {
      return peerMessage(sequenced);
    }
    if (message instanceof SequenceNotice notice) {
      return new JsonObject()
          .put("type", notice.kind().word())
          .put("source", notice.source().value())
          .put("seq", notice.seq())
          .encode();
    }
    if (message instanceof ParticipantJoined joined) {
      JsonObject arrival =
          new JsonObject()
              .put("type", "peer-joined")
              .put("connectionId", joined.participant().value());
      return who(arrival, joined.identity(), joined.permissions()).encode();
    }
    if (message instanceof ParticipantInterrupted interrupted) {
      return presence("peer-interrupted", interrupted.participant());
    }
    if (message instanceof ParticipantResumed resumed) {
      return presence("peer-resumed", resumed.participant());
    }
    return presence("peer-left", ((ParticipantLeft) message).participant());
  }

  private static String presence(String type, ConnectionId peer) {
    return new JsonObject().put("type", type).put("connectionId", peer.value()).encode();
  }

  private static String peerMessage(SequencedMessage sequenced) {
    PeerMessage message = sequenced.message();
    StringBuilder text = new StringBuilder(280 + message.payload().length());
    text.append("{\"roomId\":\"").append(message.roomId().value());
    text.append("\",\"source\":\"").append(message.source().value());
    text.append("\",\"destination\":\"").append(message.destination().value());
    text.append("\",\"seq\":").append(sequenced.seq());
    if (message.polite() != null) {
      text.append(",\"polite\":").append(message.polite().booleanValue());
    }
    text.append(",\"payload\":").append(message.payload().toString(StandardCharsets.UTF_8));
    return text.append('}').toString();
  }
}
