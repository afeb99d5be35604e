package dev.otter.turn.docker;

import dev.otter.contract.config.DockerConfig;
import dev.otter.turn.http.EventStream;
import dev.otter.turn.http.LastWords;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The calls of the Docker Engine API that relays need. Each one ends within a bound; a refusal is a
 * {@link DockerException}. Used on one context.
 */
final class DockerEngine {

  private static final int NOT_FOUND = 404;
  private static final int LONGEST_LINE = 1 << 20;

  private final DockerHttp http;

  /** Makes a client of a daemon, whose answers may take a while. */
  DockerEngine(Vertx vertx, DockerConfig config, Duration patience) {
    this.http = new DockerHttp(vertx, config, patience);
  }

  /** Whether the daemon answers. */
  Future<Void> ping() {
    return http.call(HttpMethod.GET, "/_ping").mapEmpty();
  }

  /** Whether the image is on this machine. */
  Future<Boolean> hasImage(String image) {
    return http.call(HttpMethod.GET, "/images/" + image + "/json")
        .map(true)
        .recover(failure -> isNotFound(failure) ? done(false) : Future.failedFuture(failure));
  }

  /** Gets the image from its registry. */
  Future<Void> pull(String image) {
    return http.pull(image);
  }

  /**
   * Makes a container.
   *
   * @param name its name
   * @param body as the API wants it
   */
  Future<Void> create(String name, JsonObject body) {
    return http.call(HttpMethod.POST, "/containers/create?name=" + name, body).mapEmpty();
  }

  /** Unpacks a tar file in a volume of a container. */
  Future<Void> upload(String name, String directory, Buffer tar) {
    return http.upload(name, directory, tar);
  }

  /** Starts a container. */
  Future<Void> start(String name) {
    return http.callSlow(HttpMethod.POST, "/containers/" + name + "/start").mapEmpty();
  }

  /** Asks a container's process to end, and ends it after a while. */
  Future<Void> stop(String name, int graceSeconds) {
    String path = "/containers/" + name + "/stop?t=" + graceSeconds;
    return http.callSlow(HttpMethod.POST, path).mapEmpty();
  }

  /** Sends a signal to a container's process. */
  Future<Void> signal(String name, String signal) {
    String path = "/containers/" + name + "/kill?signal=" + signal;
    return http.call(HttpMethod.POST, path).mapEmpty();
  }

  /** Ends a container and removes it and its volume; none is no failure. */
  Future<Void> remove(String name) {
    return http.callSlow(HttpMethod.DELETE, "/containers/" + name + "?force=true&v=true")
        .<Void>mapEmpty()
        .recover(failure -> isNotFound(failure) ? done(null) : Future.failedFuture(failure));
  }

  /** What Docker knows of a container. */
  Future<JsonObject> inspect(String name) {
    return http.call(HttpMethod.GET, "/containers/" + name + "/json").map(DockerHttp::object);
  }

  /** All containers with a label, running or not. */
  Future<JsonArray> list(String label) {
    String filters = new JsonObject().put("label", new JsonArray().add(label)).encode();
    return http.call(
            HttpMethod.GET, "/containers/json?all=true&filters=" + DockerHttp.encoded(filters))
        .map(body -> body.toJsonArray());
  }

  /** What Docker knows of a network. */
  Future<JsonObject> network(String name) {
    return http.call(HttpMethod.GET, "/networks/" + name).map(DockerHttp::object);
  }

  /** Makes a network. */
  Future<Void> createNetwork(JsonObject body) {
    return http.call(HttpMethod.POST, "/networks/create", body).mapEmpty();
  }

  /** Removes a network; refused where somebody is in it. */
  Future<Void> removeNetwork(String name) {
    return http.call(HttpMethod.DELETE, "/networks/" + name).mapEmpty();
  }

  /** The last lines of a container's output, in one; empty when they cannot be had. */
  Future<String> lastWords(String name) {
    return http.call(HttpMethod.GET, "/containers/" + name + "/logs?stdout=1&stderr=1&tail=5")
        .map(LastWords::of)
        .otherwise("");
  }

  /**
   * Hears of the deaths of containers with a label.
   *
   * @param label which
   * @param onEvent an event as the API tells it
   * @return completes with the open stream, whose end is the daemon's or the connection's
   */
  Future<EventStream> events(String label, Consumer<JsonObject> onEvent) {
    JsonObject filters =
        new JsonObject()
            .put("label", new JsonArray().add(label))
            .put("type", new JsonArray().add("container"))
            .put("event", new JsonArray().add("die"));
    return http.open("/events?filters=" + DockerHttp.encoded(filters.encode()))
        .map(
            response ->
                EventStream.of(
                    response, LONGEST_LINE, line -> onEvent.accept(DockerHttp.object(line))));
  }

  /** Closes all connections. */
  Future<Void> close() {
    return http.close();
  }

  private static boolean isNotFound(Throwable failure) {
    return failure instanceof DockerException refused && refused.status() == NOT_FOUND;
  }

  private static <T> Future<T> done(T value) {
    return Future.succeededFuture(value);
  }
}
