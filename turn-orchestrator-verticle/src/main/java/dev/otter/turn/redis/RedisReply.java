package dev.otter.turn.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.redis.ArrayRedisMessage;
import io.netty.handler.codec.redis.ErrorRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.IntegerRedisMessage;
import io.netty.handler.codec.redis.RedisMessage;
import io.netty.handler.codec.redis.SimpleStringRedisMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The answers of RESP2. */
final class RedisReply {

  private RedisReply() {}

  static RedisMessage ok() {
    return new SimpleStringRedisMessage("OK");
  }

  static RedisMessage simple(String text) {
    return new SimpleStringRedisMessage(text);
  }

  /** An error: a word in capitals, then a sentence. */
  static RedisMessage error(String text) {
    return new ErrorRedisMessage(text);
  }

  static RedisMessage wrongCount(RedisRequest request) {
    return error("ERR wrong number of arguments for '" + request.shownName() + "'");
  }

  static RedisMessage integer(long value) {
    return new IntegerRedisMessage(value);
  }

  /** A text of one byte in each character; null says that there is none. */
  static RedisMessage bulk(String text) {
    return text == null
        ? FullBulkStringRedisMessage.NULL_INSTANCE
        : new FullBulkStringRedisMessage(Unpooled.copiedBuffer(text, ISO_8859_1));
  }

  static RedisMessage bulks(Collection<String> texts) {
    List<RedisMessage> all = new ArrayList<>(texts.size());
    texts.forEach(text -> all.add(bulk(text)));
    return new ArrayRedisMessage(all);
  }

  static RedisMessage array(RedisMessage... parts) {
    return new ArrayRedisMessage(List.of(parts));
  }
}
