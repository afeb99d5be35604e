package dev.otter.turn.relay;

import dev.otter.contract.id.RandomText;
import java.util.Locale;

/**
 * The name of one relay, unique in the cluster; also the name of its container or directory.
 *
 * @param value {@code relay-} and lower-case letters and digits
 */
public record RelayId(String value) {

  private static final String PREFIX = "relay-";
  private static final int RANDOM_CHARACTERS = 12;

  /**
   * Checks the syntax.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public RelayId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a relay id");
    }
  }

  /** Makes a name for a new relay. */
  public static RelayId random() {
    return new RelayId(
        PREFIX + RandomText.alphanumeric(RANDOM_CHARACTERS).toLowerCase(Locale.ROOT));
  }

  /** Whether a text has the form of a name. */
  public static boolean isValid(String text) {
    return text.matches(PREFIX + "[a-z0-9]{" + RANDOM_CHARACTERS + "}");
  }

  @Override
  public String toString() {
    return value;
  }
}
