package dev.otter.turn.gateway;

import dev.otter.turn.stun.StunAttribute;
import dev.otter.turn.stun.StunMessage;
import java.util.ArrayList;
import java.util.List;

/** Answers to requests, and the numbers of refusals (RFC 8489, RFC 8656). */
final class Answers {

  static final int BAD_REQUEST = 400;
  static final int UNAUTHORIZED = 401;
  static final int FORBIDDEN = 403;
  static final int UNKNOWN_ATTRIBUTE = 420;
  static final int ALLOCATION_MISMATCH = 437;
  static final int STALE_NONCE = 438;
  static final int FAMILY_NOT_SUPPORTED = 440;
  static final int WRONG_CREDENTIALS = 441;
  static final int TRANSPORT_NOT_SUPPORTED = 442;
  static final int PEER_FAMILY_MISMATCH = 443;
  static final int QUOTA_REACHED = 486;
  static final int INSUFFICIENT_CAPACITY = 508;

  private static final int SUCCESS = 0x0100;
  private static final int ERROR = 0x0110;

  private Answers() {}

  static StunMessage success(StunMessage request, StunAttribute... attributes) {
    return new StunMessage(request.type() | SUCCESS, request.transactionId(), List.of(attributes));
  }

  /** A refusal without a reason in words, which nobody reads: it is to be short. */
  static StunMessage error(StunMessage request, int code, StunAttribute... attributes) {
    List<StunAttribute> all = new ArrayList<>();
    byte[] value = {0, 0, (byte) (code / 100), (byte) (code % 100)};
    all.add(new StunAttribute(StunAttribute.ERROR_CODE, value));
    all.addAll(List.of(attributes));
    return new StunMessage(request.type() | ERROR, request.transactionId(), all);
  }
}
