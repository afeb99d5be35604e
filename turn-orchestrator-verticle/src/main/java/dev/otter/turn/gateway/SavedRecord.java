package dev.otter.turn.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written of one session: one write at a time, and of what changes meanwhile the last state
 * only. Each write requires that the one before is what is there, so that a node which was taken
 * for dead cannot write over its heir. Used on the event loop.
 */
final class SavedRecord {

  private static final Logger LOG = LoggerFactory.getLogger(SavedRecord.class);

  private final GatewayStore store;
  private final InetSocketAddress client;
  private final Supplier<String> current;
  private final Runnable onLost;
  private String written;
  private Promise<Void> running;
  private Promise<Void> next;
  private boolean over;
  private boolean removing;

  /**
   * A record that is in the store.
   *
   * @param written what is there
   * @param current what should be there
   * @param onLost run when another node has the session
   */
  SavedRecord(
      GatewayStore store,
      InetSocketAddress client,
      String written,
      Supplier<String> current,
      Runnable onLost) {
    this.store = store;
    this.client = client;
    this.written = written;
    this.current = current;
    this.onLost = onLost;
  }

  /**
   * Writes what the session is now.
   *
   * @param again also if that is written already, so that nodes hear of it that came later
   * @return completes when it is there; fails when it could not be written
   */
  Future<Void> write(boolean again) {
    if (over || (running == null && !again && current.get().equals(written))) {
      return Future.succeededFuture();
    }
    if (running != null) {
      next = next == null ? Promise.promise() : next;
      return next.future();
    }
    running = Promise.promise();
    Future<Void> outcome = running.future();
    write(current.get());
    return outcome;
  }

  /** Takes it out of the store; nothing is written afterwards. */
  void remove() {
    over = true;
    removing = true;
    if (running == null) {
      Future<Boolean> unused = store.remove(client, written);
    }
  }

  /** Writes no more; what is there is another node's. */
  void leave() {
    over = true;
  }

  private void write(String record) {
    store
        .replace(client, written, record)
        .compose(
            done -> done ? Future.succeededFuture(Optional.empty()) : store.claim(client, record))
        .onComplete(
            outcome -> {
              if (outcome.failed()) {
                LOG.warn("a relayed session is not kept because={}", outcome.cause().toString());
                finish(Future.failedFuture(outcome.cause()));
              } else if (outcome.result().filter(there -> !there.equals(record)).isPresent()) {
                lost();
                finish(Future.succeededFuture());
              } else {
                written = record;
                finish(Future.succeededFuture());
              }
            });
  }

  private void lost() {
    removing = false;
    if (!over) {
      over = true;
      onLost.run();
    }
  }

  private void finish(Future<Void> outcome) {
    Promise<Void> done = running;
    Promise<Void> waiting = next;
    running = null;
    next = null;
    outcome.onComplete(done);
    if (removing) {
      Future<Boolean> unused = store.remove(client, written);
    }
    if (waiting != null) {
      write(false).onComplete(waiting);
    }
  }
}
