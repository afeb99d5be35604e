package dev.otter.contract.auth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a participant may publish. Media goes from browser to browser, so it is the receivers who
 * keep to it: each is told what the others may, and drops the rest.
 */
public enum Grant {
  /** The microphone. */
  AUDIO,
  /** The camera. */
  VIDEO,
  /** The screen. */
  SCREEN,
  /** Chat and files. */
  DATA;

  /** The word of tokens, the room API and {@code otter.v1}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds a grant by its word; empty when there is none such. */
  public static Optional<Grant> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /**
   * Reads a grant that another node wrote.
   *
   * @return null when this version does not know it
   */
  @JsonCreator
  static Grant read(String word) {
    return of(word).orElse(null);
  }
}
