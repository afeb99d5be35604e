package dev.otter.turn.redis;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.Scope;
import dev.otter.turn.relay.RelayId;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.redis.ArrayRedisMessage;
import io.netty.handler.codec.redis.RedisArrayAggregator;
import io.netty.handler.codec.redis.RedisBulkStringAggregator;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.handler.codec.redis.RedisEncoder;
import io.netty.handler.codec.redis.RedisMessage;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.Optional;

/**
 * One client of the door: says who it is, then runs what such a client may. Answers come in the
 * order of the commands, however many are sent at once. Used on one event loop.
 */
final class RedisConnection {

  /** So long may a client take to say who it is. */
  private static final long AUTH_MS = 5_000;

  private final Vertx vertx;
  private final NetSocketInternal socket;
  private final RedisDoor door;
  private final RedisCounts counts;
  private final RedisRequestLimits limits;
  private final long authTimer;
  private Optional<RelayCommands> relay = Optional.empty();
  private Optional<OperatorCommands> operator = Optional.empty();
  private boolean tells;
  private boolean closing;

  /** Takes a connection over. */
  RedisConnection(Vertx vertx, NetSocketInternal socket, RedisDoor door, RedisCounts counts) {
    this.vertx = vertx;
    this.socket = socket;
    this.door = door;
    this.counts = counts;
    this.limits = new RedisRequestLimits(counts.refused()::increment);
    ChannelPipeline pipeline = socket.channelHandlerContext().pipeline();
    String last = socket.channelHandlerContext().name();
    pipeline
        .addBefore(last, "redis-encoder", new RedisEncoder())
        // Inline commands are refused: an HTTP request would be some.
        .addBefore(last, "redis-decoder", new RedisDecoder(false))
        .addBefore(last, "redis-limits", limits)
        .addBefore(last, "redis-strings", new RedisBulkStringAggregator())
        .addBefore(last, "redis-arrays", new RedisArrayAggregator(RedisRequestLimits.STRINGS, 1));
    authTimer =
        vertx.setTimer(
            AUTH_MS,
            late -> {
              counts.refused().increment();
              socket.close();
            });
    socket.messageHandler(this::came);
    socket.exceptionHandler(broken -> socket.close());
    socket.closeHandler(
        closed -> {
          vertx.cancelTimer(authTimer);
          door.closed(this);
        });
  }

  /** The relay at the other end, if it is one. */
  Optional<RelayId> relay() {
    return relay.map(RelayCommands::relay);
  }

  boolean isAnonymous() {
    return relay.isEmpty() && operator.isEmpty();
  }

  /** Whether it told of sessions, as only a relay at work does. */
  boolean tells() {
    return tells;
  }

  /** Tells an operator who listens to the channel; whether it is one, and could be told. */
  boolean tell(String channel, String message) {
    Optional<RedisMessage> told = operator.flatMap(each -> each.told(channel, message));
    if (told.isEmpty()) {
      return false;
    }
    if (socket.writeQueueFull()) {
      counts.dropped().increment();
      ReferenceCountUtil.release(told.get());
      return false;
    }
    socket.writeMessage(told.get());
    return true;
  }

  private void came(Object message) {
    try {
      if (!closing && message instanceof ArrayRedisMessage array) {
        run(RedisRequest.of(array));
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void run(RedisRequest request) {
    counts.commands().increment();
    if (request.name().equals("QUIT")) {
      closing = true;
      socket.writeMessage(RedisReply.ok()).onComplete(written -> socket.close());
    } else if (request.name().equals("AUTH")) {
      authenticate(request);
    } else if (relay.isPresent()) {
      if (RelayCommands.tells(request) && !tells) {
        tells = true;
        door.tells(relay.get().relay());
      }
      answer(relay.get().run(request));
    } else if (operator.isPresent()) {
      operator.get().run(request).forEach(this::answer);
    } else {
      answer(RedisReply.error("NOAUTH Authentication required."));
    }
  }

  /** A password alone, or after any user name: there is one password for each client anyway. */
  private void authenticate(RedisRequest request) {
    if (request.count() != 1 && request.count() != 2) {
      answer(RedisReply.wrongCount(request));
      return;
    }
    String password = request.argument(request.count() - 1);
    if (!isAnonymous()) {
      answer(RedisReply.error("ERR this connection has said who it is"));
      return;
    }
    Optional<RelayCommands> commands = door.relay(password);
    if (commands.isPresent()) {
      relay = commands;
      accepted();
      return;
    }
    // What comes meanwhile waits.
    socket.pause();
    door.auth()
        .verifyApiKey(password)
        .onComplete(
            (claims, failure) -> {
              if (failure == null && claims.scopes().contains(Scope.TURN_ADMIN)) {
                operator = Optional.of(door.operator());
                accepted();
              } else {
                refuse(failure == null ? claims : null);
              }
              socket.resume();
            });
  }

  private void accepted() {
    vertx.cancelTimer(authTimer);
    limits.authenticated();
    answer(RedisReply.ok());
  }

  private void refuse(ApiKeyClaims claims) {
    counts.refused().increment();
    closing = true;
    RedisMessage why =
        RedisReply.error(
            claims == null
                ? "WRONGPASS neither a relay's token nor an API key"
                : "NOPERM the API key needs the scope " + Scope.TURN_ADMIN.text());
    socket.writeMessage(why).onComplete(written -> socket.close());
  }

  private void answer(RedisMessage message) {
    socket.writeMessage(message);
    if (socket.writeQueueFull()) {
      socket.pause();
      socket.drainHandler(drained -> socket.resume());
    }
  }
}
