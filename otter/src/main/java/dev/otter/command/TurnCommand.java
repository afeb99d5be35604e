package dev.otter.command;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code turn list|drain|remove}: the TURN servers of a cluster, over the HTTP API of a node. */
@Command(
    name = "turn",
    mixinStandardHelpOptions = true,
    description = "Lists the TURN servers that the nodes of a cluster run, and gives one up.",
    synopsisSubcommandLabel = "(list | drain | remove)",
    footer = {
      "",
      "Exit codes: 0 done, 1 refused, 2 the command line is wrong, 3 the API key is not good or",
      "has no scope for it, 4 no such server, 5 the node cannot be reached or cannot serve now."
    })
public final class TurnCommand extends ApiCommand {

  private static final String PATH = "/v1/turn/instances";
  private static final String WHICH = "the server's id, such as relay-4fk2m0q9x1zt";

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the TURN servers: where, in what state and why, how loaded.")
  int list(@Mixin NodeConnection node) {
    return show(node, node.call("GET", PATH, null), this::lines);
  }

  @Command(
      name = "drain",
      mixinStandardHelpOptions = true,
      description = "Moves a TURN server's calls to others, then ends it; another takes its place.")
  int drain(
      @Mixin NodeConnection node, @Parameters(paramLabel = "ID", description = WHICH) String id) {
    return show(node, node.call("POST", PATH + '/' + encoded(id) + "/drain", null), this::line);
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Ends a TURN server at once: its calls restart by another one.")
  int remove(
      @Mixin NodeConnection node, @Parameters(paramLabel = "ID", description = WHICH) String id) {
    return show(node, node.call("DELETE", PATH + '/' + encoded(id), null), this::line);
  }

  private void lines(JsonNode all) {
    all.get("instances").forEach(this::line);
    all.path("waiting").forEach(each -> out().println(RelayLine.waiting(each)));
  }

  private void line(JsonNode each) {
    out().println(RelayLine.of(each));
  }
}
