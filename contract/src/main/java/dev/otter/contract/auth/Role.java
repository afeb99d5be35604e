package dev.otter.contract.auth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the holder of a room token may do in its room. */
public enum Role {
  /** Take part, and nothing else. */
  GUEST,
  /** Take part, put others out, end the room. */
  HOST;

  /** The word of tokens, the room API and {@code otter.v1}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds a role by its word; empty when there is none such. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** Reads what another node wrote; a role that this version does not know allows the least. */
  @JsonCreator
  static Role read(String word) {
    return of(word).orElse(GUEST);
  }
}
