package dev.otter.signaling.websocket;

import dev.otter.contract.config.AccessLimitsConfig;
import dev.otter.contract.config.DeadlinesConfig;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

/** A frame handler in a channel without a network, and what its listener has heard. */
class TestSocket implements ClientSocketListener {

  final WebSocketFrameHandler handler;
  final EmbeddedChannel channel;
  final List<String> texts = new ArrayList<>();
  final List<ErrorCode> refusals = new ArrayList<>();
  int heard;
  int ends;
  int flushes;

  TestSocket(int messageBytes) {
    handler =
        new WebSocketFrameHandler(
            new LimitsConfig(
                messageBytes, 0, 1000, 0, 0, DeadlinesConfig.NONE, AccessLimitsConfig.NONE));
    ChannelOutboundHandlerAdapter counter =
        new ChannelOutboundHandlerAdapter() {
          @Override
          public void flush(ChannelHandlerContext context) {
            flushes++;
            context.flush();
          }
        };
    channel = new EmbeddedChannel(counter, handler);
    handler.listen(this);
    handler.resume();
  }

  /** Lets bytes come in, each argument by a read of its own; nothing comes behind the end. */
  TestSocket receives(byte[]... reads) {
    for (byte[] each : reads) {
      if (channel.isOpen()) {
        channel.writeInbound(channel.alloc().buffer(Math.max(1, each.length)).writeBytes(each));
      }
    }
    return this;
  }

  /** Begins and ends a text, as somebody does who sends one. */
  boolean send(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuf out = handler.text(bytes.length);
    if (out != null) {
      out.writeBytes(bytes);
    }
    return out != null;
  }

  /** All that went out since the last call, as hexadecimal digits. */
  String sent() {
    channel.runPendingTasks();
    StringBuilder all = new StringBuilder();
    for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
      byte[] bytes = new byte[each.readableBytes()];
      each.readBytes(bytes);
      each.release();
      all.append(HexFormat.of().formatHex(bytes));
    }
    return all.toString();
  }

  /** What a close frame with a code and a reason looks like. */
  static String closeFrame(int code, String reason) {
    ByteBuf frame = Unpooled.buffer();
    CloseFrame.write(frame, code, reason);
    byte[] bytes = new byte[frame.readableBytes()];
    frame.readBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  void end() {
    channel.finishAndReleaseAll();
  }

  @Override
  public void onText(byte[] bytes, int length) {
    texts.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
  }

  @Override
  public void onHeard() {
    heard++;
  }

  @Override
  public void onRefused(RefusedException refusal) {
    refusals.add(refusal.code());
    handler.close(refusal.code().closeCode().orElseThrow(), refusal.getMessage());
  }

  @Override
  public void onClosed(OptionalInt clientCode) {
    ends++;
  }
}
