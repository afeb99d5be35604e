package dev.otter.turn.redis;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.redis.ArrayHeaderRedisMessage;
import io.netty.handler.codec.redis.BulkStringHeaderRedisMessage;
import io.netty.handler.codec.redis.BulkStringRedisContent;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.util.ReferenceCountUtil;

/**
 * Lets requests pass that are an array of bulk strings, as clients send them, of a size that is
 * needed here; ends the connection at anything else, before anything of it is gathered. Sits
 * between the decoder and what puts its pieces together. Used on the event loop.
 */
final class RedisRequestLimits extends ChannelDuplexHandler {

  /** So many strings may a command have. */
  static final int STRINGS = 64;

  private static final int BYTES = 2_048;
  private static final int STRINGS_BEFORE_AUTH = 3;
  private static final int BYTES_BEFORE_AUTH = 256;

  private final Runnable onRefused;
  private boolean authenticated;
  private long stringsLeft;
  private boolean refused;

  /**
   * Makes one for a connection.
   *
   * @param onRefused called when it ends the connection
   */
  RedisRequestLimits(Runnable onRefused) {
    this.onRefused = onRefused;
  }

  /** Says that the client has said who it is. */
  void authenticated() {
    authenticated = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
    } else if (passes(message)) {
      context.fireChannelRead(message);
    } else {
      ReferenceCountUtil.release(message);
      refuse(context);
    }
  }

  /** What is no RESP at all, an HTTP request for one. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!refused) {
      refuse(context);
    }
  }

  private boolean passes(Object message) {
    if (message instanceof ArrayHeaderRedisMessage array) {
      boolean fits =
          stringsLeft == 0
              && array.length() > 0
              && array.length() <= (authenticated ? STRINGS : STRINGS_BEFORE_AUTH);
      stringsLeft = array.length();
      return fits;
    }
    if (message instanceof BulkStringHeaderRedisMessage text) {
      stringsLeft--;
      return stringsLeft >= 0
          && text.bulkStringLength() >= 0
          && text.bulkStringLength() <= (authenticated ? BYTES : BYTES_BEFORE_AUTH);
    }
    if (message instanceof FullBulkStringRedisMessage whole) {
      // The decoder gives those without bytes as one piece.
      stringsLeft--;
      return stringsLeft >= 0 && !whole.isNull();
    }
    return message instanceof BulkStringRedisContent;
  }

  private void refuse(ChannelHandlerContext context) {
    refused = true;
    onRefused.run();
    context
        .writeAndFlush(RedisReply.error("ERR Protocol error: not a command of this door's size"))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
