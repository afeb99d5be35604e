package dev.otter.turn.coturn;

import java.util.List;
import java.util.Optional;

/**
 * Where a relay has its TURN REST secrets from.
 *
 * @param listed those that its settings hold, where it asks nobody; secrets
 * @param door whom it asks; empty where all of them are in its settings
 */
public record RelaySecrets(List<String> listed, Optional<RedisAccess> door) {

  /** Copies. All of them are good, whichever is current: their order makes no other relay. */
  public RelaySecrets {
    listed = listed.stream().sorted().toList();
  }

  /** Secrets that are written into the settings. */
  public static RelaySecrets listed(List<String> secrets) {
    return new RelaySecrets(secrets, Optional.empty());
  }

  /** Secrets that the relay asks for, and so may change while it runs. */
  public static RelaySecrets behind(RedisAccess door) {
    return new RelaySecrets(List.of(), Optional.of(door));
  }

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "RelaySecrets[" + listed.size() + " listed, door=" + door + "]";
  }
}
