package dev.otter.contract.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What happens when an identity comes into a room that it is in already. */
public enum DuplicateIdentity {
  /** The newest comes in, in the place of the older one, which is told why. */
  NEWEST,
  /** The newest is refused while the older one is connected. */
  REFUSE,
  /** Both are in. */
  ALLOW;

  /** The name of the option. */
  public static final String OPTION = "rooms.duplicateIdentity";

  /**
   * Reads the text of {@code rooms.duplicateIdentity}.
   *
   * @param text a rule's name in lower case; not null
   * @throws InvalidOptionException if there is no such rule
   */
  public static DuplicateIdentity parse(String text) {
    for (DuplicateIdentity rule : values()) {
      if (rule.optionText().equals(text)) {
        return rule;
      }
    }
    String known =
        Arrays.stream(values())
            .map(DuplicateIdentity::optionText)
            .collect(Collectors.joining(", "));
    throw InvalidOptionException.expected(OPTION, "one of " + known, text);
  }

  /** The name used in configuration; {@link #parse} reads it. */
  public String optionText() {
    return name().toLowerCase(Locale.ROOT);
  }
}
