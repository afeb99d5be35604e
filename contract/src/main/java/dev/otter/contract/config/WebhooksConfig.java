package dev.otter.contract.config;

import java.util.List;

/**
 * How webhooks are delivered.
 *
 * @param allowedTargets where they may lead besides https and public addresses; empty for nowhere
 * @param giveUpSeconds how long a delivery is tried, default {@value #DEFAULT_GIVE_UP_SECONDS}
 */
public record WebhooksConfig(List<AllowedTarget> allowedTargets, int giveUpSeconds) {

  /** Default of {@code webhooks.giveUpSeconds}: a day. */
  public static final int DEFAULT_GIVE_UP_SECONDS = 86_400;

  /** The defaults. */
  public static final WebhooksConfig DEFAULT =
      new WebhooksConfig(List.of(), DEFAULT_GIVE_UP_SECONDS);

  /**
   * Checks and copies.
   *
   * @throws InvalidOptionException if a delivery would be tried for no time at all
   */
  public WebhooksConfig {
    allowedTargets = List.copyOf(allowedTargets);
    if (giveUpSeconds < 1) {
      throw InvalidOptionException.expected("webhooks.giveUpSeconds", "1 or more", giveUpSeconds);
    }
  }
}
