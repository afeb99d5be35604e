package dev.otter.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otter.command.NodeConnection.Answer;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command about something that a running node has: it shows what the HTTP API answers. */
abstract class ApiCommand implements Runnable {

  static final ObjectMapper MAPPER = new ObjectMapper();

  @Spec private CommandSpec spec;

  /** Alone it only says what there is. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /**
   * Shows an answer, or on stderr why there is none.
   *
   * @param form prints what a person wants to read of it; not called with {@code --json}
   * @return the exit code
   */
  final int show(NodeConnection node, Answer answer, Consumer<JsonNode> form) {
    int exitCode = ExitCode.ofHttpStatus(answer.status());
    if (exitCode != ExitCode.OK) {
      spec.commandLine().getErr().println(text(answer.body(), "message"));
    } else if (!node.json()) {
      form.accept(answer.body());
    } else if (!answer.body().isMissingNode()) {
      out().println(answer.body());
    }
    out().flush();
    return exitCode;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static String text(JsonNode node, String member) {
    return node.path(member).asText();
  }

  /** A member that may be missing or null. */
  static String textOr(JsonNode node, String member, String otherwise) {
    return node.hasNonNull(member) ? text(node, member) : otherwise;
  }

  /** What may stand between two slashes of a path. */
  static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
