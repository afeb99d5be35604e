package dev.otter.signaling.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands behind the HTTP decoder from an upgrade request to its answer. A client must not send
 * anything in between (RFC 6455, section 4.1); what it did send was taken for HTTP by the decoder
 * and cannot be had back, so the connection is closed.
 */
// What Netty's futures say of a failure, the pipeline says too.
@SuppressWarnings("FutureReturnValueIgnored")
final class EarlyBytesGuard extends ChannelInboundHandlerAdapter {

  private boolean requestHasEnded;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!requestHasEnded) {
      requestHasEnded = message instanceof LastHttpContent;
      context.fireChannelRead(message);
      return;
    }
    ReferenceCountUtil.release(message);
    context.close();
  }
}
