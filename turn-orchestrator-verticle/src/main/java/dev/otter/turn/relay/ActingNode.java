package dev.otter.turn.relay;

import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.KeyValueStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which node of the cluster acts for relays that all of them share: the one that holds a lease, as
 * long as it renews it. Who cannot renew it lets go before another node can have it. Used on one
 * context.
 */
public final class ActingNode {

  /** So long a lease is good without being renewed. */
  static final Duration LEASE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(ActingNode.class);
  private static final Duration TRY_EVERY = Duration.ofSeconds(2);

  /** Enough for one try more, and for clocks that differ a little. */
  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(7);

  private static final String KEY = "acting";

  private final Vertx vertx;
  private final KeyValueStore store;
  private final String tag;
  private final LongSupplier nanoTime;
  private final Supplier<Future<?>> onActing;
  private final Supplier<Future<?>> onOver;
  private Optional<Long> renewedNanos = Optional.empty();
  private boolean asking;
  private long timer;
  private boolean closed;

  /**
   * Makes one that does not ask yet.
   *
   * @param vertx whose current context is used
   * @param store which all nodes share
   * @param tag this node
   * @param nanoTime as {@link System#nanoTime}
   * @param onActing begins to act; a failure ends the lease, and it is tried again
   * @param onOver ends it; it must do so at once, and may take its time to clear up
   */
  public ActingNode(
      Vertx vertx,
      KeyValueStore store,
      NodeTag tag,
      LongSupplier nanoTime,
      Supplier<Future<?>> onActing,
      Supplier<Future<?>> onOver) {
    this.vertx = vertx;
    this.store = store;
    this.tag = tag.value();
    this.nanoTime = nanoTime;
    this.onActing = onActing;
    this.onOver = onOver;
  }

  /** Begins to ask for the lease. */
  public void open() {
    timer = vertx.setPeriodic(TRY_EVERY.toMillis(), tick -> look());
    look();
  }

  /** Lets go, for the next node to take over at once. */
  public Future<Void> close() {
    closed = true;
    vertx.cancelTimer(timer);
    if (renewedNanos.isEmpty()) {
      return Future.succeededFuture();
    }
    renewedNanos = Optional.empty();
    return onOver.get().transform(done -> store.deleteIf(KEY, tag)).transform(done -> ok());
  }

  private void look() {
    boolean late =
        renewedNanos.map(at -> nanoTime.getAsLong() - at > GIVE_UP_AFTER.toNanos()).orElse(false);
    if (late) {
      over("its lease could not be renewed");
    }
    if (asking || closed) {
      return;
    }
    asking = true;
    long asked = nanoTime.getAsLong();
    Future<Boolean> answer =
        renewedNanos.isPresent()
            ? store.compareAndSet(KEY, tag, tag, LEASE)
            : store.putIfAbsent(KEY, tag, LEASE).map(Optional::isEmpty);
    answer.onComplete(
        outcome -> {
          asking = false;
          if (outcome.succeeded() && !closed) {
            answered(outcome.result(), asked);
          }
        });
  }

  private void answered(boolean mine, long asked) {
    boolean before = renewedNanos.isPresent();
    if (mine && before) {
      renewedNanos = Optional.of(asked);
    } else if (mine) {
      renewedNanos = Optional.of(asked);
      LOG.info("this node acts for the relays of the cluster");
      onActing
          .get()
          .onFailure(
              failure -> {
                over(failure.getMessage());
                store.deleteIf(KEY, tag);
              });
    } else if (before) {
      over("another node has its lease");
    }
  }

  private void over(String why) {
    if (renewedNanos.isPresent()) {
      renewedNanos = Optional.empty();
      LOG.warn("this node does not act for the relays of the cluster any more because={}", why);
      onOver
          .get()
          .onFailure(
              failure -> LOG.warn("it did not end in order because={}", failure.getMessage()));
    }
  }

  private static Future<Void> ok() {
    return Future.succeededFuture();
  }
}
