package dev.otter.rooms.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.otter.contract.store.DeliveryState;
import dev.otter.contract.store.StoredWebhook;
import dev.otter.contract.store.WebhookDelivery;
import dev.otter.rooms.webhooks.Webhooks;
import java.time.Instant;
import java.util.List;

/** What the calls about webhooks answer. */
final class WebhookResources {

  private WebhookResources() {}

  /**
   * A webhook.
   *
   * @param id its id
   * @param url where it leads
   * @param createdAt when it was made
   * @param secret what its messages are signed with; only in the answer that makes it
   * @param waiting how many deliveries are tried
   * @param dead how many deliveries were given up
   */
  record Webhook(
      String id,
      String url,
      Instant createdAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) String secret,
      int waiting,
      int dead) {

    static Webhook of(StoredWebhook webhook, Webhooks.Counts counts) {
      return new Webhook(
          webhook.webhookId().value(),
          webhook.url(),
          webhook.createdAt(),
          null,
          counts.waiting(),
          counts.dead());
    }

    static Webhook of(Webhooks.Made made) {
      StoredWebhook webhook = made.webhook();
      return new Webhook(
          webhook.webhookId().value(), webhook.url(), webhook.createdAt(), made.secret(), 0, 0);
    }

    /** Leaves address and secret out. */
    @Override
    public String toString() {
      return "Webhook[id=" + id + "]";
    }
  }

  /**
   * All webhooks.
   *
   * @param webhooks the oldest first
   */
  record WebhookList(List<Webhook> webhooks) {}

  /**
   * A delivery.
   *
   * @param id its id; the header {@code webhook-id} of its messages
   * @param roomId whose event it is
   * @param number the event's number
   * @param type what happened
   * @param state waiting or dead
   * @param attempts how often it was tried
   * @param createdAt since when it is tried
   * @param nextAttemptAt when it is tried next; null where it is not
   * @param lastError why the last attempt failed; null before
   */
  record Delivery(
      String id,
      String roomId,
      long number,
      String type,
      String state,
      int attempts,
      Instant createdAt,
      Instant nextAttemptAt,
      String lastError) {

    static Delivery of(WebhookDelivery delivery) {
      boolean dead = delivery.state() == DeliveryState.DEAD;
      return new Delivery(
          delivery.eventId(),
          delivery.roomId().value(),
          delivery.number(),
          delivery.type(),
          delivery.state().text(),
          delivery.attempts(),
          delivery.createdAt(),
          dead ? null : delivery.nextAt(),
          delivery.lastError());
    }
  }

  /**
   * Deliveries.
   *
   * @param deliveries in the order of room id and number
   * @param next what to ask for as {@code after} to get more; null at the end
   */
  record DeliveryList(List<Delivery> deliveries, String next) {}

  /**
   * How many deliveries are tried again.
   *
   * @param redelivered so many
   */
  record Redelivered(int redelivered) {}
}
