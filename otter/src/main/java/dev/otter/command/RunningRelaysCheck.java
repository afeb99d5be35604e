package dev.otter.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otter.contract.config.OtterConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the TURN servers of the cluster, where the node of this configuration runs and its API
 * key is known. Blocking.
 */
final class RunningRelaysCheck {

  private static final String TURN = "turn";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final OtterConfig config;

  RunningRelaysCheck(OtterConfig config) {
    this.config = config;
  }

  /** One for each server, and one for each node that has none ready; none where nobody answers. */
  List<Finding> findings() {
    Optional<String> key = config.auth().apiKey();
    return key.isEmpty() || config.http().port() == 0 ? List.of() : asked(key.get());
  }

  private List<Finding> asked(String key) {
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(TIMEOUT)
              .build()
              .send(
                  HttpRequest.newBuilder(url())
                      .timeout(TIMEOUT)
                      .header("Authorization", "Bearer " + key)
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? findings(MAPPER.readTree(answer.body()))
          : List.of(
              Finding.warning(
                  TURN, "the node that runs does not show its servers: " + answer.statusCode()));
    } catch (IOException e) {
      // No node runs, or something else has its port, which another check says.
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private URI url() {
    String host = config.http().host();
    String near = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    String written = near.indexOf(':') < 0 ? near : "[" + near + "]";
    return URI.create("http://" + written + ":" + config.http().port() + "/v1/turn/instances");
  }

  private static List<Finding> findings(JsonNode all) {
    List<Finding> findings = new ArrayList<>();
    for (JsonNode each : all.path("instances")) {
      String line = RelayLine.of(each);
      boolean failed = each.path("state").asText().equals("failed");
      findings.add(failed ? Finding.warning(TURN, line) : Finding.ok(TURN, line));
    }
    for (JsonNode each : all.path("waiting")) {
      findings.add(Finding.wrong(TURN, RelayLine.waiting(each)));
    }
    return findings;
  }
}
