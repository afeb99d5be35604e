package dev.otter.rooms.webhooks;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.config.WebhooksConfig;
import dev.otter.contract.room.RoomMap;
import dev.otter.contract.room.WebhooksChanged;
import dev.otter.contract.signaling.NodeLeft;
import dev.otter.contract.store.RoomStore;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Delivers what happens to rooms to the webhooks. Runs on its own event-loop context, on each node
 * that keeps rooms.
 */
public final class WebhooksVerticle extends VerticleBase {

  /** How often it is looked for deliveries whose time has come. */
  private static final Duration LOOK_PERIOD = Duration.ofMillis(500);

  /** How often webhooks are read anew: what a lost message would cost. */
  private static final Duration REFRESH_PERIOD = Duration.ofSeconds(2);

  /** How often it is looked for what other nodes have left behind, besides when one dies. */
  private static final Duration SEARCH_PERIOD = Duration.ofMinutes(1);

  private static final Duration TRIM_PERIOD = Duration.ofSeconds(10);

  /** How old the figures of what is kept may be. */
  private static final Duration COUNT_PERIOD = Duration.ofSeconds(5);

  private final Deliveries.Parts parts;
  private final RoomStore roomStore;
  private final WebhooksConfig config;
  private final HostLookup hosts;
  private final WebhookMetrics metrics = new WebhookMetrics();
  private WebhookSender sender;
  private volatile Webhooks webhooks;

  /**
   * Makes the verticle.
   *
   * @param parts what all of it works with
   * @param roomStore what rooms that the map has lost are read from
   * @param config where webhooks may lead, and how long is tried
   */
  public WebhooksVerticle(Deliveries.Parts parts, RoomStore roomStore, WebhooksConfig config) {
    this.parts = parts;
    this.roomStore = roomStore;
    this.config = config;
    this.hosts = HostLookup.SYSTEM;
  }

  /** What an administrator does; only once it has started. */
  public Webhooks webhooks() {
    return webhooks;
  }

  /** What is measured here; may be bound at any time. */
  public MeterBinder metrics() {
    return metrics;
  }

  @Override
  public Future<?> start() {
    return RoomMap.open(vertx, roomStore, parts.known())
        .compose(
            rooms -> {
              open(rooms);
              return parts.known().refresh().otherwiseEmpty();
            });
  }

  private void open(RoomMap rooms) {
    TargetCheck targets = new TargetCheck(vertx, config.allowedTargets(), hosts);
    sender = new WebhookSender(vertx, targets, parts.clock());
    RetryPlan retries =
        new RetryPlan(
            Duration.ofSeconds(config.giveUpSeconds()),
            () -> ThreadLocalRandom.current().nextDouble());
    Deliveries deliveries = new Deliveries(parts, sender, retries, metrics);
    EventHandOver handOver =
        new EventHandOver(
            vertx, rooms, parts.store(), () -> say(new WebhooksChanged(false)), metrics);
    parts.known().onWritten(room -> context.runOnContext(turn -> handOver.take(room.roomId())));
    webhooks =
        new Webhooks(
            parts,
            targets,
            sender,
            () -> say(new WebhooksChanged(true)),
            () -> say(new WebhooksChanged(false)));
    vertx
        .eventBus()
        .<WebhooksChanged>consumer(
            BusAddress.WEBHOOKS_CHANGED.address(),
            message -> onChanged(deliveries, message.body()));
    vertx
        .eventBus()
        .<NodeLeft>localConsumer(BusAddress.NODE_LEFT.address(), message -> search(handOver));
    vertx.setPeriodic(LOOK_PERIOD.toMillis(), timer -> deliveries.look());
    vertx.setPeriodic(REFRESH_PERIOD.toMillis(), timer -> parts.known().refresh());
    vertx.setPeriodic(TRIM_PERIOD.toMillis(), timer -> deliveries.trim());
    vertx.setPeriodic(COUNT_PERIOD.toMillis(), timer -> deliveries.count());
    vertx.setPeriodic(SEARCH_PERIOD.toMillis(), timer -> search(handOver));
  }

  private void search(EventHandOver handOver) {
    if (parts.known().wanted() && parts.gate().decides()) {
      handOver.search();
    }
  }

  private void onChanged(Deliveries deliveries, WebhooksChanged changed) {
    Future<Void> ready =
        changed.which() ? parts.known().refresh().otherwiseEmpty() : Future.succeededFuture();
    ready.onComplete(done -> deliveries.look());
  }

  private void say(WebhooksChanged news) {
    vertx.eventBus().publish(BusAddress.WEBHOOKS_CHANGED.address(), news);
  }

  @Override
  public Future<?> stop() {
    return parts
        .store()
        .release(parts.node())
        .transform(released -> sender == null ? Future.succeededFuture() : sender.close());
  }
}
