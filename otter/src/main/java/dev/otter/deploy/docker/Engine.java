package dev.otter.deploy.docker;

import dev.otter.contract.config.DockerConfig;
import dev.otter.deploy.DeployException;
import dev.otter.turn.docker.DockerException;
import dev.otter.turn.docker.DockerHttp;
import dev.otter.turn.http.LastWords;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The calls of the Docker Engine API that a deployment needs, one after the other. Blocking; each
 * ends within a bound. A refusal is a {@link DeployException} with Docker's words.
 */
final class Engine implements AutoCloseable {

  /** What a stopping node may need, and more. */
  private static final Duration LONGEST = Duration.ofSeconds(150);

  private static final long PULL_SECONDS = 330;
  private static final int NOT_FOUND = 404;
  private static final Function<Buffer, JsonObject> JSON = DockerHttp::object;
  private static final long LOOK_AGAIN_MS = 200;

  private final Vertx vertx;
  private final DockerConfig config;
  private final DockerHttp http;
  private final Context context;

  Engine(DockerConfig config) {
    // A unix socket needs the native transport.
    this.vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    this.config = config;
    this.http = new DockerHttp(vertx, config, LONGEST);
    this.context = vertx.getOrCreateContext();
  }

  /** Where it is, as {@code DOCKER_HOST}. */
  DockerConfig config() {
    return config;
  }

  /** Whether it answers. */
  void ping() {
    await(() -> http.call(HttpMethod.GET, "/_ping"), DockerHttp.PATIENCE.toSeconds());
  }

  /** The id of an image that is there. */
  Optional<String> imageId(String image) {
    return await(() -> ifThere(http.call(HttpMethod.GET, "/images/" + image + "/json"), JSON))
        .map(body -> body.getString("Id"));
  }

  /** Gets an image from its registry. */
  void pull(String image) {
    await(() -> http.pull(image), PULL_SECONDS);
  }

  /** What is known of a network. */
  Optional<JsonObject> network(String name) {
    return await(() -> ifThere(http.call(HttpMethod.GET, "/networks/" + name), JSON));
  }

  void createNetwork(JsonObject body) {
    await(() -> http.call(HttpMethod.POST, "/networks/create", body));
  }

  void removeNetwork(String name) {
    unlessGone(() -> http.call(HttpMethod.DELETE, "/networks/" + name));
  }

  /** All containers with a label, running or not, as the API lists them. */
  List<JsonObject> containers(String label) {
    String path = "/containers/json?all=true&filters=" + labelled(label);
    return await(() -> http.call(HttpMethod.GET, path).map(Buffer::toJsonArray)).stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  /** What is known of a container. */
  Optional<JsonObject> container(String name) {
    return await(() -> ifThere(http.call(HttpMethod.GET, "/containers/" + name + "/json"), JSON));
  }

  void create(String name, JsonObject body) {
    await(() -> http.call(HttpMethod.POST, "/containers/create?name=" + name, body));
  }

  void upload(String name, String directory, Buffer tar) {
    await(() -> http.upload(name, directory, tar));
  }

  void start(String name) {
    await(() -> http.call(HttpMethod.POST, "/containers/" + name + "/start"));
  }

  /** Lets a container end by itself, for as long as it was made with; none is no failure. */
  void stop(String name) {
    unlessGone(() -> http.call(HttpMethod.POST, "/containers/" + name + "/stop"));
  }

  /** Ends a container at once, and removes it and its nameless volumes; none is no failure. */
  void remove(String name) {
    unlessGone(() -> http.call(HttpMethod.DELETE, "/containers/" + name + "?force=true&v=true"));
  }

  void signal(String name, String signal) {
    await(() -> http.call(HttpMethod.POST, "/containers/" + name + "/kill?signal=" + signal));
  }

  /** The last lines of a container's output, in one; empty when they cannot be had. */
  String lastWords(String name) {
    return await(
        () ->
            http.call(HttpMethod.GET, "/containers/" + name + "/logs?stdout=1&stderr=1&tail=5")
                .map(LastWords::of)
                .otherwise(""));
  }

  /** A small text file of a container, running or not. */
  Optional<String> readFile(String name, String path) {
    String archive = "/containers/" + name + "/archive?path=" + DockerHttp.encoded(path);
    return await(() -> ifThere(http.call(HttpMethod.GET, archive), TarEntry::text));
  }

  /**
   * Runs a program in a container and waits until it ends.
   *
   * @return its exit code
   */
  int exec(String name, List<String> command, Duration bound) {
    JsonObject body = new JsonObject().put("Cmd", new JsonArray(command));
    String made = "/containers/" + name + "/exec";
    String path =
        "/exec/" + await(() -> http.call(HttpMethod.POST, made, body).map(JSON)).getString("Id");
    await(() -> http.call(HttpMethod.POST, path + "/start", new JsonObject().put("Detach", true)));
    long end = System.nanoTime() + bound.toNanos();
    JsonObject state;
    do {
      await(() -> vertx.timer(LOOK_AGAIN_MS));
      state = await(() -> http.call(HttpMethod.GET, path + "/json").map(JSON));
      if (System.nanoTime() > end) {
        throw DeployException.failed(name + " did not answer within " + bound.toSeconds() + " s");
      }
    } while (Boolean.TRUE.equals(state.getBoolean("Running")));
    return state.getInteger("ExitCode");
  }

  /** All volumes with a label, as the API lists them. */
  List<JsonObject> volumes(String label) {
    JsonArray all =
        await(() -> http.call(HttpMethod.GET, "/volumes?filters=" + labelled(label)).map(JSON))
            .getJsonArray("Volumes");
    return all == null ? List.of() : all.stream().map(JsonObject.class::cast).toList();
  }

  void removeVolume(String name) {
    unlessGone(() -> http.call(HttpMethod.DELETE, "/volumes/" + name));
  }

  @Override
  public void close() {
    vertx.close().onFailure(failure -> {});
  }

  private static String labelled(String label) {
    return DockerHttp.encoded(new JsonObject().put("label", new JsonArray().add(label)).encode());
  }

  /** What is not there need not be removed, nor stopped. */
  private void unlessGone(Supplier<Future<Buffer>> call) {
    await(() -> ifThere(call.get(), body -> body));
  }

  private static <T> Future<Optional<T>> ifThere(Future<Buffer> call, Function<Buffer, T> read) {
    return call.map(body -> Optional.of(read.apply(body)))
        .recover(
            failure ->
                failure instanceof DockerException refused && refused.status() == NOT_FOUND
                    ? Future.succeededFuture(Optional.empty())
                    : Future.failedFuture(failure));
  }

  private <T> T await(Supplier<Future<T>> call) {
    return await(call, LONGEST.toSeconds());
  }

  /** Called on a context, as an answer's body is lost when nobody waits for it at once. */
  private <T> T await(Supplier<Future<T>> call, long seconds) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(go -> call.get().onComplete(promise));
    try {
      return promise
          .future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DockerException refused) {
        throw DeployException.failed(refused.getMessage());
      }
      throw noAnswer(String.valueOf(e.getCause().getMessage()));
    } catch (TimeoutException e) {
      throw noAnswer("not within " + seconds + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noAnswer("interrupted");
    }
  }

  private DeployException noAnswer(String why) {
    return DeployException.unreachable(
        "Docker does not answer at "
            + config.host()
            + " ("
            + why
            + "): is its daemon running, and may this user speak with it? DOCKER_HOST names"
            + " another one");
  }
}
