package dev.otter.rooms.webhooks;

import dev.otter.contract.store.DeliveryState;
import dev.otter.contract.store.WebhookDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * When a delivery that failed is tried again: after 1 s, and after each failure twice as long, up
 * to 5 minutes, a random part of it less, so that a receiver that comes back is not met by all at
 * once.
 *
 * @param giveUpAfter for how long it is tried
 * @param random from 0 to 1
 */
record RetryPlan(Duration giveUpAfter, DoubleSupplier random) {

  private static final long FIRST_MS = 1_000;
  private static final long LONGEST_MS = 300_000;

  /** So many doublings lead over the longest. */
  private static final int DOUBLINGS = 9;

  /** Up to this part of the time is left out. */
  private static final double JITTER = 0.5;

  /** The delivery after an attempt that failed. */
  WebhookDelivery afterFailure(WebhookDelivery delivery, String error, Instant now) {
    long full = Math.min(FIRST_MS << Math.min(delivery.attempts(), DOUBLINGS), LONGEST_MS);
    Instant next = now.plusMillis((long) (full * (1 - JITTER * random.getAsDouble())));
    boolean tooLong = next.isAfter(delivery.createdAt().plus(giveUpAfter));
    return delivery.failed(error, tooLong ? DeliveryState.DEAD : DeliveryState.WAITING, next);
  }
}
