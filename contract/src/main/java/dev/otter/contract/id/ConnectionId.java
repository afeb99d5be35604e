package dev.otter.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address of one signaling connection: {@code <node tag>.<128 random bits>}. The tag says which
 * node holds the connection, so a message finds it in one hop and without a look-up.
 *
 * @param value the text form, as {@code source} and {@code destination} in the protocol
 */
public record ConnectionId(@JsonValue String value) {

  private static final Pattern SYNTAX =
      Pattern.compile("[0-9A-Za-z]{" + NodeTag.LENGTH + "}\\.[0-9A-Za-z_-]{22}");

  /**
   * Checks the syntax.
   *
   * @throws IllegalArgumentException when {@code value} is not a node tag, a dot and 22 characters
   */
  @JsonCreator
  public ConnectionId {
    if (value == null || !SYNTAX.matcher(value).matches()) {
      throw new IllegalArgumentException("not a connection id");
    }
  }

  /** Mints an id for a connection that {@code node} holds. */
  public static ConnectionId random(NodeTag node) {
    return new ConnectionId(node.value() + '.' + RandomText.base64Url(16));
  }

  /** Reads what a client sent; empty when it is null or does not have the form of an id. */
  public static Optional<ConnectionId> parse(String text) {
    return text != null && SYNTAX.matcher(text).matches()
        ? Optional.of(new ConnectionId(text))
        : Optional.empty();
  }

  /** The node that holds the connection. */
  public NodeTag node() {
    return new NodeTag(value.substring(0, NodeTag.LENGTH));
  }

  @Override
  public String toString() {
    return value;
  }
}
