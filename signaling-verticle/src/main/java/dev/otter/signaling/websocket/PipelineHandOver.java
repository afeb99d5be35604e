package dev.otter.signaling.websocket;

import dev.otter.contract.config.LimitsConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a connection out of Vert.x' hands after its HTTP request: Vert.x answers the upgrade, then
 * its handlers leave the pipeline, and {@link WebSocketFrameHandler} alone is left, behind TLS if
 * there is any. From then on Vert.x neither counts nor closes the connection.
 *
 * <p>This is the one class that relies on what Vert.x does not promise: its internal types, and the
 * names of its handlers. What it does not know it refuses, so that a new version of Vert.x cannot
 * break it in silence. Everything here runs on the connection's event loop.
 */
// What Netty's futures say of a failure, the pipeline says too.
@SuppressWarnings("FutureReturnValueIgnored")
public final class PipelineHandOver {

  static final String HTTP_DECODER = "httpDecoder";

  /** What the names of our own handlers begin with; none of them stays. */
  static final String OURS = "otter-";

  static final String GUARD = OURS + "early-bytes";
  static final String FRAMES = OURS + "frames";

  /** What Vert.x leaves in the pipeline of a plain socket: its idle timeout, and its own end. */
  static final Set<String> LEFT_BY_VERTX = Set.of("idle", "handler");

  private PipelineHandOver() {}

  /**
   * Begins an upgrade: from now to {@link #upgrade} or {@link #giveUp} the client must be silent.
   * Call it in the request's handler, before anything asynchronous.
   */
  public static void begin(HttpServerRequest request) {
    pipeline(request).addAfter(HTTP_DECODER, GUARD, new EarlyBytesGuard());
  }

  /** Ends an upgrade that was begun and is refused by an HTTP answer. */
  public static void giveUp(HttpServerRequest request) {
    ChannelPipeline pipeline = pipeline(request);
    if (pipeline.get(GUARD) != null) {
      pipeline.remove(GUARD);
    }
  }

  /**
   * Answers 101 and hands the connection over.
   *
   * @param request was checked by {@link WebSocketHandshake#check}
   * @param limits of a message, and of what waits for the client
   * @param subprotocol one that the client offers and will be spoken, or none
   * @return the socket, from which nothing was read yet; fails when the client has gone meanwhile
   */
  public static Future<ClientSocket> upgrade(
      HttpServerRequest request, LimitsConfig limits, Optional<String> subprotocol) {
    if (request.response().closed()) {
      return Future.failedFuture("the client has gone");
    }
    WebSocketHandshake.answer(request, subprotocol);
    return request
        .toNetSocket()
        .map(
            socket -> {
              Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
              try {
                return handOver(channel, limits);
              } catch (RuntimeException e) {
                channel.close();
                throw e;
              }
            });
  }

  static ClientSocket handOver(Channel channel, LimitsConfig limits) {
    channel.config().setAutoRead(false);
    if (limits.outboundBytes() > 0) {
      channel
          .config()
          .setWriteBufferWaterMark(
              new WriteBufferWaterMark(limits.outboundBytes() / 2, limits.outboundBytes()));
    }
    ChannelPipeline pipeline = channel.pipeline();
    for (Map.Entry<String, ChannelHandler> each : List.copyOf(pipeline.toMap().entrySet())) {
      boolean known = LEFT_BY_VERTX.contains(each.getKey()) || each.getKey().startsWith(OURS);
      if (known) {
        pipeline.remove(each.getValue());
      } else if (!(each.getValue() instanceof SslHandler)) {
        throw new IllegalStateException("Vert.x left a handler that is not known: " + each);
      }
    }
    WebSocketFrameHandler frames = new WebSocketFrameHandler(limits);
    pipeline.addLast(FRAMES, frames);
    return frames;
  }

  private static ChannelPipeline pipeline(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel().pipeline();
  }
}
