package dev.otter.turn.kubernetes;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happened to the pods of an {@link ApiServerStub}, and who watches. Used under its lock. */
final class PodWatches {

  private final Context context;
  private final Object lock;
  private final List<JsonObject> events = new ArrayList<>();
  private final Map<HttpServerResponse, String> watches = new LinkedHashMap<>();
  private long version = 100;
  private long oldest;

  PodWatches(Context context, Object lock) {
    this.context = context;
    this.lock = lock;
  }

  int open() {
    return watches.size();
  }

  /** The version of the newest event. */
  long version() {
    return version;
  }

  /** Ends all that are open, in order or not. */
  void end(boolean inOrder) {
    List<HttpServerResponse> open = List.copyOf(watches.keySet());
    watches.clear();
    context.runOnContext(
        go -> open.forEach(inOrder ? HttpServerResponse::end : HttpServerResponse::reset));
  }

  /** Forgets what happened until now: a watch from before is answered with 410. */
  void forget() {
    oldest = ++version;
  }

  void watch(HttpServerResponse response, long since, String selector) {
    response.setChunked(true);
    if (since < oldest) {
      JsonObject status = new JsonObject().put("kind", "Status").put("code", 410);
      response.end(new JsonObject().put("type", "ERROR").put("object", status).encode() + "\n");
      return;
    }
    watches.put(response, selector);
    response.closeHandler(
        closed -> {
          synchronized (lock) {
            watches.remove(response);
          }
        });
    // What is empty is sent too, so that the client has the head of the answer.
    response.write("\n");
    events.stream()
        .filter(event -> matches(event.getJsonObject("object"), selector))
        .filter(event -> Long.parseLong(PodWatch.version(event.getJsonObject("object"))) > since)
        .forEach(event -> line(response, event));
  }

  void event(String type, JsonObject pod) {
    pod.getJsonObject("metadata").put("resourceVersion", "" + ++version);
    JsonObject event = new JsonObject().put("type", type).put("object", pod.copy());
    events.add(event);
    List<HttpServerResponse> open =
        watches.entrySet().stream()
            .filter(each -> matches(pod, each.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    // Not under the lock: a response has one of its own.
    context.runOnContext(go -> open.forEach(watch -> line(watch, event)));
  }

  /** Whether an object has the label of a selector, {@code name=value}. */
  static boolean matches(JsonObject object, String selector) {
    String[] wanted = selector.split("=", 2);
    JsonObject labels = object.getJsonObject("metadata").getJsonObject("labels", new JsonObject());
    return wanted[1].equals(labels.getString(wanted[0]));
  }

  private static void line(HttpServerResponse response, JsonObject event) {
    if (!response.ended() && !response.closed()) {
      response.write(event.encode() + "\n");
    }
  }
}
