package dev.otter.rooms.webhooks;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.id.WebhookId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomEvent;
import dev.otter.contract.room.RoomEventBody;
import dev.otter.contract.store.DeliveryState;
import dev.otter.contract.store.StoredWebhook;
import dev.otter.contract.store.WebhookDelivery;
import dev.otter.contract.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Webhooks where nothing outlives the cluster: in distributed maps, as long as one node runs. It
 * looks through all deliveries each time, of which there are {@link Deliveries#MAX_DELIVERIES} at
 * most. Safe for any thread.
 */
public final class SharedWebhooks implements WebhookStore {

  private static final Comparator<WebhookDelivery> IN_ORDER =
      Comparator.comparing((WebhookDelivery each) -> each.roomId().value())
          .thenComparing(WebhookDelivery::number);

  private static final Comparator<WebhookDelivery> BY_AGE =
      Comparator.comparing(WebhookDelivery::createdAt).thenComparing(WebhookDelivery::number);

  private final InstantSource clock;
  private final AsyncMap<String, String> webhooks;
  private final AsyncMap<String, String> deliveries;
  private final AsyncMap<String, String> leases;

  private SharedWebhooks(
      InstantSource clock,
      AsyncMap<String, String> webhooks,
      AsyncMap<String, String> deliveries,
      AsyncMap<String, String> leases) {
    this.clock = clock;
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.leases = leases;
  }

  /** Opens the maps. */
  public static Future<WebhookStore> open(Vertx vertx, InstantSource clock) {
    return Future.all(
            vertx.sharedData().<String, String>getAsyncMap("otter.webhooks"),
            vertx.sharedData().<String, String>getAsyncMap("otter.webhook-deliveries"),
            vertx.sharedData().<String, String>getAsyncMap("otter.webhook-leases"))
        .map(
            maps ->
                new SharedWebhooks(clock, maps.resultAt(0), maps.resultAt(1), maps.resultAt(2)));
  }

  /**
   * Who delivers to a webhook.
   *
   * @param node by its tag
   * @param until by the clocks of the nodes, which must not be further apart than a lease is long
   */
  record Lease(String node, Instant until) {}

  @Override
  public Future<Boolean> insert(StoredWebhook webhook, int most) {
    return webhooks
        .size()
        .compose(
            size ->
                size >= most
                    ? Future.succeededFuture(false)
                    : webhooks.put(webhook.webhookId().value(), WireJson.write(webhook)).map(true));
  }

  @Override
  public Future<List<StoredWebhook>> webhooks() {
    return webhooks
        .values()
        .map(
            all ->
                all.stream()
                    .map(json -> WireJson.read(json, StoredWebhook.class))
                    .sorted(
                        Comparator.comparing(StoredWebhook::createdAt)
                            .thenComparing(each -> each.webhookId().value()))
                    .toList());
  }

  @Override
  public Future<Boolean> delete(WebhookId webhookId) {
    return webhooks
        .remove(webhookId.value())
        .compose(
            removed ->
                all(webhookId)
                    .compose(all -> Future.join(all.map(this::delivered).toList()).<Void>mapEmpty())
                    .map(removed != null));
  }

  /**
   * What is handed over a second time after it was taken comes a second time, with the same number:
   * nothing here remembers what was delivered.
   */
  @Override
  public Future<Void> handOver(Room room) {
    Instant now = now();
    return webhooks()
        .compose(
            all -> {
              List<Future<String>> written = new ArrayList<>();
              for (StoredWebhook webhook : all) {
                for (RoomEvent event : room.recordedEvents().waiting()) {
                  WebhookDelivery fresh =
                      WebhookDelivery.fresh(
                          webhook.webhookId(),
                          room.roomId(),
                          event.number(),
                          event.type().text(),
                          RoomEventBody.json(room, event),
                          now);
                  written.add(deliveries.putIfAbsent(key(fresh), WireJson.write(fresh)));
                }
              }
              return Future.join(written).mapEmpty();
            });
  }

  @Override
  public Future<Boolean> lease(WebhookId webhookId, NodeTag node) {
    String key = webhookId.value();
    String wanted = WireJson.write(new Lease(node.value(), now().plusSeconds(LEASE_SECONDS)));
    return leases
        .putIfAbsent(key, wanted)
        .compose(
            there -> {
              if (there == null) {
                return Future.succeededFuture(true);
              }
              Lease lease = WireJson.read(there, Lease.class);
              boolean free = lease.node().equals(node.value()) || lease.until().isBefore(now());
              return free
                  ? leases.replaceIfPresent(key, there, wanted)
                  : Future.succeededFuture(false);
            });
  }

  @Override
  public Future<Void> release(NodeTag node) {
    return leases
        .entries()
        .compose(
            all ->
                Future.join(
                        all.entrySet().stream()
                            .filter(
                                each ->
                                    WireJson.read(each.getValue(), Lease.class)
                                        .node()
                                        .equals(node.value()))
                            .map(each -> leases.removeIfPresent(each.getKey(), each.getValue()))
                            .toList())
                    .mapEmpty());
  }

  @Override
  public Future<List<WebhookDelivery>> due(WebhookId webhookId, Instant now, int limit) {
    return all(webhookId, DeliveryState.WAITING)
        .map(
            all -> {
              Map<RoomId, WebhookDelivery> oldest = new HashMap<>();
              all.forEach(
                  each ->
                      oldest.merge(each.roomId(), each, (a, b) -> a.number() < b.number() ? a : b));
              return oldest.values().stream()
                  .filter(each -> !each.nextAt().isAfter(now))
                  .sorted(Comparator.comparing(WebhookDelivery::nextAt))
                  .limit(limit)
                  .toList();
            });
  }

  @Override
  public Future<Void> delivered(WebhookDelivery delivery) {
    return deliveries.remove(key(delivery)).mapEmpty();
  }

  @Override
  public Future<Void> update(WebhookDelivery delivery) {
    return deliveries.replace(key(delivery), WireJson.write(delivery)).mapEmpty();
  }

  @Override
  public Future<List<WebhookDelivery>> list(
      WebhookId webhookId, DeliveryState state, RoomId after, long afterNumber, int limit) {
    return all(webhookId, state)
        .map(
            all ->
                all.filter(each -> after == null || isAfter(each, after, afterNumber))
                    .sorted(IN_ORDER)
                    .limit(limit)
                    .toList());
  }

  private static boolean isAfter(WebhookDelivery each, RoomId room, long number) {
    int order = each.roomId().value().compareTo(room.value());
    return order > 0 || (order == 0 && each.number() > number);
  }

  @Override
  public Future<Integer> count(WebhookId webhookId, DeliveryState state) {
    return all(webhookId, state).map(all -> (int) all.count());
  }

  @Override
  public Future<Integer> redeliver(WebhookId webhookId, RoomId roomId, long number, Instant now) {
    return all(webhookId, DeliveryState.DEAD)
        .compose(
            all -> {
              List<Future<Void>> changed =
                  all.filter(
                          each ->
                              roomId == null
                                  || (each.roomId().equals(roomId) && each.number() == number))
                      .map(each -> update(each.again(now)))
                      .toList();
              return Future.join(changed).map(changed.size());
            });
  }

  @Override
  public Future<Void> trim(WebhookId webhookId, int most) {
    return tooMany(webhookId, DeliveryState.WAITING, most)
        .compose(
            tooMany ->
                Future.join(
                    tooMany.stream()
                        .map(each -> update(each.givenUp("too many were waiting")))
                        .toList()))
        .compose(done -> tooMany(webhookId, DeliveryState.DEAD, most))
        .compose(tooMany -> Future.join(tooMany.stream().map(this::delivered).toList()))
        .mapEmpty();
  }

  private Future<List<WebhookDelivery>> tooMany(
      WebhookId webhookId, DeliveryState state, int most) {
    return all(webhookId, state)
        .map(
            all -> {
              List<WebhookDelivery> oldestFirst = all.sorted(BY_AGE).toList();
              return oldestFirst.subList(0, Math.max(0, oldestFirst.size() - most));
            });
  }

  private Future<Stream<WebhookDelivery>> all(WebhookId webhookId, DeliveryState state) {
    return all(webhookId).map(all -> all.filter(each -> each.state() == state));
  }

  private Future<Stream<WebhookDelivery>> all(WebhookId webhookId) {
    return deliveries
        .values()
        .map(
            all ->
                all.stream()
                    .map(json -> WireJson.read(json, WebhookDelivery.class))
                    .filter(each -> each.webhookId().equals(webhookId)));
  }

  private static String key(WebhookDelivery delivery) {
    return delivery.webhookId().value() + ' ' + delivery.eventId();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
