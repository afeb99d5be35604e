package dev.otter.contract.kv;

import java.util.Objects;
import java.util.Optional;

/**
 * What happened to a key.
 *
 * @param key which; not null
 * @param value what it has now; empty when it was deleted or its life is over
 */
public record KeyValueChange(String key, Optional<String> value) {

  /** Checks that there is a key. */
  public KeyValueChange {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
  }

  /** Leaves the value out: whoever keeps it knows whether it may be shown. */
  @Override
  public String toString() {
    return "KeyValueChange[" + key + (value.isPresent() ? " written]" : " gone]");
  }
}
