package dev.otter.contract.store;

import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.id.WebhookId;
import dev.otter.contract.room.Room;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * Webhooks, and the events that are on their way to them. Futures as those of {@link RoomStore}.
 * Safe for any thread.
 */
public interface WebhookStore {

  /** For how long a lease is given, in seconds. */
  int LEASE_SECONDS = 15;

  /**
   * Keeps a webhook.
   *
   * @param most how many there may be
   * @return false when there are so many already
   */
  Future<Boolean> insert(StoredWebhook webhook, int most);

  /** Reads all webhooks, the oldest first. */
  Future<List<StoredWebhook>> webhooks();

  /**
   * Forgets a webhook and all that is on its way to it.
   *
   * @return whether it was there
   */
  Future<Boolean> delete(WebhookId webhookId);

  /**
   * Takes over the events that wait in a room, for each webhook. What was taken over before is
   * passed over.
   */
  Future<Void> handOver(Room room);

  /**
   * Lets one node at a time deliver to a webhook, for {@link #LEASE_SECONDS}, or longer when it
   * asks again before that has passed.
   *
   * @return whether it is this node's
   */
  Future<Boolean> lease(WebhookId webhookId, NodeTag node);

  /** Gives back what a node has, so that another need not wait. */
  Future<Void> release(NodeTag node);

  /** Reads what is to be tried now: of each room the oldest that waits, if its time has come. */
  Future<List<WebhookDelivery>> due(WebhookId webhookId, Instant now, int limit);

  /** Forgets a delivery: it was taken. */
  Future<Void> delivered(WebhookDelivery delivery);

  /** Writes what has changed of a delivery. */
  Future<Void> update(WebhookDelivery delivery);

  /**
   * Reads deliveries in the order of room id and number.
   *
   * @param after the room of the one before the first; null for the beginning
   * @param afterNumber its number
   */
  Future<List<WebhookDelivery>> list(
      WebhookId webhookId, DeliveryState state, RoomId after, long afterNumber, int limit);

  /** How many deliveries are in a state. */
  Future<Integer> count(WebhookId webhookId, DeliveryState state);

  /**
   * Tries dead deliveries again.
   *
   * @param roomId whose event; null for all of the webhook
   * @param number the event's number
   * @return how many these are
   */
  Future<Integer> redeliver(WebhookId webhookId, RoomId roomId, long number, Instant now);

  /**
   * Keeps a webhook's deliveries within bounds: of those that wait, what is too much dies, the
   * oldest first; of the dead, what is too much is forgotten, the oldest first.
   *
   * @param most how many there may be of each
   */
  Future<Void> trim(WebhookId webhookId, int most);
}
