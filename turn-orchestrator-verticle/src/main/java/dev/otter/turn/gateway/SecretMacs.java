package dev.otter.turn.gateway;

import dev.otter.turn.TurnSecrets;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;

/**
 * A MAC for each TURN secret of the moment; made again when these have changed. Used on one thread.
 */
final class SecretMacs {

  private final TurnSecrets secrets;
  private final Function<String, Mac> make;
  private List<String> keyed = List.of();
  private List<Mac> macs = List.of();

  /**
   * Makes none yet.
   *
   * @param make what makes one of a secret
   */
  SecretMacs(TurnSecrets secrets, Function<String, Mac> make) {
    this.secrets = secrets;
    this.make = make;
  }

  /** That of the secret that signs. */
  Mac signing() {
    return accepted().get(0);
  }

  /** Those of all secrets that are good, the one that signs first. */
  List<Mac> accepted() {
    List<String> now = secrets.accepted();
    if (now != keyed) {
      macs = now.stream().map(make).toList();
      keyed = now;
    }
    return macs;
  }
}
