package dev.otter.secrets;

import dev.otter.contract.bus.WireJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What the nodes of a cluster have agreed on, in their distributed map: who comes first makes it,
 * and each change is a compare-and-set. Safe for any thread; futures complete on the caller's
 * context.
 */
final class AgreedSecrets {

  private static final String MAP = "otter.secrets";
  private static final String ENTRY = "v1";
  private static final int ANSWER_SECONDS = 5;

  private final Vertx vertx;

  AgreedSecrets(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * What is there.
   *
   * @param text as it is there, also what a later version wrote; a secret
   * @param secrets what this version reads of it
   */
  record Entry(String text, ClusterSecrets secrets) {

    static Entry of(String text) {
      return new Entry(text, WireJson.read(text, ClusterSecrets.class));
    }

    /** Leaves the secrets out, so that no log line can hold them. */
    @Override
    public String toString() {
      return "Entry[" + secrets + "]";
    }
  }

  /** Agrees on these unless there are others; what is agreed on then. */
  Future<Entry> putIfAbsent(ClusterSecrets mine) {
    String text = WireJson.write(mine);
    return inMap(map -> map.putIfAbsent(ENTRY, text))
        .map(theirs -> Entry.of(theirs == null ? text : theirs));
  }

  /** What is agreed on; once a node has agreed on anything. */
  Future<Entry> read() {
    return inMap(map -> map.get(ENTRY)).map(Entry::of);
  }

  /** What is agreed on; on these if that is lost, as with all nodes that had a copy. */
  Future<Entry> readOr(ClusterSecrets mine) {
    return inMap(map -> map.get(ENTRY))
        .compose(
            there -> there == null ? putIfAbsent(mine) : Future.succeededFuture(Entry.of(there)));
  }

  /**
   * Agrees on others if nobody was faster.
   *
   * @param there what was read
   * @return whether they are what is agreed on now
   */
  Future<Boolean> replace(Entry there, ClusterSecrets next) {
    return inMap(map -> map.replaceIfPresent(ENTRY, there.text(), WireJson.write(next)));
  }

  private <T> Future<T> inMap(Function<AsyncMap<String, String>, Future<T>> call) {
    return vertx
        .sharedData()
        .<String, String>getAsyncMap(MAP)
        .compose(call)
        .timeout(ANSWER_SECONDS, TimeUnit.SECONDS);
  }
}
