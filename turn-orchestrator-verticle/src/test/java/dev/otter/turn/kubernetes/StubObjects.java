package dev.otter.turn.kubernetes;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Objects of any kind, as an API server keeps them: made, applied, read as a whole or as metadata,
 * listed by label, and deleted, a namespace with all that is in it. What follows from an object is
 * the affair of who listens. Used under the lock of the {@link ApiServerStub}.
 */
public final class StubObjects {

  private static final Pattern PATH =
      Pattern.compile(
          "(/api/v1|/apis/[a-z0-9.]+/v[0-9a-z]+)(/namespaces/(?<namespace>[^/]+))?"
              + "/(?<plural>[a-z]+)(/(?<name>[^/]+))?");
  private static final String NAMESPACES = "/api/v1/namespaces/";
  private static final String APPLY = "application/apply-patch+yaml";

  private final Map<String, JsonObject> byPath = new TreeMap<>();
  private Consumer<JsonObject> onApplied = object -> {};
  private Consumer<JsonObject> onDeleted = object -> {};

  /** Has somebody act on what is made or changed, and on what is deleted. */
  public void listen(Consumer<JsonObject> applied, Consumer<JsonObject> deleted) {
    onApplied = applied;
    onDeleted = deleted;
  }

  /** The paths of all, sorted. */
  public List<String> paths() {
    return List.copyOf(byPath.keySet());
  }

  /** The object at a path; null where there is none. */
  public JsonObject at(String path) {
    return byPath.get(path);
  }

  /** Puts an object there as a controller would. */
  public void put(String path, JsonObject object) {
    byPath.put(path, object);
  }

  /** Removes an object as a controller would. */
  public void remove(String path) {
    byPath.remove(path);
  }

  /** Answers; false where the path is none of objects. */
  boolean answered(HttpServerRequest request, JsonObject body) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return false;
    }
    HttpServerResponse response = request.response();
    String namespace = path.group("namespace");
    boolean one = path.group("name") != null;
    String method = request.method().name();
    boolean makes = method.equals("POST") || method.equals("PATCH");
    if (makes && namespace != null && !byPath.containsKey(NAMESPACES + namespace)) {
      ApiServerStub.refuse(response, 404, "namespaces \"" + namespace + "\" not found");
    } else if (method.equals("GET") && !isAcceptable(request, one)) {
      ApiServerStub.refuse(response, 406, "only the following media types are accepted: …");
    } else if (method.equals("PATCH") && one) {
      apply(request, body);
    } else if (method.equals("POST") && !one) {
      create(request, body);
    } else if (method.equals("GET") && !one) {
      list(request);
    } else if (method.equals("GET") && byPath.containsKey(request.path())) {
      ApiServerStub.json(response, 200, view(request, byPath.get(request.path())));
    } else if (method.equals("DELETE") && byPath.containsKey(request.path())) {
      JsonObject deleted = delete(request.path());
      ApiServerStub.json(response, 200, deleted);
    } else {
      ApiServerStub.refuse(response, 404, path.group("plural") + " not found");
    }
    return true;
  }

  private void apply(HttpServerRequest request, JsonObject body) {
    String name = request.path().substring(request.path().lastIndexOf('/') + 1);
    if (!APPLY.equals(request.getHeader("Content-Type"))
        || request.getParam("fieldManager") == null
        || !name.equals(body.getJsonObject("metadata").getString("name"))) {
      ApiServerStub.refuse(request.response(), 400, "not what is applied");
      return;
    }
    JsonObject before = byPath.get(request.path());
    long generation =
        before == null ? 1 : before.getJsonObject("metadata").getLong("generation") + 1;
    if (before != null && before.containsKey("status")) {
      body.put("status", before.getJsonObject("status"));
    }
    keep(request.path(), body, generation);
    ApiServerStub.json(request.response(), before == null ? 201 : 200, body);
  }

  private void create(HttpServerRequest request, JsonObject body) {
    String path = request.path() + "/" + body.getJsonObject("metadata").getString("name");
    if (byPath.containsKey(path)) {
      ApiServerStub.refuse(request.response(), 409, "already exists");
      return;
    }
    keep(path, body, 1);
    ApiServerStub.json(request.response(), 201, body);
  }

  private void keep(String path, JsonObject object, long generation) {
    object
        .getJsonObject("metadata")
        .put("generation", generation)
        .put("uid", UUID.randomUUID().toString());
    byPath.put(path, object);
    onApplied.accept(object);
  }

  private void list(HttpServerRequest request) {
    String selector = request.getParam("labelSelector");
    JsonArray items = new JsonArray();
    String folder = request.path() + "/";
    byPath.forEach(
        (path, object) -> {
          boolean here = path.startsWith(folder) && path.indexOf('/', folder.length()) < 0;
          if (here && (selector == null || PodWatches.matches(object, selector))) {
            items.add(view(request, object));
          }
        });
    ApiServerStub.json(
        request.response(), 200, new JsonObject().put("kind", "List").put("items", items));
  }

  private JsonObject delete(String path) {
    JsonObject deleted = byPath.remove(path);
    if (path.startsWith(NAMESPACES)) {
      List.copyOf(byPath.keySet()).stream()
          .filter(each -> each.contains(path.replace("/api/v1", "") + "/"))
          .forEach(byPath::remove);
    }
    onDeleted.accept(deleted);
    return deleted;
  }

  /** As the real one does: what is asked for must fit what is there. */
  private static boolean isAcceptable(HttpServerRequest request, boolean one) {
    String accept = request.getHeader("Accept");
    return !accept.contains("as=")
        || accept.contains("as=PartialObjectMetadata" + (one ? ";" : "List;"));
  }

  private static JsonObject view(HttpServerRequest request, JsonObject object) {
    boolean metadata = request.getHeader("Accept").contains("as=PartialObjectMetadata");
    return metadata
        ? new JsonObject()
            .put("kind", "PartialObjectMetadata")
            .put("metadata", object.getJsonObject("metadata"))
        : object;
  }
}
