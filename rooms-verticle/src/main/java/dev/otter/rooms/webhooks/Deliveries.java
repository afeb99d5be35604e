package dev.otter.rooms.webhooks;

import dev.otter.contract.auth.SecretSeal;
import dev.otter.contract.cluster.ServingGate;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.id.WebhookId;
import dev.otter.contract.store.DeliveryState;
import dev.otter.contract.store.StoredWebhook;
import dev.otter.contract.store.WebhookDelivery;
import dev.otter.contract.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers, to those webhooks that are this node's at the moment: many rooms at once, and the
 * events of one room one after the other. Belongs to the context of its verticle.
 */
public final class Deliveries {

  /** So many wait for one webhook at most, and so many dead ones are kept. */
  static final int MAX_DELIVERIES = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  /** So many messages are on their way to one webhook at a time. */
  private static final int AT_ONCE = 16;

  /** A lease is asked for again when less than this is left of it. */
  private static final long RENEW_NANOS = TimeUnit.SECONDS.toNanos(WebhookStore.LEASE_SECONDS - 2);

  /** What is sent must have ended before another node may begin. */
  private static final long SPARE_NANOS =
      WebhookSender.TIMEOUT.plus(Duration.ofSeconds(1)).toNanos();

  private static final long AFTER_FAULT_MS = 2_000;

  private final Vertx vertx;
  private final NodeTag node;
  private final WebhookStore store;
  private final KnownWebhooks known;
  private final WebhookSender sender;
  private final SecretSeal seal;
  private final RetryPlan retries;
  private final ServingGate gate;
  private final InstantSource clock;
  private final WebhookMetrics metrics;
  private final Map<WebhookId, Lane> lanes = new HashMap<>();

  /**
   * What all of it works with.
   *
   * @param vertx the node's own
   * @param node this node
   * @param store where deliveries are kept
   * @param known the webhooks
   * @param seal opens their secrets
   * @param gate whether this node may decide about rooms
   * @param clock what times are taken from
   */
  public record Parts(
      Vertx vertx,
      NodeTag node,
      WebhookStore store,
      KnownWebhooks known,
      SecretSeal seal,
      ServingGate gate,
      InstantSource clock) {}

  Deliveries(Parts parts, WebhookSender sender, RetryPlan retries, WebhookMetrics metrics) {
    this.vertx = parts.vertx();
    this.node = parts.node();
    this.store = parts.store();
    this.known = parts.known();
    this.seal = parts.seal();
    this.gate = parts.gate();
    this.clock = parts.clock();
    this.sender = sender;
    this.retries = retries;
    this.metrics = metrics;
  }

  /** One webhook: whose it is until when, and what is on its way. */
  private static final class Lane {
    private final StoredWebhook webhook;
    private final Set<RoomId> busy = new HashSet<>();

    /** Rooms whose delivery ended since the store was asked: what it says of them is old. */
    private final Set<RoomId> ended = new HashSet<>();

    private long leasedUntil;
    private boolean asking;
    private boolean looking;
    private boolean lookAgain;

    private Lane(StoredWebhook webhook, long now) {
      this.webhook = webhook;
      this.leasedUntil = now;
    }

    private boolean leased(long now) {
      return leasedUntil - now > SPARE_NANOS;
    }
  }

  /** Looks for work everywhere; called again and again, and when there is some. */
  void look() {
    Set<WebhookId> there =
        known.all().stream().map(StoredWebhook::webhookId).collect(Collectors.toSet());
    lanes.keySet().retainAll(there);
    if (!gate.decides()) {
      return;
    }
    for (StoredWebhook webhook : known.all()) {
      Lane lane =
          lanes.computeIfAbsent(webhook.webhookId(), id -> new Lane(webhook, System.nanoTime()));
      keepLease(lane);
      look(lane);
    }
  }

  /** Where there is no other node, nobody has to be asked. */
  private void keepLease(Lane lane) {
    long now = System.nanoTime();
    if (!vertx.isClustered()) {
      lane.leasedUntil = now + TimeUnit.SECONDS.toNanos(WebhookStore.LEASE_SECONDS);
      return;
    }
    if (lane.asking || lane.leasedUntil - now > RENEW_NANOS) {
      return;
    }
    lane.asking = true;
    store
        .lease(lane.webhook.webhookId(), node)
        .onComplete(
            asked -> {
              lane.asking = false;
              if (asked.succeeded() && asked.result()) {
                // From when it was asked for: the store counts from later on.
                lane.leasedUntil = now + TimeUnit.SECONDS.toNanos(WebhookStore.LEASE_SECONDS);
                look(lane);
              }
            });
  }

  private void look(Lane lane) {
    if (lane.looking) {
      lane.lookAgain = true;
      return;
    }
    if (!lane.leased(System.nanoTime()) || lane.busy.size() >= AT_ONCE) {
      return;
    }
    lane.looking = true;
    lane.lookAgain = false;
    lane.ended.clear();
    store
        .due(lane.webhook.webhookId(), now(), 2 * AT_ONCE)
        .onFailure(failure -> LOG.debug("deliveries not read", failure))
        .onComplete(
            read -> {
              lane.looking = false;
              if (read.succeeded()) {
                read.result().stream()
                    .filter(delivery -> !lane.ended.contains(delivery.roomId()))
                    .forEach(delivery -> begin(lane, delivery));
              }
              if (lane.lookAgain) {
                look(lane);
              }
            });
  }

  private void begin(Lane lane, WebhookDelivery delivery) {
    if (!lane.leased(System.nanoTime())
        || lane.busy.size() >= AT_ONCE
        || !lane.busy.add(delivery.roomId())) {
      return;
    }
    deliver(lane, delivery)
        .onSuccess(done -> end(lane, delivery))
        .onFailure(
            failure -> {
              // It was perhaps taken; it comes again, rather than never.
              LOG.debug("the outcome of a delivery was not kept", failure);
              vertx.setTimer(AFTER_FAULT_MS, timer -> end(lane, delivery));
            });
  }

  private void end(Lane lane, WebhookDelivery delivery) {
    lane.busy.remove(delivery.roomId());
    lane.ended.add(delivery.roomId());
    look(lane);
  }

  private Future<Void> deliver(Lane lane, WebhookDelivery delivery) {
    StoredWebhook webhook = lane.webhook;
    return seal.open(webhook.webhookId().value(), webhook.sealedSecret())
        .map(
            secret ->
                sender.send(
                    webhook.url(), new WebhookSecret(secret), delivery.eventId(), delivery.body()))
        .orElseGet(
            () ->
                Future.succeededFuture(
                    new WebhookSender.Outcome(
                        0, "its secret was kept by a cluster with another secrets.json")))
        .compose(outcome -> keep(delivery, outcome));
  }

  private Future<Void> keep(WebhookDelivery delivery, WebhookSender.Outcome outcome) {
    if (outcome.good()) {
      metrics.delivered();
      return store.delivered(delivery);
    }
    WebhookDelivery after = retries.afterFailure(delivery, outcome.error(), now());
    metrics.failed(after.state());
    return store.update(after);
  }

  /** Counts what is kept for the webhooks that are this node's, where anybody wants to know. */
  void count() {
    if (!metrics.wanted()) {
      return;
    }
    long now = System.nanoTime();
    List<WebhookId> mine =
        lanes.values().stream()
            .filter(lane -> lane.leased(now))
            .map(lane -> lane.webhook.webhookId())
            .toList();
    for (DeliveryState state : DeliveryState.values()) {
      Future.all(mine.stream().map(id -> store.count(id, state)).toList())
          .onSuccess(
              counted ->
                  metrics.kept(
                      state, counted.<Integer>list().stream().mapToInt(Integer::intValue).sum()))
          .onFailure(failure -> LOG.debug("deliveries not counted", failure));
    }
  }

  /** Keeps the number of deliveries within bounds, for the webhooks that are this node's. */
  void trim() {
    long now = System.nanoTime();
    lanes.values().stream()
        .filter(lane -> lane.leased(now))
        .forEach(
            lane ->
                store
                    .trim(lane.webhook.webhookId(), MAX_DELIVERIES)
                    .onFailure(failure -> LOG.debug("deliveries not trimmed", failure)));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
