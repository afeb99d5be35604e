package dev.otter.turn.redis;

import dev.otter.turn.TurnSecrets;
import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.relay.RelayId;
import io.netty.handler.codec.redis.RedisMessage;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a relay may run, in its own namespace: what CoTURN needs of Redis to tell of its sessions
 * ({@code redis-statsdb}) and to read its secrets ({@code redis-userdb}). Used on one context.
 */
final class RelayCommands {

  /** The set of secrets that CoTURN reads. */
  static final String SECRETS = "turn/realm/" + CoturnSettings.REALM + "/secret";

  /** So long may a key or channel be; CoTURN's have some 120 bytes. */
  static final int LONGEST_KEY = 256;

  /** What the status of an allocation begins with; it ends when nobody refreshes it. */
  private static final Pattern STATUS = Pattern.compile("(?:new|refreshed) lifetime=(\\d{1,9}),.*");

  /** A refresh may come late, and its message later. */
  private static final long GRACE_SECONDS = 60;

  private static final long MOST_SECONDS = 86_400;
  private static final int MOST_DATABASE = 15;

  private final RelayId relay;
  private final RelayNamespace keys;
  private final TurnSecrets secrets;
  private final BiFunction<String, String, Integer> publisher;

  /**
   * Makes the commands of one connection.
   *
   * @param relay whose connection it is
   * @param keys what this relay keeps
   * @param secrets those of each moment
   * @param publisher hands a channel and a message to operators, and says to how many
   */
  RelayCommands(
      RelayId relay,
      RelayNamespace keys,
      TurnSecrets secrets,
      BiFunction<String, String, Integer> publisher) {
    this.relay = relay;
    this.keys = keys;
    this.secrets = secrets;
    this.publisher = publisher;
  }

  RelayId relay() {
    return relay;
  }

  RedisMessage run(RedisRequest request) {
    return switch (request.name()) {
      case "PING" -> RedisReply.simple("PONG");
      case "SELECT" -> select(request);
      case "GET" -> request.count() == 1 ? get(request) : RedisReply.wrongCount(request);
      case "SET" -> set(request);
      case "DEL" -> delete(request);
      case "KEYS" -> request.count() == 1 ? keys(request) : RedisReply.wrongCount(request);
      case "EXPIRE" -> request.count() == 2 ? expire(request) : RedisReply.wrongCount(request);
      case "TTL" ->
          request.count() == 1
              ? RedisReply.integer(keys.secondsLeft(request.argument(0)))
              : RedisReply.wrongCount(request);
      case "PUBLISH" -> request.count() == 2 ? publish(request) : RedisReply.wrongCount(request);
      case "SMEMBERS" -> request.count() == 1 ? members(request) : RedisReply.wrongCount(request);
      case "HGETALL" ->
          request.count() == 1 ? RedisReply.bulks(List.of()) : RedisReply.wrongCount(request);
      // CoTURN's own tool asks for it; nothing here is on a disk.
      case "SAVE" -> RedisReply.ok();
      default ->
          RedisReply.error(
              "ERR unknown command '"
                  + request.shownName()
                  + "', allowed: AUTH DEL EXPIRE GET HGETALL KEYS PING PUBLISH QUIT SAVE SELECT SET"
                  + " SMEMBERS TTL");
    };
  }

  /** Whether it tells of sessions, and is no question of a starting server. */
  static boolean tells(RedisRequest request) {
    return request.name().equals("PUBLISH");
  }

  private RedisMessage select(RedisRequest request) {
    if (request.count() != 1) {
      return RedisReply.wrongCount(request);
    }
    // Any of them is this relay's namespace.
    OptionalLong number = number(request.argument(0));
    return number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() <= MOST_DATABASE
        ? RedisReply.ok()
        : RedisReply.error("ERR DB index is out of range");
  }

  private RedisMessage get(RedisRequest request) {
    return RedisReply.bulk(keys.get(request.argument(0)).orElse(null));
  }

  private RedisMessage set(RedisRequest request) {
    if (request.count() != 2 && request.count() != 4) {
      return RedisReply.wrongCount(request);
    }
    String key = request.argument(0);
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      return RedisReply.error("ERR a key has 1 to " + LONGEST_KEY + " bytes here");
    }
    long seconds = lifeOf(request.argument(1));
    if (request.count() == 4) {
      OptionalLong wanted = number(request.argument(3));
      if (!request.argument(2).toUpperCase(Locale.ROOT).equals("EX")
          || wanted.isEmpty()
          || wanted.getAsLong() < 1
          || wanted.getAsLong() > MOST_SECONDS) {
        return RedisReply.error("ERR syntax error: SET key value [EX 1 to " + MOST_SECONDS + "]");
      }
      seconds = wanted.getAsLong();
    }
    return keys.put(key, request.argument(1), seconds)
        ? RedisReply.ok()
        : RedisReply.error("OOM a relay has at most " + RelayNamespace.MOST_KEYS + " keys here");
  }

  private static long lifeOf(String value) {
    Matcher status = STATUS.matcher(value);
    return status.matches()
        ? Math.min(Long.parseLong(status.group(1)), MOST_SECONDS) + GRACE_SECONDS
        : 0;
  }

  /** CoTURN adds an empty key to the one that it means. */
  private RedisMessage delete(RedisRequest request) {
    return request.count() == 0
        ? RedisReply.wrongCount(request)
        : RedisReply.integer(request.arguments().stream().filter(keys::remove).count());
  }

  private RedisMessage keys(RedisRequest request) {
    String pattern = request.argument(0);
    return pattern.length() > GlobPattern.LONGEST
        ? RedisReply.error("ERR a pattern has at most " + GlobPattern.LONGEST + " bytes here")
        : RedisReply.bulks(keys.keys(new GlobPattern(pattern)));
  }

  private RedisMessage expire(RedisRequest request) {
    OptionalLong seconds = number(request.argument(1));
    if (seconds.isEmpty() || seconds.getAsLong() > MOST_SECONDS) {
      return RedisReply.error("ERR a life is a number of seconds, at most " + MOST_SECONDS);
    }
    return RedisReply.integer(keys.expire(request.argument(0), seconds.getAsLong()) ? 1 : 0);
  }

  private RedisMessage publish(RedisRequest request) {
    if (request.argument(0).length() > LONGEST_KEY) {
      return RedisReply.error("ERR a channel has at most " + LONGEST_KEY + " bytes here");
    }
    return RedisReply.integer(publisher.apply(request.argument(0), request.argument(1)));
  }

  private RedisMessage members(RedisRequest request) {
    return RedisReply.bulks(request.argument(0).equals(SECRETS) ? secrets.accepted() : List.of());
  }

  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
