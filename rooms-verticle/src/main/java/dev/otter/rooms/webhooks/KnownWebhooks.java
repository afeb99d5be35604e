package dev.otter.rooms.webhooks;

import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomEventRecorder;
import dev.otter.contract.store.StoredWebhook;
import dev.otter.contract.store.WebhookStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhooks as this node knows them: read from the store again and again, and whenever another
 * node says that they have changed. While there are none, no events are recorded. Safe for any
 * thread.
 */
public final class KnownWebhooks implements RoomEventRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(KnownWebhooks.class);

  private final WebhookStore store;
  private volatile List<StoredWebhook> known = List.of();
  private volatile Consumer<Room> onWritten = room -> {};

  /** Makes an empty list. */
  public KnownWebhooks(WebhookStore store) {
    this.store = store;
  }

  /** Reads them; what was known stays where the store does not answer. */
  Future<Void> refresh() {
    return store
        .webhooks()
        .onSuccess(webhooks -> known = webhooks)
        .onFailure(failure -> LOG.debug("webhooks not read", failure))
        .mapEmpty();
  }

  List<StoredWebhook> all() {
    return known;
  }

  /** Says who takes the events from a room that was written. */
  void onWritten(Consumer<Room> taker) {
    onWritten = taker;
  }

  @Override
  public boolean wanted() {
    return !known.isEmpty();
  }

  @Override
  public void written(Room room) {
    onWritten.accept(room);
  }
}
