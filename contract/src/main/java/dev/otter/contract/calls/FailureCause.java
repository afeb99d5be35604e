package dev.otter.contract.calls;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * Why a call failed, with what happened and what to do in plain words. docs/why-calls-fail.md lists
 * the same; a test proves both lists equal. The texts of {@link #code} are part of the HTTP API:
 * never rename one.
 */
public enum FailureCause {
  /** Nothing went wrong that is known. */
  NONE(
      "none",
      "Nothing went wrong that is known.",
      "Nothing to do."),
  /** No way was found: UDP is blocked on the network of one side. */
  UDP_BLOCKED(
      "udp-blocked",
      "No way was found: UDP is blocked on the network of one side.",
      "Offer relays over TLS on port 443 (turn.tls), or let UDP out of that network."),
  /** No way was found: no relay could be reached over UDP, by anybody in the call. */
  RELAY_UNREACHABLE(
      "relay-unreachable",
      "No way was found: no relay could be reached over UDP, by anybody in the call.",
      "Open the relays' ports in the firewall in front of them, and check turn.publicIp; `otter doctor` tries it."),
  /** No way was found: all relays are dead. */
  ALL_RELAYS_DEAD(
      "all-relays-dead",
      "No way was found: all relays are dead.",
      "Look at `otter turn list` and the log of the nodes that run them; more relays (turn.relays.min) outlive one host."),
  /** No way was found, and there was no relay to help. */
  NO_RELAY(
      "no-relay",
      "No way was found, and there was no relay to help.",
      "Run relays (turn.driver), or name some (turn.urls)."),
  /** The relay died during the call. */
  RELAY_DIED(
      "relay-died",
      "The relay died during the call.",
      "Nothing, where it happens once: the call looks for another by itself. With the gateway (turn.gateway) it would not have noticed."),
  /** No way was found: the relay refused the credentials. */
  RELAY_CREDENTIALS_REFUSED(
      "relay-credentials-refused",
      "No way was found: the relay refused the credentials.",
      "turn.secret must be the same in Otter and in the relays; check the list of turn.urls and its secret."),
  /** No way was found: the credentials for the relay had expired. */
  RELAY_CREDENTIALS_EXPIRED(
      "relay-credentials-expired",
      "No way was found: the credentials for the relay had expired.",
      "Check the clocks of nodes and relays; a client that could not renew was cut off from its node for long."),
  /** No way was found: the relay gives no more allocations. */
  RELAY_QUOTA(
      "relay-quota",
      "No way was found: the relay gives no more allocations.",
      "Run more relays, or raise the relays' quotas."),
  /** No way between the two was found. */
  NO_PATH(
      "no-path",
      "No way between the two was found.",
      "A firewall between them stops it although relays were reached; try another network, and relays over TLS (turn.tls)."),
  /** The way between the two was lost in the middle of the call, and no other was found. */
  PATH_LOST(
      "path-lost",
      "The way between the two was lost in the middle of the call, and no other was found.",
      "The network of one side went away for media; ask which one changed its network."),
  /** The two browsers did not agree: no codec in common, or a description that one refused. */
  NEGOTIATION_FAILED(
      "negotiation-failed",
      "The two browsers did not agree: no codec in common, or a description that one refused.",
      "Update both browsers; look at what the page changes in descriptions or codecs."),
  /** One left on purpose while the two were still connecting. */
  PEER_LEFT_EARLY(
      "peer-left-early",
      "One left on purpose while the two were still connecting.",
      "Nothing, if it was quick; if it took long, look at the times in the timeline."),
  /** Only one was ever there, and left. */
  PEER_NEVER_CAME(
      "peer-never-came",
      "Only one was ever there, and left.",
      "Check that the other one got the link."),
  /** One went without a word: its browser, device or network was gone at once. */
  PEER_GONE(
      "peer-gone",
      "One went without a word: its browser, device or network was gone at once.",
      "Nothing to be done here; ask what happened on that side."),
  /** One gave no sign of life any more: its network was gone, or its device slept. */
  SILENT(
      "silent",
      "One gave no sign of life any more: its network was gone, or its device slept.",
      "Nothing to be done here; if it happens to many, look at the network or proxy between (idle timeouts)."),
  /** The node that held a socket of the call died. */
  NODE_DIED(
      "node-died",
      "The node that held a socket of the call died.",
      "See why in its log. With another node behind the same address clients come back by themselves."),
  /** The node was stopping, or cut off from its cluster. */
  NODE_NOT_READY(
      "node-not-ready",
      "The node was stopping, or cut off from its cluster.",
      "Look at `otter nodes list` and /readyz; keep more than half of the nodes together."),
  /** The database was away. */
  STORE_UNAVAILABLE(
      "store-unavailable",
      "The database was away.",
      "Bring the database back; what was refused can be tried again."),
  /** The server made a mistake. */
  SERVER_FAILED(
      "server-failed",
      "The server made a mistake.",
      "Its log has the cause; please report it."),
  /** The node held as many connections as it may. */
  NODE_FULL(
      "node-full",
      "The node held as many connections as it may.",
      "Add nodes, or raise limits.connectionsPerNode."),
  /** The client, or its address, sent more than it may. */
  RATE_LIMITED(
      "rate-limited",
      "The client, or its address, sent more than it may.",
      "If these are many users behind one address, name your proxy in http.trustedProxies or raise the limits."),
  /** A client did not read what it was sent, and was closed. */
  TOO_SLOW(
      "too-slow",
      "A client did not read what it was sent, and was closed.",
      "Its network was too slow, or its page hung; it may come back."),
  /** A client sent what the protocol does not allow, and was closed. */
  CLIENT_WRONG(
      "client-wrong",
      "A client sent what the protocol does not allow, and was closed.",
      "Update the client; docs/signaling-protocol.md says what is allowed."),
  /** Somebody came without a room token. */
  TOKEN_MISSING(
      "token-missing",
      "Somebody came without a room token.",
      "The link was cut off; send the whole of it."),
  /** Somebody came with a room token that is not good here. */
  TOKEN_INVALID(
      "token-invalid",
      "Somebody came with a room token that is not good here.",
      "Check the link; tokens of your own must be signed with a key of this cluster."),
  /** Somebody came with a room token that has expired. */
  TOKEN_EXPIRED(
      "token-expired",
      "Somebody came with a room token that has expired.",
      "Make a fresh link; a lifetime of your choice is ttlSeconds."),
  /** The room token, or the API key behind it, was revoked. */
  TOKEN_REVOKED(
      "token-revoked",
      "The room token, or the API key behind it, was revoked.",
      "Make a fresh link, with a key that is good."),
  /** A page of an origin that is not allowed asked. */
  ORIGIN_REFUSED(
      "origin-refused",
      "A page of an origin that is not allowed asked.",
      "Name the origin in http.allowedOrigins, or open the page under http.publicUrl."),
  /** Somebody came to a room that does not exist. */
  ROOM_NOT_FOUND(
      "room-not-found",
      "Somebody came to a room that does not exist.",
      "Make the room again, and use its new link."),
  /** The room has ended. */
  ROOM_ENDED(
      "room-ended",
      "The room has ended.",
      "Nothing, if somebody meant to end it; a new call needs a new room."),
  /** Somebody came to a room that was full. */
  ROOM_FULL(
      "room-full",
      "Somebody came to a room that was full.",
      "Make rooms with a higher maxParticipants; the place of a lost connection is free after a minute."),
  /** Somebody was put out by whoever runs the room. */
  PUT_OUT(
      "put-out",
      "Somebody was put out by whoever runs the room.",
      "Nothing: somebody meant it."),
  /** The same identity came twice, and only one may stay. */
  IDENTITY_TWICE(
      "identity-twice",
      "The same identity came twice, and only one may stay.",
      "Nothing, if it is one person on two devices; else give each a token of its own. The rule is rooms.duplicateIdentity."),
  /** The use of the camera was not allowed. */
  CAMERA_REFUSED(
      "camera-refused",
      "The use of the camera was not allowed.",
      "The user allows it at the left of the address bar; an embedding page needs allow=\"camera\"."),
  /** No camera was found. */
  CAMERA_MISSING(
      "camera-missing",
      "No camera was found.",
      "The user plugs one in, or joins without."),
  /** The camera did not start; another program may have it. */
  CAMERA_BUSY(
      "camera-busy",
      "The camera did not start; another program may have it.",
      "The user closes the other program."),
  /** The use of the microphone was not allowed. */
  MICROPHONE_REFUSED(
      "microphone-refused",
      "The use of the microphone was not allowed.",
      "The user allows it at the left of the address bar; an embedding page needs allow=\"microphone\"."),
  /** No microphone was found. */
  MICROPHONE_MISSING(
      "microphone-missing",
      "No microphone was found.",
      "The user plugs one in."),
  /** The microphone did not start; another program may have it. */
  MICROPHONE_BUSY(
      "microphone-busy",
      "The microphone did not start; another program may have it.",
      "The user closes the other program."),
  /** The page was not served over https, so the browser hands out no camera and microphone. */
  PAGE_INSECURE(
      "page-insecure",
      "The page was not served over https, so the browser hands out no camera and microphone.",
      "Serve it over https; docs/deploy.md says how."),
  /** The browser has no WebRTC. */
  NO_WEBRTC(
      "no-webrtc",
      "The browser has no WebRTC.",
      "The user takes another browser, or allows WebRTC where it was switched off."),
  /** Many packets were lost. */
  POOR_QUALITY(
      "poor-quality",
      "Many packets were lost.",
      "Look at who reports it (the quality of the room): the network of that side is too weak.");

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

  /** Finds a cause by its text; empty when there is none such. */
  public static Optional<FailureCause> of(String code) {
    return Arrays.stream(values()).filter(each -> each.code.equals(code)).findFirst();
  }
}
