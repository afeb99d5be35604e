package dev.otter.signaling.websocket;

import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of RFC 6455 on one connection, from behind the upgrade to the end of TCP: the
 * last handler of its pipeline, put there by {@link PipelineHandOver}. Frames are read where they
 * lie; a message is copied once, into memory that its event loop keeps for that, and unmasked
 * there.
 *
 * <ol>
 *   <li>open: texts go to the listener, pings are answered;
 *   <li>closing: our close frame is out, only the client's is waited for;
 *   <li>deaf: the close frames are exchanged, or the stream is broken; TCP is about to end;
 *   <li>closed.
 * </ol>
 */
// What Netty's futures say of a failure, the pipeline says too.
@SuppressWarnings("FutureReturnValueIgnored")
final class WebSocketFrameHandler extends ChannelInboundHandlerAdapter implements ClientSocket {

  /** How long the end of TCP may take after our close frame. */
  static final long CLOSE_TIMEOUT_MS = 3_000;

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketFrameHandler.class);
  private static final ByteBuf PING =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer(2).writeBytes(FrameHeader.EMPTY_PING).asReadOnly());

  private enum State {
    OPEN,
    CLOSING,
    DEAF,
    CLOSED
  }

  private final int maxMessageBytes;
  private final int maxWaitingBytes;
  private ClientSocketListener listener;
  private ChannelHandlerContext context;
  private FrameOutput output;
  private State state = State.OPEN;
  private boolean paused = true;
  private boolean reading;

  /** What came and is no whole frame yet, or came while paused; null when there is nothing. */
  private ByteBuf unread;

  /** The frames of a message that is not whole yet, unmasked; null when there is none. */
  private ByteBuf fragments;

  /** How many bytes of a refused frame are still to come. */
  private long toSkip;

  private Future<?> closeTimer;
  private OptionalInt clientCode = OptionalInt.empty();

  WebSocketFrameHandler(LimitsConfig limits) {
    this.maxMessageBytes = orNone(limits.messageBytes());
    this.maxWaitingBytes = orNone(limits.outboundBytes());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    output = new FrameOutput(added, maxWaitingBytes, this::onTooSlow);
  }

  @Override
  public void listen(ClientSocketListener toCall) {
    listener = toCall;
    if (!context.channel().isActive()) {
      channelInactive(context);
    }
  }

  @Override
  public void pause() {
    paused = true;
    context.channel().config().setAutoRead(false);
  }

  @Override
  public void resume() {
    if (!paused || state == State.CLOSED) {
      return;
    }
    paused = false;
    context.channel().config().setAutoRead(true);
    if (unread != null && !reading) {
      ReadBurst burst = ReadBurst.ofThisThread();
      boolean begun = burst.begin(unread.readableBytes());
      readFrames(burst);
      if (begun) {
        burst.end();
      }
    }
  }

  @Override
  public void execute(Runnable work) {
    if (context.executor().inEventLoop()) {
      work.run();
    } else {
      context.executor().execute(work);
    }
  }

  @Override
  public ByteBuf text(int length) {
    return output.frame(FrameHeader.TEXT, length);
  }

  @Override
  public void ping() {
    if (state == State.OPEN) {
      context.writeAndFlush(PING.duplicate(), context.voidPromise());
    }
  }

  @Override
  public void close(int code, String reason) {
    if (state == State.OPEN) {
      state = State.CLOSING;
      sendLast(code, reason, false);
      resume();
    }
  }

  @Override
  public long waitingBytes() {
    return output.waitingBytes();
  }

  @Override
  public void abort() {
    context.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    if (!(message instanceof ByteBuf bytes) || state == State.DEAF || state == State.CLOSED) {
      ReferenceCountUtil.release(message);
      return;
    }
    ReadBurst burst = ReadBurst.ofThisThread();
    burst.begin(bytes.readableBytes());
    unread = unread == null ? bytes : Joining.join(context.alloc(), unread, bytes);
    readFrames(burst);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext from) {
    ReadBurst.ofThisThread().end();
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) {
    if (state == State.CLOSED || listener == null) {
      return;
    }
    state = State.CLOSED;
    ReadBurst.ofThisThread().end();
    letGo();
    if (closeTimer != null) {
      closeTimer.cancel(false);
    }
    listener.onClosed(clientCode);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext from) {
    letGo();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable failure) {
    LOG.debug("a socket failed", failure);
    context.close();
  }

  private void readFrames(ReadBurst burst) {
    ByteBuf in = unread;
    boolean heard = false;
    reading = true;
    try {
      while (!paused && (state == State.OPEN || state == State.CLOSING) && readFrame(in, burst)) {
        heard = true;
      }
    } finally {
      reading = false;
      unread = state == State.DEAF ? Joining.none(in) : Joining.rest(context.alloc(), in);
    }
    if (heard) {
      listener.onHeard();
    }
  }

  /** Reads one frame, or the rest of one that is refused. False when not all of it is there. */
  private boolean readFrame(ByteBuf in, ReadBurst burst) {
    if (toSkip > 0) {
      int skipped = (int) Math.min(toSkip, in.readableBytes());
      in.skipBytes(skipped);
      toSkip -= skipped;
    }
    FrameHeader header = burst.header();
    if (toSkip > 0 || !header.read(in)) {
      return false;
    }
    String violation = header.violation();
    if (violation == null && !header.isControl() && state == State.OPEN) {
      boolean begins = header.opcode() != FrameHeader.CONTINUATION;
      if (begins == (fragments != null)) {
        violation = begins ? "a message is not finished" : "there is no message to continue";
      }
    }
    if (violation != null) {
      LOG.debug("a client breaks RFC 6455 violation={}", violation);
      state = State.DEAF;
      sendLast(CloseFrame.PROTOCOL_ERROR, violation, false);
      return false;
    }
    return header.isControl() ? readControl(in, burst, header) : readData(in, burst, header);
  }

  private boolean readData(ByteBuf in, ReadBurst burst, FrameHeader header) {
    RefusedException refusal = state == State.OPEN ? refusal(header) : null;
    if (refusal != null || state != State.OPEN) {
      in.skipBytes(header.size());
      toSkip = header.length();
      if (refusal != null) {
        listener.onRefused(refusal);
      }
      return true;
    }
    int length = (int) header.length();
    if (in.readableBytes() < header.size() + length) {
      return false;
    }
    in.skipBytes(header.size());
    int before = fragments == null ? 0 : fragments.readableBytes();
    byte[] message = burst.message(before + length);
    in.readBytes(message, before, length);
    boolean ascii = Unmasking.unmask(message, before, before + length, header.key());
    if (!header.isFinal()) {
      addFragment(message, before, length);
      return true;
    }
    if (fragments != null) {
      fragments.readBytes(message, 0, before);
      fragments.release();
      fragments = null;
    }
    if ((ascii && before == 0) || Utf8.isValid(message, 0, before + length)) {
      listener.onText(message, before + length);
    } else {
      listener.onRefused(
          new RefusedException(ErrorCode.MESSAGE_NOT_UTF8, "a text message must be UTF-8"));
    }
    return true;
  }

  private RefusedException refusal(FrameHeader header) {
    if (header.opcode() == FrameHeader.BINARY) {
      return new RefusedException(
          ErrorCode.MESSAGE_BINARY, "signaling is text, got a binary frame");
    }
    long before = fragments == null ? 0 : fragments.readableBytes();
    return header.length() + before > maxMessageBytes
        ? new RefusedException(
            ErrorCode.MESSAGE_TOO_LARGE, "a message may have " + maxMessageBytes + " bytes at most")
        : null;
  }

  private void addFragment(byte[] message, int from, int length) {
    if (fragments == null) {
      fragments = context.alloc().buffer(Math.max(length, 16));
    }
    fragments.writeBytes(message, from, length);
  }

  private boolean readControl(ByteBuf in, ReadBurst burst, FrameHeader header) {
    int length = (int) header.length();
    if (in.readableBytes() < header.size() + length) {
      return false;
    }
    in.skipBytes(header.size());
    byte[] payload = burst.message(length);
    in.readBytes(payload, 0, length);
    Unmasking.unmask(payload, 0, length, header.key());
    if (header.opcode() == FrameHeader.PING && state == State.OPEN) {
      ByteBuf pong = output.frame(FrameHeader.PONG, length);
      if (pong != null) {
        pong.writeBytes(payload, 0, length);
      }
    } else if (header.opcode() == FrameHeader.CLOSE) {
      boolean first = state == State.OPEN;
      state = State.DEAF;
      if (first) {
        int answer = CloseFrame.answer(payload, length);
        clientCode = OptionalInt.of(answer);
        sendLast(answer, "", true);
      } else {
        context.close();
      }
    }
    return true;
  }

  /** Sends our close frame, and sees to it that TCP ends. */
  private void sendLast(int code, String reason, boolean clientHasClosed) {
    if (fragments != null) {
      fragments.release();
      fragments = null;
    }
    ByteBuf last = context.alloc().buffer(128);
    CloseFrame.write(last, code, reason);
    closeTimer =
        context.executor().schedule(() -> context.close(), CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    output
        .end(last)
        .addListener(
            sent -> {
              if (clientHasClosed) {
                context.close();
              }
            });
  }

  private void onTooSlow() {
    if (state == State.OPEN) {
      listener.onRefused(
          new RefusedException(ErrorCode.TOO_SLOW, "the client does not read what it is sent"));
    }
  }

  private void letGo() {
    output.discard();
    unread = Joining.none(unread);
    fragments = Joining.none(fragments);
  }

  private static int orNone(int limit) {
    return limit == 0 ? Integer.MAX_VALUE : limit;
  }
}
