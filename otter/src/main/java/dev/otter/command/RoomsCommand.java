package dev.otter.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otter.command.NodeConnection.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rooms create|list|show|end|participants|put-out|token|why}: rooms, over the HTTP API. */
@Command(
    name = "rooms",
    mixinStandardHelpOptions = true,
    description = "Makes, lists, shows and ends rooms, says who is in, and why a call failed.",
    synopsisSubcommandLabel = "(create | list | show | end | participants | put-out | token | why)",
    footer = {
      "",
      "Exit codes: 0 done, 1 refused, 2 the command line is wrong, 3 the API key is not good or",
      "has no scope for it, 4 no such room or participant, 5 the node cannot be reached or cannot",
      "serve now."
    })
public final class RoomsCommand extends ApiCommand {

  private static final String PATH = "/v1/rooms";
  private static final String ROOM = "ROOM";
  private static final String WHICH = "its id or unique name";

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a room, or finds the one with that name, and prints a join link.")
  int create(
      @Mixin NodeConnection node,
      @Parameters(
              paramLabel = "NAME",
              arity = "0..1",
              description = "its unique name; default: none")
          String name,
      @Option(
              names = "--max",
              paramLabel = "N",
              description = "how many may be in, 2 to 16; default: 2")
          Integer max) {
    ObjectNode body = object();
    if (name != null) {
      body.put("uniqueName", name);
    }
    if (max != null) {
      body.put("maxParticipants", max);
    }
    return show(node, node.call("POST", PATH, body), room -> out().println(text(room, "url")));
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the rooms. With --json one page, with next for the page after it.")
  int list(
      @Mixin NodeConnection node,
      @Option(
              names = "--status",
              paramLabel = "STATUS",
              description = "only these: open, occupied, full, closed")
          String status,
      @Option(
              names = "--after",
              paramLabel = "ID",
              description = "begin after this room: next of the page before")
          String after) {
    String from = after;
    while (true) {
      Answer page = node.call("GET", pagePath(status, from), null);
      int exitCode = show(node, page, list -> list.get("rooms").forEach(this::line));
      from = textOr(page.body(), "next", null);
      if (node.json() || exitCode != ExitCode.OK || from == null) {
        return exitCode;
      }
    }
  }

  private static String pagePath(String status, String after) {
    String path = PATH + "?limit=200";
    path = status == null ? path : path + "&status=" + encoded(status);
    return after == null ? path : path + "&after=" + encoded(after);
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows a room.")
  int showRoom(
      @Mixin NodeConnection node, @Parameters(paramLabel = ROOM, description = WHICH) String room) {
    return show(node, node.call("GET", path(room), null), this::line);
  }

  @Command(
      name = "end",
      mixinStandardHelpOptions = true,
      description = "Ends a room for good: everybody is told and put out.")
  int end(
      @Mixin NodeConnection node, @Parameters(paramLabel = ROOM, description = WHICH) String room) {
    return show(node, node.call("DELETE", path(room), null), done -> {});
  }

  @Command(
      name = "participants",
      mixinStandardHelpOptions = true,
      description = "Says who is in, the oldest first.")
  int participants(
      @Mixin NodeConnection node, @Parameters(paramLabel = ROOM, description = WHICH) String room) {
    return show(
        node,
        node.call("GET", path(room) + "/participants", null),
        list -> list.get("participants").forEach(this::participant));
  }

  @Command(
      name = "put-out",
      mixinStandardHelpOptions = true,
      description = "Puts a participant out; its token lets nobody in any more.")
  int putOut(
      @Mixin NodeConnection node,
      @Parameters(paramLabel = ROOM, description = WHICH) String room,
      @Parameters(paramLabel = "CONNECTION", description = "as participants lists it")
          String connection) {
    String path = path(room) + "/participants/" + encoded(connection);
    return show(node, node.call("DELETE", path, null), done -> {});
  }

  @Command(
      name = "token",
      mixinStandardHelpOptions = true,
      description = "Makes a token for one participant, and prints a join link with it.")
  int token(
      @Mixin NodeConnection node,
      @Parameters(paramLabel = ROOM, description = WHICH) String room,
      @Parameters(paramLabel = "IDENTITY", description = "who it is, in your words")
          String identity,
      @Option(names = "--role", paramLabel = "ROLE", description = "host or guest; default: guest")
          String role,
      @Option(
              names = "--grant",
              paramLabel = "GRANT",
              split = ",",
              description = "what it may send: audio, video, screen, data; default: all")
          List<String> grants,
      @Option(
              names = "--ttl",
              paramLabel = "SECONDS",
              description = "how long it lets in, 60 to 86400; default: 86400")
          Integer ttl) {
    ObjectNode body = object().put("identity", identity);
    if (role != null) {
      body.put("role", role);
    }
    if (grants != null) {
      grants.forEach(body.putArray("grants")::add);
    }
    if (ttl != null) {
      body.put("ttlSeconds", ttl);
    }
    return show(
        node,
        node.call("POST", path(room) + "/tokens", body),
        made -> out().println(text(made, "url")));
  }

  @Command(
      name = "why",
      mixinStandardHelpOptions = true,
      description = "Says why a call failed: the cause, what to do, and what happened.")
  int why(
      @Mixin NodeConnection node,
      @Parameters(
              paramLabel = ROOM,
              description = WHICH + "; of a room that has ended its id, for an hour")
          String room) {
    return show(node, node.call("GET", path(room) + "/timeline", null), this::timeline);
  }

  private void timeline(JsonNode call) {
    out()
        .printf(
            "%s  %s%s%n%s%n%s%n%n",
            text(call, "roomId"),
            text(call, "cause"),
            call.path("failed").asBoolean() ? "" : "  (not failed)",
            text(call, "what"),
            text(call, "advice"));
    Set<Integer> evidence = new HashSet<>();
    call.path("evidence").forEach(index -> evidence.add(index.asInt()));
    for (int i = 0; i < call.path("events").size(); i++) {
      event(call.path("events").get(i), evidence.contains(i));
    }
    if (call.path("dropped").asLong() > 0) {
      out()
          .printf("%s older events were given up, as there were too many%n", text(call, "dropped"));
    }
    call.path("silentNodes")
        .forEach(
            node ->
                out().printf("node %s did not answer; what it saw is missing%n", node.asText()));
  }

  private void event(JsonNode event, boolean says) {
    String times = text(event, "times");
    out()
        .printf(
            "%s %s  %s  %-23s %s%n",
            says ? ">" : " ",
            text(event, "at"),
            text(event, "nodeId"),
            text(event, "type"),
            Stream.of(
                    textOr(event, "code", ""),
                    textOr(event, "connectionId", ""),
                    event.hasNonNull("peer") ? "to " + text(event, "peer") : "",
                    times.equals("1") ? "" : times + " times")
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining("  ")));
  }

  private void line(JsonNode room) {
    out()
        .printf(
            "%s  %-8s  %s/%s in  made %s  %s%n",
            text(room, "roomId"),
            text(room, "status"),
            text(room, "participantCount"),
            text(room, "maxParticipants"),
            text(room, "createdAt"),
            room.hasNonNull("uniqueName") ? '"' + text(room, "uniqueName") + '"' : "");
  }

  private void participant(JsonNode each) {
    out()
        .printf(
            "%s  %-11s  %-5s  since %s  %s%n",
            text(each, "connectionId"),
            text(each, "state"),
            textOr(each, "role", ""),
            text(each, "joinedAt"),
            each.hasNonNull("identity") ? '"' + text(each, "identity") + '"' : "");
  }

  private static String path(String room) {
    return PATH + '/' + encoded(room);
  }
}
