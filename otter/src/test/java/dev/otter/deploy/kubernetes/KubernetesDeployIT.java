package dev.otter.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.deploy.kubernetes.StubCluster.Said;
import dev.otter.turn.kubernetes.ApiServerStub;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a stub of an API server over real TLS, behind which a real node runs. */
@ExtendWith(VertxExtension.class)
class KubernetesDeployIT {

  private static final String[] OPTIONS = {
    "--namespace", "meet", "--image", "registry.example.org/otter@sha256:1", "--database", "none"
  };
  private static final String NODES = "/apis/apps/v1/namespaces/meet/statefulsets/otter";
  private static final String SECRET = "/api/v1/namespaces/meet/secrets/otter";
  private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1";

  @TempDir static Path directory;
  private StubCluster cluster;

  @BeforeEach
  void open(Vertx vertx) throws Exception {
    cluster = new StubCluster(vertx, directory);
  }

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  @Test
  void upOnceMoreAndDownAndNothingIsLeft() {
    Said dry = deploy("--dry-run", "--relays", "1");
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.out())
        .contains("create   Namespace  meet", "kind: StatefulSet", "Nothing was done")
        .contains("create   secret     meet/otter: api-key, turn-secret")
        .doesNotContain("otter_");
    assertThat(cluster.paths()).isEmpty();

    Said first = deploy();
    assertThat(first.code()).as(first.err()).isZero();
    Matcher key = Pattern.compile("API key +(otter_\\S+)").matcher(first.out());
    assertThat(key.find()).isTrue();
    assertThat(first.out())
        .contains("wait     nodes      until all 3 serve", "Page       http://localhost:8080/")
        .contains("kubectl -n meet port-forward service/otter 8080:80")
        .containsPattern(
            "Join link  http://localhost:8080/otter-meet/first-call\\?token=[\\w.-]{50,}");
    assertThat(cluster.at(NODES).getJsonObject("spec").getInteger("replicas")).isEqualTo(3);
    assertThat(cluster.paths()).noneMatch(path -> path.contains("/otter-relays"));

    Said again = deploy();
    assertThat(again.code()).isZero();
    assertThat(again.out())
        .contains("nothing was changed")
        .doesNotContain("API key", "create ", "update ", "wait ");

    Said status = cluster.status("--namespace", "meet", "--json");
    assertThat(status.code()).isZero();
    assertThat(new JsonObject(status.out()).getJsonArray("parts")).hasSize(4);

    Said scaled = deploy("--nodes", "4");
    assertThat(scaled.out()).contains("update   nodes", "keep     Service");
    assertThat(cluster.at(NODES).getJsonObject("spec").getInteger("replicas")).isEqualTo(4);

    Said no = typing("no\n");
    assertThat(no.code()).isEqualTo(1);
    assertThat(cluster.at(NODES)).isNotNull();
    Said gone = typing("yes\n");
    assertThat(gone.code()).as(gone.err()).isZero();
    assertThat(gone.out())
        .contains("PersistentVolumeClaim", "meet-relays/relay-1", "ClusterRoleBinding");
    assertThat(cluster.paths()).isEmpty();
    assertThat(cluster.status("--namespace", "meet").code()).isEqualTo(4);
    assertThat(cluster.destroy("--namespace", "meet", "--yes").code()).isEqualTo(4);
  }

  @Test
  void whatStopsHalfWaySaysWhatStandsAndGoesOnWithTheSameSecrets() {
    cluster.server.fault(
        (asked, response) -> {
          boolean nodes = asked.method().equals("PATCH") && asked.path().equals(NODES);
          if (nodes) {
            ApiServerStub.refuse(response, 403, "may not patch statefulsets");
          }
          return nodes;
        });

    Said stopped = deploy();

    assertThat(stopped.code()).isEqualTo(1);
    assertThat(stopped.err())
        .contains("It stopped: the API server refuses PATCH " + NODES, "403 may not patch")
        .contains("What stands: Namespace", "How to go on: mend that, and say the same again")
        .contains("--target kubernetes --namespace meet");
    assertThat(stopped.out()).contains("API key    otter_");
    final JsonObject kept = cluster.at(SECRET);

    cluster.server.fault((asked, response) -> false);
    Said on = deploy();

    assertThat(on.code()).as(on.err()).isZero();
    assertThat(on.out()).contains("keep     secret").doesNotContain("API key");
    assertThat(cluster.at(SECRET)).isEqualTo(kept);

    Said parted = cluster.destroy("--namespace", "meet", "--yes", "--keep-data");
    assertThat(parted.code()).as(parted.err()).isZero();
    assertThat(cluster.at(SECRET)).isEqualTo(kept);
    assertThat(cluster.paths())
        .filteredOn(path -> !path.contains("persistentvolumeclaims"))
        .containsExactly("/api/v1/namespaces/meet", SECRET);
  }

  @Test
  void theUserOfTheConfigurationIsAskedForAndMayBeOneWithACertificate() {
    Said stranger = deploy("--context", "nobody");
    assertThat(stranger.code()).isEqualTo(1);
    assertThat(stranger.err()).contains("the API server refuses GET /version", "401");

    Said byKey = deploy("--context", "by-key", "--dry-run");
    assertThat(byKey.code()).as(byKey.err()).isZero();

    Said elsewhere = deploy("--context", "nowhere");
    assertThat(elsewhere.code()).isEqualTo(2);
    assertThat(elsewhere.err()).contains("none of the name nowhere", "[here, by-key, nobody]");
  }

  @Test
  void whatSomebodyElseHasMadeIsLeftAlone() {
    JsonObject theirs = new JsonObject().put("metadata", new JsonObject().put("name", "meet"));
    synchronized (cluster.server) {
      cluster.objects.put("/api/v1/namespaces/meet", theirs);
    }

    Said refused = deploy();

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("there is a Namespace meet that deploy has not made");
    assertThat(cluster.destroy("--namespace", "meet", "--yes").code()).isEqualTo(4);
    assertThat(cluster.paths()).containsExactly("/api/v1/namespaces/meet");
  }

  @Test
  void aNodeThatCannotStartIsNamed() {
    cluster.objects.listen(
        object -> {
          if (object.getString("kind").equals("StatefulSet")) {
            cluster.objects.put("/api/v1/namespaces/meet/pods/otter-0", stuck());
          }
        },
        object -> {});

    Said stopped = deploy();

    assertThat(stopped.code()).isEqualTo(1);
    assertThat(stopped.err())
        .contains("otter-0 cannot start: ImagePullBackOff no such image", "What stands: ");
    Said status = cluster.status("--namespace", "meet");
    assertThat(status.code()).isEqualTo(1);
    assertThat(status.out())
        .contains("otter-0    !!   ImagePullBackOff", "otter-1    !!   missing");
  }

  @Test
  void namesAreThoseOfTheNamespaceWhereverTheyStand() {
    assertThat(deploy("--dry-run").out())
        .doesNotContain("namespace: otter\n", "namespace: otter-relays", "otter-machines")
        .contains("OTTER_TURN_KUBERNETES_NAMESPACE: meet-relays", "name: meet-machines");
    Said made = deploy("--allowed-peers", "10.0.0.0/8");
    assertThat(made.code()).as(made.err()).isZero();

    for (String binding :
        List.of(
            ROLES + "/namespaces/meet-relays/rolebindings/otter",
            ROLES + "/clusterrolebindings/meet-machines")) {
      assertThat(
              cluster.at(binding).getJsonArray("subjects").getJsonObject(0).getString("namespace"))
          .isEqualTo("meet");
    }
    assertThat(
            cluster
                .at(ROLES + "/clusterrolebindings/meet-machines")
                .getJsonObject("roleRef")
                .getString("name"))
        .isEqualTo("meet-machines");
  }

  private Said deploy(String... more) {
    String[] all = new String[OPTIONS.length + more.length];
    System.arraycopy(OPTIONS, 0, all, 0, OPTIONS.length);
    System.arraycopy(more, 0, all, OPTIONS.length, more.length);
    return cluster.deploy(all);
  }

  private Said typing(String answer) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
    try {
      return cluster.destroy("--namespace", "meet");
    } finally {
      System.setIn(before);
    }
  }

  private static JsonObject stuck() {
    return new JsonObject(
        """
        {"metadata": {"name": "otter-0", "labels": {"app.kubernetes.io/name": "otter"}},
         "spec": {"containers": [{"image": "an-image"}]},
         "status": {"phase": "Pending", "containerStatuses": [
           {"state": {"waiting": {"reason": "ImagePullBackOff", "message": "no such image"}}}]}}
        """);
  }
}
