package dev.otter.turn.kubernetes;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the pods with a label: a watch from the version of the last list, begun again from the
 * last event when it ends, and from a new list when the API server has forgotten that version (410)
 * or cannot be asked. It waits longer after each failure; something that is heard ends that. Used
 * on one context.
 */
final class PodWatch {

  private static final Logger LOG = LoggerFactory.getLogger(PodWatch.class);
  private static final long FIRST_WAIT_MS = 500;
  private static final long LONGEST_WAIT_MS = 30_000;
  private static final int GONE = 410;

  private final Vertx vertx;
  private final KubernetesApi api;
  private final String selector;
  private final Consumer<List<PodStatus>> onList;
  private final BiConsumer<PodStatus, Boolean> onPod;
  private long waitMs = FIRST_WAIT_MS;
  private boolean away;
  private boolean closed;
  private Runnable closeStream = () -> {};

  /**
   * Makes one that does nothing yet.
   *
   * @param vertx for the waits
   * @param api who is asked
   * @param selector which pods
   * @param onList all pods, each time they were listed again
   * @param onPod a pod that was made or changed; with true: one that is gone
   */
  PodWatch(
      Vertx vertx,
      KubernetesApi api,
      String selector,
      Consumer<List<PodStatus>> onList,
      BiConsumer<PodStatus, Boolean> onPod) {
    this.vertx = vertx;
    this.api = api;
    this.selector = selector;
    this.onList = onList;
    this.onPod = onPod;
  }

  /** The pods of a list. */
  static List<PodStatus> pods(JsonObject list) {
    return list.getJsonArray("items", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .map(PodStatus::of)
        .toList();
  }

  /** The version of a list or a pod; empty where it says none. */
  static String version(JsonObject of) {
    return of.getJsonObject("metadata", new JsonObject()).getString("resourceVersion", "");
  }

  /** Begins with what was listed before. */
  void open(String version) {
    watch(version);
  }

  /** Ends. */
  void close() {
    closed = true;
    closeStream.run();
  }

  private void list() {
    if (closed) {
      return;
    }
    api.listPods(selector)
        .onSuccess(
            list -> {
              if (!closed) {
                onList.accept(pods(list));
                watch(version(list));
              }
            })
        .onFailure(failure -> later(failure, this::list));
  }

  private void watch(String version) {
    if (closed) {
      return;
    }
    Place place = new Place(version);
    api.watchPods(selector, version, event -> event(event, place))
        .onSuccess(
            stream -> {
              closeStream = stream.close();
              if (closed) {
                stream.close().run();
              }
              stream.end().onComplete(end -> ended(place, end.cause()));
            })
        .onFailure(failure -> ended(place, failure));
  }

  private void event(JsonObject event, Place place) {
    JsonObject object = event.getJsonObject("object", new JsonObject());
    String type = event.getString("type", "");
    if (type.equals("ERROR")) {
      throw new KubernetesException(
          object.getInteger("code", 0), KubernetesCall.WATCH_PODS, object.getString("message", ""));
    }
    heard();
    place.version = version(object);
    if (!closed && !type.equals("BOOKMARK")) {
      onPod.accept(PodStatus.of(object), type.equals("DELETED"));
    }
  }

  /** An end in order is followed by a watch from there; after anything else all is looked at. */
  private void ended(Place place, Throwable failure) {
    boolean gone = failure instanceof KubernetesException refused && refused.status() == GONE;
    if (gone) {
      later(null, this::list);
    } else if (failure == null) {
      later(null, () -> watch(place.version));
    } else {
      later(failure, this::list);
    }
  }

  private void heard() {
    waitMs = FIRST_WAIT_MS;
    if (away) {
      away = false;
      LOG.info("kubernetes answers again");
    }
  }

  /** Said once for each time that it is away. */
  private void later(Throwable failure, Runnable next) {
    if (closed) {
      return;
    }
    if (failure != null && !away) {
      away = true;
      LOG.warn("pods cannot be watched because={}", failure.getMessage());
    }
    vertx.setTimer(waitMs, timer -> next.run());
    waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
  }

  /** How far a watch has come. */
  private static final class Place {
    private String version;

    Place(String version) {
      this.version = version;
    }
  }
}
