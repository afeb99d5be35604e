package dev.otter.contract.store;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is to become of a delivery. One that was delivered is no longer kept. */
public enum DeliveryState {
  /** It is tried until it is taken, or for too long. */
  WAITING,
  /** It was given up; it is tried again only when somebody says so. */
  DEAD;

  /** The text form, as in the API. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds a state by its text; empty when there is none such. */
  public static Optional<DeliveryState> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }
}
