package dev.otter.calls;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.otter.contract.error.ErrorCode;
import java.util.Optional;

/**
 * Why a call failed, with what happened and what to do in plain words. docs/why-calls-fail.md has
 * the same; a test proves both equal. The texts of {@link #code} are part of the HTTP API: never
 * rename one.
 */
public enum FailureCause {
  /** Nothing went wrong that is known. */
  NONE("none", "Nothing went wrong that is known.", "Nothing to do."),
  /** UDP is blocked on the network of one side. */
  UDP_BLOCKED(
      "udp-blocked",
      "No way was found: UDP is blocked on the network of one side.",
      "Offer relays over TLS (turn.tlsCertificate), or let UDP out of that network."),
  /** Nobody in the call could reach a relay. */
  RELAY_UNREACHABLE_UDP(
      "relay-unreachable-udp",
      "No way was found: nobody in the call could reach a relay over UDP.",
      "Open the relays' UDP ports (turn.port, turn.relayPorts) in the firewall before them and"
          + " check turn.publicIp; `otter doctor` tries it."),
  /** A relay refused the credentials. */
  RELAY_CREDENTIALS_REFUSED(
      "relay-credentials-refused",
      "No way was found: a relay refused the credentials.",
      "turn.secret must be the same in Otter and in the relays; check turn.urls and the clocks."),
  /** A relay gives no more allocations. */
  RELAY_FULL(
      "relay-full",
      "No way was found: a relay gives no more allocations.",
      "Run more relays (turn.relays, turn.maxRelays), or raise the relays' quotas."),
  /** There was no relay. */
  NO_RELAY(
      "no-relay",
      "No way was found, and there was no relay to help.",
      "Let Otter run relays (turn.driver), or name some (turn.urls); `otter turn list` has them."),
  /** The relay died. */
  RELAY_DIED(
      "relay-died",
      "The relay of the call died.",
      "See why in the node's log. With the gateway (turn.gateway) calls outlive their relay."),
  /** No way was found, for no reason that is known. */
  NO_PATH(
      "no-path",
      "No way between the two was found.",
      "A firewall between them stops it: offer relays over TLS (turn.tlsCertificate), and let the"
          + " relays reach each other."),
  /** The way was lost in the middle of the call. */
  PATH_LOST(
      "path-lost",
      "The way between the two was lost in the middle of the call, and no other was found.",
      "Ask which side changed its network, or lost it."),
  /** One left while the two were still connecting. */
  PEER_LEFT_EARLY(
      "peer-left-early",
      "One left on purpose while the two were still connecting.",
      "Nothing, if it was soon; else the times in the timeline say what took long."),
  /** Only one was ever there. */
  PEER_NEVER_CAME(
      "peer-never-came",
      "Only one was ever there, and went.",
      "Check that the other one got the link."),
  /** One went without a word. */
  PEER_GONE(
      "peer-gone",
      "One went without a word: its browser, its device or its network was gone.",
      "Ask what happened on that side. If many go so, look at proxies between (idle timeouts)."),
  /** The node that held a socket died. */
  NODE_DIED(
      "node-died",
      "The node that held a socket of the call died.",
      "See why in its log. Behind one address with other nodes, clients come back by themselves."),
  /** The node could not serve. */
  NODE_NOT_READY(
      "node-not-ready",
      "The node was stopping, starting, or cut off from its cluster.",
      "Look at `otter nodes list` and /readyz; keep more than half of the nodes together."),
  /** The node was full. */
  NODE_FULL(
      "node-full",
      "The node held as many connections as it may.",
      "Add nodes, or raise limits.connectionsPerNode."),
  /** The client or its address did too much. */
  RATE_LIMITED(
      "rate-limited",
      "The client, or its address, did more than it may.",
      "If many users share one address, name your proxy in http.trustedProxies, or raise the limits"
          + " (limits.messageRate, limits.requestRate, limits.connectionsPerAddress)."),
  /** A client did not read. */
  TOO_SLOW(
      "too-slow",
      "A client did not read what it was sent, and was closed.",
      "Its network was too slow, or its page hung; it comes back by itself."),
  /** A client broke the protocol. */
  CLIENT_WRONG(
      "client-wrong",
      "A client sent what the protocol does not allow, and was closed.",
      "Correct the client; docs/signaling-protocol.md says what is allowed."),
  /** The server made a mistake. */
  SERVER_FAILED(
      "server-failed", "The server made a mistake.", "Its log has the cause; please report it."),
  /** No token. */
  TOKEN_MISSING(
      "token-missing",
      "Somebody came without a room token.",
      "The link was cut off; send the whole of it."),
  /** A bad token. */
  TOKEN_INVALID(
      "token-invalid",
      "Somebody came with a room token that is not good here.",
      "Send the link again, unchanged; it must have been made by this cluster, for this room."),
  /** An old token. */
  TOKEN_EXPIRED(
      "token-expired",
      "Somebody came with a room token that has ended.",
      "Make a new link; ttlSeconds says how long it is good for."),
  /** A revoked token. */
  TOKEN_REVOKED(
      "token-revoked",
      "Somebody came with a room token that was revoked, or whose API key was.",
      "Make a new link, with a key that is good."),
  /** A page of a strange origin. */
  ORIGIN_REFUSED(
      "origin-refused",
      "A page of an origin that is not allowed asked.",
      "Name the origin in http.allowedOrigins, or open the page under http.publicUrl."),
  /** No such room. */
  ROOM_NOT_FOUND(
      "room-not-found",
      "Somebody came to a room that does not exist.",
      "Make the room, and send its new link."),
  /** The room has ended. */
  ROOM_ENDED(
      "room-ended",
      "The room was ended, or somebody came when it had ended.",
      "Nothing, if somebody meant to end it; a new call needs a new room."),
  /** The room was full. */
  ROOM_FULL(
      "room-full",
      "Somebody came to a room that was full.",
      "Make rooms with a higher maxParticipants. The place of a broken connection is free again"
          + " after a minute."),
  /** Somebody was put out. */
  PUT_OUT("put-out", "Somebody was put out of the room.", "Nothing: somebody meant it."),
  /** One identity twice. */
  IDENTITY_TWICE(
      "identity-twice",
      "The same identity came twice, and only one may be in.",
      "Nothing, if it is one person on two devices; else give each a token of its own. The rule is"
          + " rooms.duplicateIdentity."),
  /** No access to the camera. */
  CAMERA_REFUSED(
      "camera-refused",
      "The use of the camera was not allowed.",
      "The user allows it beside the address bar; a page that embeds the call needs"
          + " allow=\"camera\"."),
  /** No camera. */
  CAMERA_FAILED(
      "camera-failed",
      "There was no camera, or it did not start.",
      "The user plugs one in, or closes the program that has it."),
  /** No access to the microphone. */
  MICROPHONE_REFUSED(
      "microphone-refused",
      "The use of the microphone was not allowed.",
      "The user allows it beside the address bar; a page that embeds the call needs"
          + " allow=\"microphone\"."),
  /** No microphone. */
  MICROPHONE_FAILED(
      "microphone-failed",
      "There was no microphone, or it did not start.",
      "The user plugs one in, or closes the program that has it."),
  /** Packets were lost. */
  POOR_QUALITY(
      "poor-quality",
      "More than one packet in ten was lost.",
      "The room's quality says on whose side: that network is too weak.");

  private final String code;
  private final String what;
  private final String advice;

  FailureCause(String code, String what, String advice) {
    this.code = code;
    this.what = what;
    this.advice = advice;
  }

  /** The text form, for programs. */
  @JsonValue
  public String code() {
    return code;
  }

  /** What happened: one sentence for people. */
  public String what() {
    return what;
  }

  /** What to do about it: a sentence or two for whoever runs Otter. */
  public String advice() {
    return advice;
  }

  /** Whether somebody wanted it so. */
  boolean meant() {
    return this == ROOM_ENDED || this == PUT_OUT || this == IDENTITY_TWICE;
  }

  /**
   * The cause that a refusal stands for.
   *
   * @param code an error code, perhaps of a later version; null for none
   * @return empty where it says nothing of why a call fails
   */
  static Optional<FailureCause> ofRefusal(String code) {
    return ErrorCode.of(code).map(FailureCause::ofError);
  }

  private static FailureCause ofError(ErrorCode code) {
    return switch (code) {
      case TOKEN_MISSING -> TOKEN_MISSING;
      case TOKEN_INVALID -> TOKEN_INVALID;
      case TOKEN_EXPIRED -> TOKEN_EXPIRED;
      case TOKEN_REVOKED -> TOKEN_REVOKED;
      case ORIGIN_REFUSED -> ORIGIN_REFUSED;
      case ROOM_NOT_FOUND -> ROOM_NOT_FOUND;
      case ROOM_CLOSED -> ROOM_ENDED;
      case ROOM_FULL -> ROOM_FULL;
      case NODE_FULL -> NODE_FULL;
      case ADDRESS_FULL, REQUEST_RATE, AUTH_FAILURES, MESSAGE_RATE -> RATE_LIMITED;
      case NOT_READY -> NODE_NOT_READY;
      case PUT_OUT -> PUT_OUT;
      case IDENTITY_REPLACED, IDENTITY_PRESENT -> IDENTITY_TWICE;
      case TOO_SLOW -> TOO_SLOW;
      case MESSAGE_TOO_LARGE, MESSAGE_BINARY, MESSAGE_NOT_UTF8 -> CLIENT_WRONG;
      case MESSAGE_INVALID, HELLO_LATE -> CLIENT_WRONG;
      case INTERNAL -> SERVER_FAILED;
      default -> null;
    };
  }
}
