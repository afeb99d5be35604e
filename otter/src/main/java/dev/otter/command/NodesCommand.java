package dev.otter.command;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nodes list|drain|undrain}: the nodes of a cluster, over the HTTP API of one. */
@Command(
    name = "nodes",
    mixinStandardHelpOptions = true,
    description = "Lists the nodes of a cluster, and empties one.",
    synopsisSubcommandLabel = "(list | drain | undrain)",
    footer = {
      "",
      "Exit codes: 0 done, 1 refused, 2 the command line is wrong, 3 the API key is not good or",
      "has no scope for it, 4 no such node, 5 the node cannot be reached or cannot serve now."
    })
public final class NodesCommand extends ApiCommand {

  private static final String PATH = "/v1/nodes";
  private static final String WHICH = "the node's id";

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the nodes, and what state each is in.")
  int list(@Mixin NodeConnection node) {
    return show(node, node.call("GET", PATH, null), all -> all.get("nodes").forEach(this::line));
  }

  @Command(
      name = "drain",
      mixinStandardHelpOptions = true,
      description = "Sends a node's clients to the others, and keeps new ones away from it.")
  int drain(
      @Mixin NodeConnection node, @Parameters(paramLabel = "ID", description = WHICH) String id) {
    return show(node, node.call("POST", PATH + '/' + encoded(id) + "/drain", null), this::line);
  }

  @Command(
      name = "undrain",
      mixinStandardHelpOptions = true,
      description = "Lets a drained node take clients again.")
  int undrain(
      @Mixin NodeConnection node, @Parameters(paramLabel = "ID", description = WHICH) String id) {
    return show(node, node.call("DELETE", PATH + '/' + encoded(id) + "/drain", null), this::line);
  }

  private void line(JsonNode each) {
    out()
        .printf(
            "%s  %-9s  %s connections  %s%n",
            text(each, "nodeId"),
            text(each, "state"),
            text(each, "connections"),
            String.join(",", MAPPER.convertValue(each.get("verticles"), String[].class)));
  }
}
