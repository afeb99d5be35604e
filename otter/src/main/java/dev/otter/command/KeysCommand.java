package dev.otter.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys create|list|rotate|revoke}: API keys of a running node, over its HTTP API. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Makes, lists, rotates and revokes API keys of a running node.",
    synopsisSubcommandLabel = "(create | list | rotate | revoke)",
    footer = {
      "",
      "Exit codes: 0 done, 1 refused, 2 the command line is wrong, 3 the API key is not good or",
      "has no scope keys:admin, 4 no such key, 5 the node cannot be reached or cannot serve now."
    })
public final class KeysCommand extends ApiCommand {

  private static final String PATH = "/v1/keys";

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a key, and shows it this once.")
  int create(
      @Mixin NodeConnection node,
      @Parameters(paramLabel = "NAME", description = "what to call it") String name,
      @Option(
              names = "--scope",
              paramLabel = "SCOPE",
              split = ",",
              required = true,
              description =
                  "what it may do: rooms:write, rooms:read, keys:admin, turn:admin,"
                      + " webhooks:admin, nodes:read, nodes:admin;"
                      + " several with commas")
          List<String> scopes,
      @Option(
              names = "--expires",
              paramLabel = "TIME",
              description = "when it ends, such as 2030-01-01T00:00:00Z; default: never")
          String expires) {
    ObjectNode body = object().put("name", name);
    scopes.forEach(body.putArray("scopes")::add);
    if (expires != null) {
      body.put("expiresAt", expires);
    }
    return show(node, node.call("POST", PATH, body), made -> out().println(text(made, "key")));
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists all keys, without what is secret.")
  int list(@Mixin NodeConnection node) {
    return show(node, node.call("GET", PATH, null), all -> all.get("keys").forEach(this::line));
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = "Makes a key in the place of another, which is good for a while more.")
  int rotate(
      @Mixin NodeConnection node,
      @Parameters(paramLabel = "ID", description = "the id of the key that ends") String id,
      @Option(
              names = "--overlap",
              paramLabel = "SECONDS",
              description = "how long the old one is still good; default: a day")
          Integer overlap) {
    ObjectNode body = object();
    if (overlap != null) {
      body.put("overlapSeconds", overlap);
    }
    return show(
        node,
        node.call("POST", PATH + '/' + encoded(id) + "/rotate", body),
        made -> out().println(text(made, "key")));
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Ends a key at once, and all that was opened with its tokens.")
  int revoke(
      @Mixin NodeConnection node,
      @Parameters(paramLabel = "ID", description = "the id of the key") String id) {
    return show(node, node.call("DELETE", PATH + '/' + encoded(id), null), this::line);
  }

  private void line(JsonNode key) {
    List<String> scopes = new ArrayList<>();
    key.get("scopes").forEach(scope -> scopes.add(scope.asText()));
    String state = "good";
    if (key.hasNonNull("revokedAt")) {
      state = "revoked " + text(key, "revokedAt");
    } else if (key.hasNonNull("expiresAt")) {
      state = "ends " + text(key, "expiresAt");
    }
    out()
        .printf(
            "%s  %s  %s  last used %s  \"%s\"%n",
            text(key, "id"),
            String.join(",", scopes),
            state,
            textOr(key, "lastUsedAt", "never"),
            text(key, "name"));
  }
}
