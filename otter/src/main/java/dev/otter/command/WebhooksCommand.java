package dev.otter.command;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code webhooks create|list|delete|ping|dead|redeliver}: webhooks, over the HTTP API. */
@Command(
    name = "webhooks",
    mixinStandardHelpOptions = true,
    description = "Makes, lists, tests and deletes webhooks, and sends again what was given up.",
    synopsisSubcommandLabel = "(create | list | delete | ping | dead | redeliver)",
    footer = {
      "",
      "Exit codes: 0 done, 1 refused, or a test message was not taken, 2 the command line is",
      "wrong, 3 the API key is not good or has no scope webhooks:admin, 4 no such webhook, 5 the",
      "node cannot be reached or cannot serve now."
    })
public final class WebhooksCommand extends ApiCommand {

  private static final String PATH = "/v1/webhooks";
  private static final String WHICH = "the webhook's id";

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a webhook; prints its id, and this once what it signs with.")
  int create(
      @Mixin NodeConnection node,
      @Parameters(paramLabel = "URL", description = "where it leads") String url) {
    return show(
        node,
        node.call("POST", PATH, object().put("url", url)),
        made -> out().println(text(made, "id") + "  " + text(made, "secret")));
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists all webhooks, without what is secret.")
  int list(@Mixin NodeConnection node) {
    return show(node, node.call("GET", PATH, null), all -> all.get("webhooks").forEach(this::line));
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Deletes a webhook and all that is on its way to it.")
  int delete(
      @Mixin NodeConnection node, @Parameters(paramLabel = "ID", description = WHICH) String id) {
    return show(node, node.call("DELETE", path(id), null), done -> {});
  }

  @Command(
      name = "ping",
      mixinStandardHelpOptions = true,
      description = "Sends a test message, once, and says how that went.")
  int ping(
      @Mixin NodeConnection node, @Parameters(paramLabel = "ID", description = WHICH) String id) {
    NodeConnection.Answer answer = node.call("POST", path(id) + "/ping", null);
    int exitCode = show(node, answer, ping -> out().println(textOr(ping, "error", "it was taken")));
    return exitCode == ExitCode.OK && answer.body().hasNonNull("error")
        ? ExitCode.FAILED
        : exitCode;
  }

  @Command(
      name = "dead",
      mixinStandardHelpOptions = true,
      description = "Lists the first hundred messages that were given up.")
  int dead(
      @Mixin NodeConnection node, @Parameters(paramLabel = "ID", description = WHICH) String id) {
    return show(
        node,
        node.call("GET", path(id) + "/deliveries?state=dead", null),
        all -> all.get("deliveries").forEach(this::delivery));
  }

  @Command(
      name = "redeliver",
      mixinStandardHelpOptions = true,
      description = "Sends messages again that were given up, one or all.")
  int redeliver(
      @Mixin NodeConnection node,
      @Parameters(paramLabel = "ID", description = WHICH) String id,
      @Parameters(
              paramLabel = "DELIVERY",
              arity = "0..1",
              description = "the id of one, as dead lists it; default: all")
          String delivery) {
    String path = delivery == null ? path(id) : path(id) + "/deliveries/" + encoded(delivery);
    return show(
        node,
        node.call("POST", path + "/redeliver", null),
        done -> out().println(text(done, "redelivered") + " are sent again"));
  }

  private void line(JsonNode each) {
    out()
        .printf(
            "%s  %s waiting  %s dead  %s%n",
            text(each, "id"), text(each, "waiting"), text(each, "dead"), text(each, "url"));
  }

  private void delivery(JsonNode each) {
    out()
        .printf(
            "%s  %s  %s attempts since %s  %s%n",
            text(each, "id"),
            text(each, "type"),
            text(each, "attempts"),
            text(each, "createdAt"),
            textOr(each, "lastError", ""));
  }

  private static String path(String id) {
    return PATH + '/' + encoded(id);
  }
}
