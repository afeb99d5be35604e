package dev.otter.rooms.webhooks;

import dev.otter.contract.auth.SecretSeal;
import dev.otter.contract.bus.WireJson;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.id.WebhookId;
import dev.otter.contract.store.DeliveryState;
import dev.otter.contract.store.StoredWebhook;
import dev.otter.contract.store.WebhookDelivery;
import dev.otter.contract.store.WebhookStore;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * What an administrator does with webhooks. Safe for any thread; a test message is sent on the
 * context of whoever asks for it.
 */
public final class Webhooks {

  /** So many webhooks there may be: each event is kept once for each of them. */
  public static final int MAX_WEBHOOKS = 20;

  private static final String PING = "webhook.ping";

  private final WebhookStore store;
  private final KnownWebhooks known;
  private final SecretSeal seal;
  private final TargetCheck targets;
  private final WebhookSender sender;
  private final InstantSource clock;
  private final Runnable onChanged;
  private final Runnable onWaiting;

  /**
   * Makes the operations.
   *
   * @param parts what all of it works with
   * @param targets where webhooks may lead
   * @param sender sends test messages
   * @param onChanged told when there are others than before
   * @param onWaiting told when there is something to be delivered
   */
  Webhooks(
      Deliveries.Parts parts,
      TargetCheck targets,
      WebhookSender sender,
      Runnable onChanged,
      Runnable onWaiting) {
    this.store = parts.store();
    this.known = parts.known();
    this.seal = parts.seal();
    this.clock = parts.clock();
    this.targets = targets;
    this.sender = sender;
    this.onChanged = onChanged;
    this.onWaiting = onWaiting;
  }

  /**
   * A webhook that was made now.
   *
   * @param webhook as it is kept
   * @param secret what its messages are signed with; shown this once
   */
  public record Made(StoredWebhook webhook, String secret) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
      return "Made[" + webhook + "]";
    }
  }

  /**
   * How a test message went.
   *
   * @param status what the receiver answered; 0 where it did not
   * @param error why it did not go well; null where it did
   */
  public record Ping(int status, String error) {}

  /**
   * How many deliveries a webhook has.
   *
   * @param waiting those that are tried
   * @param dead those that were given up
   */
  public record Counts(int waiting, int dead) {}

  /** Makes a webhook, where it may lead there. */
  public Future<Made> create(String url) {
    return targets
        .check(url)
        .compose(
            good -> {
              WebhookId webhookId = WebhookId.random();
              WebhookSecret secret = WebhookSecret.random();
              StoredWebhook webhook =
                  new StoredWebhook(
                      webhookId,
                      url,
                      seal.close(webhookId.value(), secret.bytes()),
                      clock.instant().truncatedTo(ChronoUnit.MILLIS));
              return store
                  .insert(webhook, MAX_WEBHOOKS)
                  .compose(
                      inserted -> {
                        if (!inserted) {
                          throw new RefusedException(
                              ErrorCode.WEBHOOKS_FULL,
                              "there are " + MAX_WEBHOOKS + " webhooks, and no more may be made");
                        }
                        onChanged.run();
                        // On this node from now on; the others hear of it in a moment.
                        return known.refresh();
                      })
                  .map(read -> new Made(webhook, secret.shown()));
            });
  }

  /** All webhooks, the oldest first. */
  public Future<List<StoredWebhook>> list() {
    return store.webhooks();
  }

  /** How many deliveries a webhook has. */
  public Future<Counts> counts(WebhookId webhookId) {
    return store
        .count(webhookId, DeliveryState.WAITING)
        .compose(
            waiting ->
                store.count(webhookId, DeliveryState.DEAD).map(dead -> new Counts(waiting, dead)));
  }

  /** Deletes a webhook and what is on its way to it. */
  public Future<Void> delete(WebhookId webhookId) {
    return store
        .delete(webhookId)
        .map(
            deleted -> {
              if (!deleted) {
                throw notFound();
              }
              onChanged.run();
              return null;
            });
  }

  /** Sends a test message, once, and tells how it went. */
  public Future<Ping> ping(WebhookId webhookId) {
    return find(webhookId)
        .compose(
            webhook -> {
              byte[] secret =
                  seal.open(webhookId.value(), webhook.sealedSecret())
                      .orElseThrow(
                          () ->
                              new RefusedException(
                                  ErrorCode.WEBHOOK_NOT_FOUND,
                                  "this webhook was made by a cluster with another secrets.json"));
              String body = WireJson.write(Map.of("type", PING, "at", clock.instant().toString()));
              String id = PING + '.' + clock.instant().toEpochMilli();
              return sender
                  .send(webhook.url(), new WebhookSecret(secret), id, body)
                  .map(outcome -> new Ping(outcome.status(), outcome.error()));
            });
  }

  /**
   * Deliveries of a webhook, in the order of room id and number.
   *
   * @param after the room of the one before the first; null for the beginning
   * @param afterNumber its number
   */
  public Future<List<WebhookDelivery>> deliveries(
      WebhookId webhookId, DeliveryState state, RoomId after, long afterNumber, int limit) {
    return find(webhookId)
        .compose(there -> store.list(webhookId, state, after, afterNumber, limit));
  }

  /**
   * Tries dead deliveries again.
   *
   * @param roomId whose event; null for all
   * @param number the event's number
   * @return how many these are
   */
  public Future<Integer> redeliver(WebhookId webhookId, RoomId roomId, long number) {
    return find(webhookId)
        .compose(
            there ->
                store.redeliver(
                    webhookId, roomId, number, clock.instant().truncatedTo(ChronoUnit.MILLIS)))
        .map(
            count -> {
              if (count == 0 && roomId != null) {
                throw new RefusedException(
                    ErrorCode.DELIVERY_NOT_FOUND, "no dead delivery of this webhook has this id");
              }
              onWaiting.run();
              return count;
            });
  }

  private Future<StoredWebhook> find(WebhookId webhookId) {
    return store
        .webhooks()
        .map(
            all ->
                all.stream()
                    .filter(each -> each.webhookId().equals(webhookId))
                    .findFirst()
                    .orElseThrow(Webhooks::notFound));
  }

  private static RefusedException notFound() {
    return new RefusedException(ErrorCode.WEBHOOK_NOT_FOUND, "no webhook has this id");
  }
}
