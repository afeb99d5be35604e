package dev.otter.contract.error;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every refusal that a client can see, in one list: its stable code for programs, the HTTP status,
 * and the WebSocket close code where it ends a signaling connection. docs/errors.md lists the same
 * codes; a test proves both lists equal. Never rename or renumber one: clients depend on it.
 */
public enum ErrorCode {
  /** The request did not come as a whole in time. */
  REQUEST_LATE("request-late", 408),
  /** The request body is not JSON, or not a JSON object. */
  BODY_INVALID("body-invalid", 400),
  /** The request body is larger than allowed. */
  BODY_TOO_LARGE("body-too-large", 413),
  /** A member of the body, or a parameter, has a value that is not allowed. */
  FIELD_INVALID("field-invalid", 400),
  /** The call needs an API key and has none. */
  API_KEY_MISSING("api-key-missing", 401),
  /** The API key is not one of ours, or no longer. */
  API_KEY_INVALID("api-key-invalid", 401),
  /** The API key is good, and has no scope for this call. */
  SCOPE_MISSING("scope-missing", 403),
  /** The room token is good, and does not make its holder a host. */
  ROLE_MISSING("role-missing", 403),
  /** No API key has this id. */
  API_KEY_NOT_FOUND("api-key-not-found", 404),
  /** The key is set in the configuration, and only there can it be changed. */
  API_KEY_CONFIGURED("api-key-configured", 409),
  /** There are as many API keys as there may be. */
  API_KEYS_FULL("api-keys-full", 409),
  /** The call needs a room token and has none. */
  TOKEN_MISSING("token-missing", 401, 4401),
  /** The room token is malformed, forged, or for another room. */
  TOKEN_INVALID("token-invalid", 401, 4401),
  /** The room token was good and has ended. */
  TOKEN_EXPIRED("token-expired", 401, 4401),
  /** The room token, or the API key behind it, was revoked. */
  TOKEN_REVOKED("token-revoked", 401, 4401),
  /** The console's session has ended, or there was none. */
  SESSION_ENDED("session-ended", 401),
  /** A browser page of an origin that is not allowed. */
  ORIGIN_REFUSED("origin-refused", 403),
  /** No such page or call. */
  NOT_FOUND("not-found", 404),
  /** The path exists, but not with this method. */
  METHOD_NOT_ALLOWED("method-not-allowed", 405),
  /** {@code /ws} was asked for without a WebSocket upgrade. */
  UPGRADE_REQUIRED("upgrade-required", 426),
  /** No room has this id or name. */
  ROOM_NOT_FOUND("room-not-found", 404, 4404),
  /** No relay of this cluster has this id. */
  RELAY_NOT_FOUND("relay-not-found", 404),
  /** No node of this cluster has this id. */
  NODE_NOT_FOUND("node-not-found", 404),
  /** The TURN secret is set in the configuration, and only there can it be changed. */
  TURN_SECRET_CONFIGURED("turn-secret-configured", 409),
  /** A rotation of the TURN secret is under way. */
  TURN_SECRET_ROTATING("turn-secret-rotating", 409),
  /** A node does not say whether it could follow a rotation of the TURN secret. */
  TURN_SECRET_UNSURE("turn-secret-unsure", 409),
  /** There is no other node that would take the clients. */
  LAST_NODE("last-node", 409),
  /** No webhook has this id. */
  WEBHOOK_NOT_FOUND("webhook-not-found", 404),
  /** A webhook may not lead there. */
  WEBHOOK_TARGET("webhook-target", 400),
  /** There are as many webhooks as there may be. */
  WEBHOOKS_FULL("webhooks-full", 409),
  /** No dead delivery of this webhook has this id. */
  DELIVERY_NOT_FOUND("delivery-not-found", 404),
  /** The room has ended; closed stays closed. */
  ROOM_CLOSED("room-closed", 410, 4404),
  /** The room has as many participants as it may. */
  ROOM_FULL("room-full", 409, 4409),
  /** The node has as many connections as it may. */
  NODE_FULL("node-full", 503, 4429),
  /** The client's address has as many connections as it may. */
  ADDRESS_FULL("address-full", 429, 4429),
  /** The client's address, or its API key, calls more often than it may. */
  REQUEST_RATE("request-rate", 429),
  /** The API key has as many rooms as it may have. */
  TOO_MANY_ROOMS("too-many-rooms", 429),
  /** The client's address has come too often with keys or tokens that are none of ours. */
  AUTH_FAILURES("auth-failures", 429),
  /** The client sends more messages than it may. */
  MESSAGE_RATE("message-rate", 429, 4429),
  /** The message is larger than {@code limits.messageBytes}. */
  MESSAGE_TOO_LARGE("message-too-large", 413, 1009),
  /** A binary frame; signaling is text. */
  MESSAGE_BINARY("message-binary", 400, 1003),
  /** A text frame that is not UTF-8. */
  MESSAGE_NOT_UTF8("message-not-utf8", 400, 1007),
  /** Not an envelope of the protocol. */
  MESSAGE_INVALID("message-invalid", 400, 4400),
  /** A client of otter.v1 did not say hello in time. */
  HELLO_LATE("hello-late", 408, 4407),
  /** The resume secret, or the subject of the token, is not that of the connection to resume. */
  RESUME_REFUSED("resume-refused", 403, 4410),
  /** Another socket has resumed this connection. */
  RESUMED_ELSEWHERE("resumed-elsewhere", 409, 4411),
  /** The participant was put out of the room, by whoever made the room. */
  PUT_OUT("put-out", 403, 4403),
  /** The same identity came in again; the newest stays. */
  IDENTITY_REPLACED("identity-replaced", 409, 4412),
  /** The same identity is in already, and only one may be. */
  IDENTITY_PRESENT("identity-present", 409, 4413),
  /** No participant of the room has this connection id. */
  PARTICIPANT_NOT_FOUND("participant-not-found", 404),
  /** The destination is not a connection of the sender's room. */
  DESTINATION_UNKNOWN("destination-unknown", 404),
  /** The room holds nobody else, or more than one, so the destination must be named. */
  DESTINATION_REQUIRED("destination-required", 400),
  /** The client does not read what it is sent. */
  TOO_SLOW("too-slow", 503, 4408),
  /** The node is starting or draining; come back, here or elsewhere. */
  NOT_READY("not-ready", 503, 4503),
  /** The database is away, so nothing can be written; reading goes on. */
  STORE_UNAVAILABLE("store-unavailable", 503),
  /** Our fault; the log has the cause. */
  INTERNAL("internal", 500, 1011);

  private static final int NO_CLOSE = 0;

  private final String code;
  private final int httpStatus;
  private final int closeCode;

  ErrorCode(String code, int httpStatus) {
    this(code, httpStatus, NO_CLOSE);
  }

  ErrorCode(String code, int httpStatus, int closeCode) {
    this.code = code;
    this.httpStatus = httpStatus;
    this.closeCode = closeCode;
  }

  /** The stable text for programs. */
  public String code() {
    return code;
  }

  /** The HTTP status that goes with it. */
  public int httpStatus() {
    return httpStatus;
  }

  /**
   * The WebSocket close code that goes with it.
   *
   * @return the code; empty for a refusal that leaves the connection open
   */
  public Optional<Integer> closeCode() {
    return closeCode == NO_CLOSE ? Optional.empty() : Optional.of(closeCode);
  }

  /** Whether a client should come back by itself, after a wait, when this ended its connection. */
  public boolean reconnect() {
    return switch (this) {
      case NODE_FULL, ADDRESS_FULL, MESSAGE_RATE -> true;
      case HELLO_LATE, RESUME_REFUSED, TOO_SLOW, NOT_READY, INTERNAL -> true;
      default -> false;
    };
  }

  /** Finds a code by its text; empty when there is none such. */
  public static Optional<ErrorCode> of(String code) {
    return Arrays.stream(values()).filter(each -> each.code.equals(code)).findFirst();
  }
}
