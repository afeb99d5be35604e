package dev.otter.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.http.HttpRoutes;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OpenAPI document is what the node does, and the page that shows it has all it needs. */
class ApiDocumentIT {

  /** Pages and their files, and the document itself. */
  private static final List<String> NO_CALLS =
      List.of("/", "/otter-meet/{room}", "/assets/", "/console", "/docs", "/openapi.json");

  @TempDir static Path dataDir;
  private static TestNode node;

  @BeforeAll
  static void startNode() {
    node = TestNode.start(dataDir);
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  void everyRouteOfTheNodeIsAnOperationAndEveryOperationARoute() {
    Set<String> operations = new TreeSet<>();
    ApiDocument.read()
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            operations.add(
                                method.toUpperCase(Locale.ROOT) + ' ' + nameless(path.getKey()))));

    assertThat(routes()).isEqualTo(operations);
  }

  @Test
  void everyOperationHasAnIdOfItsOwn() {
    List<String> ids = ApiDocument.read().findValuesAsText("operationId");

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][A-Za-z]+"));
  }

  @Test
  void theDocumentIsServedAsJson() {
    Answer answer = node.api().get("/openapi.json");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json()).isEqualTo(ApiDocument.read());
    assertThat(answer.json().get("openapi").asText()).isEqualTo("3.1.0");
  }

  @Test
  void thePageThatShowsItComesWithItsViewerAndNothingElseOfIt() {
    for (String file :
        List.of(
            "/docs",
            "/docs/start.js",
            "/docs/viewer/swagger-ui-bundle.js",
            "/docs/viewer/swagger-ui.css")) {
      assertThat(node.api().get(file).status()).as(file).isEqualTo(200);
    }
    assertThat(node.api().get("/docs").text()).doesNotContain("http://", "https://");
    assertThat(node.api().get("/docs/viewer/none.js").status()).isEqualTo(404);
    assertThat(node.api().get("/docs/viewer/..%2f..%2f..%2f..%2flogback.xml").status())
        .isEqualTo(404);
  }

  private static Set<String> routes() {
    Vertx vertx = Vertx.vertx();
    try {
      Router router = Router.router(vertx);
      for (HttpRoutes routes : node.routes()) {
        routes.mount(router);
      }
      Set<String> found = new TreeSet<>(Set.of("GET /healthz", "GET /readyz"));
      for (Route route : router.getRoutes()) {
        String path = route.getPath() == null ? "/" : route.getPath();
        String template = path.replaceAll(":(\\w+)", "{$1}").replace("*", "");
        if (NO_CALLS.stream().noneMatch(none -> isBelow(template, none))) {
          for (HttpMethod method : route.methods()) {
            found.add(method.name() + ' ' + nameless(template));
          }
        }
      }
      return found;
    } finally {
      Future<Void> unused = vertx.close();
    }
  }

  /** What a parameter is called is nobody's business but the document's. */
  private static String nameless(String path) {
    return path.replaceAll("\\{\\w+}", "{}");
  }

  private static boolean isBelow(String path, String none) {
    return path.equals(none) || (none.length() > 1 && path.startsWith(none));
  }
}
