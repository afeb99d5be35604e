package dev.otter.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * The HTTP API of a running node, as a command calls it. The key comes from the environment or a
 * file, never from the command line, which every user of the machine can read. Blocking.
 */
final class NodeConnection {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--url",
      defaultValue = "http://localhost:8080",
      description = "the node (default: ${DEFAULT-VALUE})")
  private URI url;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "a file that holds an API key; default: the variable OTTER_API_KEY")
  private Path keyFile;

  @Option(names = "--json", description = "print the answer as JSON")
  private boolean json;

  boolean json() {
    return json;
  }

  /**
   * An answer.
   *
   * @param status the HTTP status; 503 when nobody answered
   * @param body what came, or what is to be said instead
   */
  record Answer(int status, JsonNode body) {}

  /** Calls; {@code body} may be null. */
  Answer call(String method, String path, JsonNode body) {
    HttpRequest.BodyPublisher content =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString());
    try {
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(TIMEOUT)
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create(url.toString().replaceAll("/+$", "") + path))
                      .timeout(TIMEOUT)
                      .header("Authorization", "Bearer " + key())
                      .method(method, content)
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), MAPPER.readTree(response.body()));
    } catch (JsonProcessingException e) {
      return said(ExitCode.FAILED, "what answers at " + url + " is no node of Otter");
    } catch (IOException e) {
      return said(503, "no node answers at " + url + " (" + e.getClass().getSimpleName() + ")");
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--url or the API key cannot be sent");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return said(503, "interrupted");
    }
  }

  private static Answer said(int status, String message) {
    return new Answer(status, MAPPER.createObjectNode().put("message", message));
  }

  private String key() {
    try {
      return Optional.ofNullable(
              keyFile == null ? System.getenv("OTTER_API_KEY") : Files.readString(keyFile))
          .map(String::strip)
          .filter(text -> !text.isEmpty())
          .orElseThrow(
              () ->
                  new ParameterException(
                      spec.commandLine(),
                      "an API key is needed: set OTTER_API_KEY, or name a file with --key-file"));
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "cannot read " + keyFile);
    }
  }
}
