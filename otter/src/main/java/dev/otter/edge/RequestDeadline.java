package dev.otter.edge;

import dev.otter.contract.error.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose request does not come as a whole in time, however steadily its bytes
 * dribble: an idle timeout begins anew with each byte. A new connection has as long to begin one;
 * between requests the idle timeout alone counts. Stands behind the HTTP decoder, and leaves when
 * the connection becomes a WebSocket. Belongs to the connection's event loop.
 */
// What Netty's futures say of a failure, the pipeline says too.
@SuppressWarnings("FutureReturnValueIgnored")
final class RequestDeadline extends ChannelInboundHandlerAdapter {

  /** Begins as the names of all handlers of ours, so that the WebSocket's hand-over knows it. */
  static final String NAME = "otter-request-deadline";

  private static final String HTTP_DECODER = "httpDecoder";

  private final int seconds;
  private Future<?> timer;

  /** Whether a request has begun that has not ended. */
  private boolean inRequest;

  /** Whether something was read in this burst that the decoder could make something of. */
  private boolean decoded;

  /** Whether the client has sent anything, and whether it was a whole head. */
  private boolean anyByte;

  private boolean anyHead;

  RequestDeadline(int seconds) {
    this.seconds = seconds;
  }

  /**
   * Watches a connection that has just begun; call it on its event loop.
   *
   * @param seconds how long a request may take; 0 for no limit
   */
  static void watch(HttpConnection connection, int seconds) {
    if (seconds > 0) {
      ((ConnectionBase) connection)
          .channel()
          .pipeline()
          .addAfter(HTTP_DECODER, NAME, new RequestDeadline(seconds));
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    start(context);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    stop();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    decoded = true;
    if (message instanceof HttpRequest) {
      inRequest = true;
      anyHead = true;
    }
    if (message instanceof LastHttpContent) {
      inRequest = false;
      stop();
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    anyByte = true;
    // Bytes that made nothing are a part of a head.
    if (timer == null && (inRequest || !decoded)) {
      start(context);
    }
    decoded = false;
    context.fireChannelReadComplete();
  }

  private void start(ChannelHandlerContext context) {
    timer = context.executor().schedule(() -> onLate(context), seconds, TimeUnit.SECONDS);
  }

  private void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void onLate(ChannelHandlerContext context) {
    // After a head, Vert.x may be about to answer; a browser that only opened a connection in
    // advance has asked for nothing.
    if (anyByte && !anyHead) {
      context.writeAndFlush(answer(context)).addListener(ChannelFutureListener.CLOSE);
    } else {
      context.close();
    }
  }

  private ByteBuf answer(ChannelHandlerContext context) {
    String body =
        "{\"code\":\"%s\",\"message\":\"a request must have come as a whole within %d s\"}"
            .formatted(ErrorCode.REQUEST_LATE.code(), seconds);
    String head =
        "HTTP/1.1 %d Request Timeout\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
            .formatted(ErrorCode.REQUEST_LATE.httpStatus(), body.length());
    return ByteBufUtil.encodeString(
        context.alloc(),
        java.nio.CharBuffer.wrap(head + "Connection: close\r\n\r\n" + body),
        StandardCharsets.US_ASCII);
  }
}
