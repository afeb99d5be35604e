package dev.otter.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * The address of one signaling connection: {@code <node tag>.<128 random bits>}. The tag says which
 * node holds the connection, so a message finds it in one hop and without a look-up.
 *
 * @param value the text form, as {@code source} and {@code destination} in the protocol
 */
public record ConnectionId(@JsonValue String value) {

  /** The length of an id's text, all of it ASCII. */
  public static final int LENGTH = NodeTag.LENGTH + 23;

  /**
   * Checks the syntax.
   *
   * @throws IllegalArgumentException when {@code value} is not a node tag, a dot and 22 characters
   */
  @JsonCreator
  public ConnectionId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a connection id");
    }
  }

  /** Mints an id for a connection that {@code node} holds. */
  public static ConnectionId random(NodeTag node) {
    return new ConnectionId(node.value() + '.' + RandomText.base64Url(16));
  }

  /** Reads what a client sent; empty when it is null or does not have the form of an id. */
  public static Optional<ConnectionId> parse(String text) {
    return isValid(text) ? Optional.of(new ConnectionId(text)) : Optional.empty();
  }

  /** The node that holds the connection. */
  public NodeTag node() {
    return new NodeTag(value.substring(0, NodeTag.LENGTH));
  }

  private static boolean isValid(String text) {
    return text != null
        && text.length() == LENGTH
        && IdSyntax.isAlphanumeric(text, 0, NodeTag.LENGTH)
        && text.charAt(NodeTag.LENGTH) == '.'
        && IdSyntax.isBase64Url(text, NodeTag.LENGTH + 1, LENGTH);
  }

  @Override
  public String toString() {
    return value;
  }
}
