package dev.otter.turn.stun;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A STUN message without its integrity and fingerprint, which {@link StunCodec} adds and checks.
 *
 * @param type method and class, one of the constants here or any other of 14 bits
 * @param transactionId not null
 * @param attributes in their order; those after the integrity are left out
 */
public record StunMessage(int type, TransactionId transactionId, List<StunAttribute> attributes) {

  /** What each message has in its header. */
  public static final int COOKIE = 0x2112A442;

  /** "Are you there, and who am I?" */
  public static final int BINDING = 0x0001;

  /** "Give me a relayed address." */
  public static final int ALLOCATE = 0x0003;

  /** "Keep it", or with a lifetime of 0 "I am done". */
  public static final int REFRESH = 0x0004;

  /** "Send this on." No answer. */
  public static final int SEND = 0x0016;

  /** "This came for you." */
  public static final int DATA = 0x0017;

  /** "Let this peer through." */
  public static final int CREATE_PERMISSION = 0x0008;

  /** "Let this peer through, with a short header." */
  public static final int CHANNEL_BIND = 0x0009;

  private static final int SUCCESS = 0x0100;
  private static final int ERROR = 0x0110;
  private static final int CLASS = 0x0110;
  private static final int CODE_LENGTH = 4;

  /** Checks and copies. */
  public StunMessage {
    Objects.requireNonNull(transactionId, "transactionId");
    attributes = List.copyOf(attributes);
  }

  /** Whether this is the good answer to a request of that type. */
  public boolean isSuccessOf(int request) {
    return type == (request | SUCCESS);
  }

  /** Whether this is an answer, good or bad. */
  public boolean isAnswer() {
    return (type & CLASS) == SUCCESS || (type & CLASS) == ERROR;
  }

  /**
   * Why a request was refused.
   *
   * @return such as 401; 0 when this is no refusal, or one without a reason
   */
  public int errorCode() {
    if ((type & CLASS) != ERROR) {
      return 0;
    }
    return attribute(StunAttribute.ERROR_CODE)
        .filter(error -> error.value().length >= CODE_LENGTH)
        .map(error -> (error.value()[2] & 7) * 100 + error.value()[3])
        .orElse(0);
  }

  /** The first attribute of that type. */
  public Optional<StunAttribute> attribute(int wanted) {
    return attributes.stream().filter(each -> each.type() == wanted).findFirst();
  }

  /** The text of an attribute; empty when there is none. */
  public Optional<String> text(int wanted) {
    return attribute(wanted).map(StunAttribute::toText);
  }

  /** All attributes of that type, in their order. */
  public List<StunAttribute> all(int wanted) {
    return attributes.stream().filter(each -> each.type() == wanted).toList();
  }

  /** The address in an attribute; empty when there is none, or it holds none. */
  public Optional<InetSocketAddress> address(int wanted) {
    return attribute(wanted).flatMap(found -> found.toAddress(transactionId));
  }
}
