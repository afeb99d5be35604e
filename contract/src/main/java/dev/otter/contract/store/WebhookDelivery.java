package dev.otter.contract.store;

import dev.otter.contract.id.RoomId;
import dev.otter.contract.id.WebhookId;
import java.time.Instant;

/**
 * One event on its way to one webhook.
 *
 * @param webhookId where it goes
 * @param roomId whose event it is
 * @param number the event's number in that room
 * @param type what happened, as text
 * @param body what is sent
 * @param state what is to become of it
 * @param attempts how often it was tried
 * @param createdAt since when it is tried
 * @param nextAt when it is tried next
 * @param lastError why the last attempt failed; null before
 */
public record WebhookDelivery(
    WebhookId webhookId,
    RoomId roomId,
    long number,
    String type,
    String body,
    DeliveryState state,
    int attempts,
    Instant createdAt,
    Instant nextAt,
    String lastError) {

  private static final char SEPARATOR = '.';

  /** One that was not tried yet. */
  public static WebhookDelivery fresh(
      WebhookId webhookId, RoomId roomId, long number, String type, String body, Instant now) {
    return new WebhookDelivery(
        webhookId, roomId, number, type, body, DeliveryState.WAITING, 0, now, now, null);
  }

  /** The id of the event, the same at each webhook and each attempt. */
  public String eventId() {
    return roomId.value() + SEPARATOR + number;
  }

  /** The same one after an attempt that failed. */
  public WebhookDelivery failed(String error, DeliveryState next, Instant tryAt) {
    return new WebhookDelivery(
        webhookId, roomId, number, type, body, next, attempts + 1, createdAt, tryAt, error);
  }

  /** The same one, tried from the beginning. */
  public WebhookDelivery again(Instant now) {
    return new WebhookDelivery(
        webhookId, roomId, number, type, body, DeliveryState.WAITING, 0, now, now, lastError);
  }

  /** The same one, given up. */
  public WebhookDelivery givenUp(String error) {
    return new WebhookDelivery(
        webhookId,
        roomId,
        number,
        type,
        body,
        DeliveryState.DEAD,
        attempts,
        createdAt,
        nextAt,
        error);
  }

  /** Leaves the body out. */
  @Override
  public String toString() {
    return "WebhookDelivery[webhookId=" + webhookId + ", event=" + eventId() + "]";
  }
}
