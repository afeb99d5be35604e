package dev.otter.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otter.testing.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** Runs a curl command of a page as a reader would: pasted into a shell, against a running node. */
final class DocumentedCommand {

  private static final int WAIT_SECONDS = 30;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private DocumentedCommand() {}

  /** What curl printed: the HTTP status and the body. */
  record Answer(int status, JsonNode json) {}

  /**
   * Runs a command.
   *
   * @param command as the page has it, with the default port
   * @param node what answers instead of the node at the default port
   * @param home an empty directory; the settings in it make curl print the status too
   * @param variables what the page tells the reader to set
   */
  static Answer run(String command, TestNode node, Path home, Map<String, String> variables) {
    try {
      Files.writeString(home.resolve(".curlrc"), "write-out = \"\\n%{http_code}\"\n");
      ProcessBuilder shell =
          new ProcessBuilder("sh", "-c", command.replace("http://localhost:8080", base(node)));
      shell.environment().putAll(variables);
      shell.environment().put("CURL_HOME", home.toString());
      shell.redirectErrorStream(true);
      Process process = shell.start();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError("this failed: " + command + "\n" + printed);
      }
      int end = printed.lastIndexOf('\n');
      return new Answer(
          Integer.parseInt(printed.substring(end + 1)), MAPPER.readTree(printed.substring(0, end)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Names and kinds of all members, without their values: what two answers have in common. */
  static Object form(String json) {
    try {
      return form(MAPPER.readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Object form(JsonNode json) {
    if (json.isObject()) {
      Map<String, Object> members = new TreeMap<>();
      json.properties().forEach(each -> members.put(each.getKey(), form(each.getValue())));
      return members;
    }
    if (json.isArray()) {
      List<Object> elements =
          StreamSupport.stream(json.spliterator(), false).map(DocumentedCommand::form).toList();
      return elements;
    }
    return json.getNodeType();
  }

  private static String base(TestNode node) {
    return node.base().toString();
  }
}
