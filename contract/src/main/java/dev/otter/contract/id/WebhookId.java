package dev.otter.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;

/**
 * The id of a webhook. No secret.
 *
 * @param value the text form; not null, {@code wh_} and letters and digits
 */
public record WebhookId(@JsonValue String value) {

  private static final String PREFIX = "wh_";
  private static final int RANDOM_CHARACTERS = 16;

  /** Reads the text form. */
  @JsonCreator
  public WebhookId {
    Objects.requireNonNull(value);
  }

  /** Makes an id that no other webhook has. */
  public static WebhookId random() {
    return new WebhookId(PREFIX + RandomText.alphanumeric(RANDOM_CHARACTERS));
  }

  @Override
  public String toString() {
    return value;
  }
}
