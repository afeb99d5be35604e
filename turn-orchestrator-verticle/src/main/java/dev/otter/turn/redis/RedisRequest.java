package dev.otter.turn.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.handler.codec.redis.ArrayRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import java.util.List;
import java.util.Locale;

/**
 * One command, as it came. Texts hold one byte in each character, so that whatever came is given
 * back as it was.
 *
 * @param name in upper case
 * @param arguments without the name; maybe secret
 */
record RedisRequest(String name, List<String> arguments) {

  private static final int LONGEST_SHOWN = 32;

  /** Reads a message of at least one bulk string; {@link RedisRequestLimits} lets no other pass. */
  static RedisRequest of(ArrayRedisMessage message) {
    List<String> texts =
        message.children().stream()
            .map(FullBulkStringRedisMessage.class::cast)
            .map(text -> text.content().toString(ISO_8859_1))
            .toList();
    return new RedisRequest(
        texts.get(0).toUpperCase(Locale.ROOT), List.copyOf(texts.subList(1, texts.size())));
  }

  String argument(int index) {
    return arguments.get(index);
  }

  int count() {
    return arguments.size();
  }

  /** The name for an error text: short, and without anything that is not a letter. */
  String shownName() {
    String letters = name.replaceAll("[^A-Z]", "?");
    return letters.substring(0, Math.min(letters.length(), LONGEST_SHOWN));
  }

  /** The name only: a password is an argument. */
  @Override
  public String toString() {
    return "RedisRequest[" + shownName() + "]";
  }
}
