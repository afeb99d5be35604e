package dev.otter.turn.redis;

import io.netty.handler.codec.redis.RedisMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator may run: listen to what relays publish, and look at what they keep. Names have
 * the relay's name and a slash before the relay's own. Secrets are not among it, and nothing can be
 * changed. Used on one context.
 */
final class OperatorCommands {

  /** So many channels and patterns may one connection listen to. */
  private static final int MOST_NAMES = 32;

  private final Map<String, RelayNamespace> relays;
  private final Set<String> channels = new LinkedHashSet<>();
  private final Set<String> patterns = new LinkedHashSet<>();

  /**
   * Makes the commands of one connection.
   *
   * @param relays what each relay keeps now, by its name
   */
  OperatorCommands(Map<String, RelayNamespace> relays) {
    this.relays = relays;
  }

  /** The answers to a command, in order. */
  List<RedisMessage> run(RedisRequest request) {
    return switch (request.name()) {
      case "SUBSCRIBE" -> begin(request, channels);
      case "PSUBSCRIBE" -> begin(request, patterns);
      case "UNSUBSCRIBE" -> end(request, channels);
      case "PUNSUBSCRIBE" -> end(request, patterns);
      case "PING" -> List.of(pong());
      default -> List.of(listening() == 0 ? look(request) : onlyListens());
    };
  }

  /** What this connection is told of a message, if it listens to its channel. */
  Optional<RedisMessage> told(String channel, String message) {
    if (channels.contains(channel)) {
      return Optional.of(RedisReply.bulks(List.of("message", channel, message)));
    }
    return patterns.stream()
        .filter(pattern -> new GlobPattern(pattern).matches(channel))
        .findFirst()
        .map(pattern -> RedisReply.bulks(List.of("pmessage", pattern, channel, message)));
  }

  private RedisMessage look(RedisRequest request) {
    return switch (request.name()) {
      case "SELECT" -> RedisReply.ok();
      case "KEYS" -> request.count() == 1 ? keys(request) : RedisReply.wrongCount(request);
      case "GET" ->
          request.count() == 1
              ? RedisReply.bulk(at(request).flatMap(at -> at.keys.get(at.key)).orElse(null))
              : RedisReply.wrongCount(request);
      case "TTL" ->
          request.count() == 1
              ? RedisReply.integer(at(request).map(at -> at.keys.secondsLeft(at.key)).orElse(-2L))
              : RedisReply.wrongCount(request);
      default ->
          RedisReply.error(
              "ERR unknown command '"
                  + request.shownName()
                  + "', allowed: AUTH GET KEYS PING PSUBSCRIBE PUNSUBSCRIBE QUIT SELECT SUBSCRIBE"
                  + " TTL UNSUBSCRIBE");
    };
  }

  private RedisMessage keys(RedisRequest request) {
    if (request.argument(0).length() > GlobPattern.LONGEST) {
      return tooLong(GlobPattern.LONGEST);
    }
    GlobPattern pattern = new GlobPattern(request.argument(0));
    List<String> found = new ArrayList<>();
    relays.forEach(
        (relay, kept) ->
            kept.keys(new GlobPattern("*")).stream()
                .map(key -> relay + "/" + key)
                .filter(pattern::matches)
                .forEach(found::add));
    return RedisReply.bulks(found);
  }

  private Optional<Place> at(RedisRequest request) {
    String name = request.argument(0);
    int slash = name.indexOf('/');
    return slash < 0
        ? Optional.empty()
        : Optional.ofNullable(relays.get(name.substring(0, slash)))
            .map(kept -> new Place(kept, name.substring(slash + 1)));
  }

  private List<RedisMessage> begin(RedisRequest request, Set<String> names) {
    if (request.count() == 0) {
      return List.of(RedisReply.wrongCount(request));
    }
    List<RedisMessage> answers = new ArrayList<>();
    for (String name : request.arguments()) {
      if (name.length() > RelayCommands.LONGEST_KEY) {
        answers.add(tooLong(RelayCommands.LONGEST_KEY));
      } else if (names == patterns && name.length() > GlobPattern.LONGEST) {
        answers.add(tooLong(GlobPattern.LONGEST));
      } else if (listening() >= MOST_NAMES && !names.contains(name)) {
        answers.add(RedisReply.error("ERR at most " + MOST_NAMES + " channels and patterns"));
      } else {
        names.add(name);
        answers.add(told(request, name));
      }
    }
    return answers;
  }

  private List<RedisMessage> end(RedisRequest request, Set<String> names) {
    List<String> which = request.count() > 0 ? request.arguments() : List.copyOf(names);
    List<RedisMessage> answers = new ArrayList<>();
    for (String name : which) {
      names.remove(name);
      answers.add(told(request, name));
    }
    return answers.isEmpty() ? List.of(told(request, (String) null)) : answers;
  }

  private RedisMessage told(RedisRequest request, String name) {
    return RedisReply.array(
        RedisReply.bulk(request.name().toLowerCase(Locale.ROOT)),
        RedisReply.bulk(name),
        RedisReply.integer(listening()));
  }

  private int listening() {
    return channels.size() + patterns.size();
  }

  private RedisMessage pong() {
    return listening() == 0 ? RedisReply.simple("PONG") : RedisReply.bulks(List.of("pong", ""));
  }

  private static RedisMessage onlyListens() {
    return RedisReply.error(
        "ERR only (P)SUBSCRIBE, (P)UNSUBSCRIBE, PING and QUIT are allowed while listening");
  }

  private static RedisMessage tooLong(int longest) {
    return RedisReply.error("ERR at most " + longest + " bytes are allowed here");
  }

  private record Place(RelayNamespace keys, String key) {}
}
