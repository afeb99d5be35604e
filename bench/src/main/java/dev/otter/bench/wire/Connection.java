package dev.otter.bench.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * A WebSocket client that does as little as one can: no extension, no fragments, no copies while
 * messages come whole. Used on its loop's thread.
 */
public final class Connection {

  private static final int ABNORMAL = 1006;
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final byte[] NORMAL_CLOSURE = {0x03, (byte) 0xe8};
  private static final byte[] NONE = {};

  private enum State {
    CONNECTING,
    UPGRADING,
    OPEN,
    CLOSED
  }

  private final Loop loop;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final String path;
  private final ConnectionEvents events;
  private State state = State.CONNECTING;
  private int closeCode = ABNORMAL;
  private byte[] carried = NONE;
  private ByteBuffer waiting = ByteBuffer.allocate(0);

  Connection(
      Loop loop, SocketChannel channel, SelectionKey key, String path, ConnectionEvents events) {
    this.loop = loop;
    this.channel = channel;
    this.key = key;
    this.path = path;
    this.events = events;
  }

  /** Whether messages can be sent. */
  public boolean isOpen() {
    return state == State.OPEN;
  }

  /** Whether it has ended. */
  public boolean isClosed() {
    return state == State.CLOSED;
  }

  /** Writes frames; what the socket does not take now follows as soon as it does. */
  public void write(ByteBuffer frames) {
    if (state == State.CLOSED) {
      return;
    }
    try {
      if (!waiting.hasRemaining()) {
        channel.write(frames);
      }
      if (frames.hasRemaining()) {
        waiting =
            ByteBuffer.allocate(waiting.remaining() + frames.remaining())
                .put(waiting)
                .put(frames)
                .flip();
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      }
    } catch (IOException e) {
      end();
    }
  }

  /** Writes a text that is not numbered. */
  public void writeText(String text) {
    write(NumberedFrame.control(FINAL | TEXT, text.getBytes(US_ASCII)));
  }

  /** Says goodbye; the server ends the connection. */
  public void close() {
    if (state == State.OPEN) {
      write(NumberedFrame.control(FINAL | CLOSE, NORMAL_CLOSURE));
    } else {
      drop();
    }
  }

  /** Ends the connection without a word, and without an event. */
  public void drop() {
    state = State.CLOSED;
    closeChannel();
  }

  /** Called by the loop when the socket has something, or takes something. */
  void onReady() {
    if (state == State.CLOSED) {
      return;
    }
    try {
      if (state == State.CONNECTING) {
        channel.finishConnect();
        requestUpgrade();
        return;
      }
      if (waiting.hasRemaining()) {
        channel.write(waiting);
        if (!waiting.hasRemaining()) {
          key.interestOps(SelectionKey.OP_READ);
        }
      }
      read();
    } catch (IOException e) {
      end();
    }
  }

  private void requestUpgrade() throws IOException {
    state = State.UPGRADING;
    key.interestOps(SelectionKey.OP_READ);
    channel.write(ByteBuffer.wrap(UpgradeAnswer.request(path).getBytes(US_ASCII)));
  }

  private void read() throws IOException {
    ByteBuffer in = loop.inbound();
    in.put(carried);
    int read = channel.read(in);
    if (read < 0) {
      end();
      return;
    }
    if (read == 0) {
      return;
    }
    loop.readAt(System.nanoTime());
    in.flip();
    if (state == State.UPGRADING) {
      if (!UpgradeAnswer.skip(in)) {
        carry(in);
        return;
      }
      state = State.OPEN;
      events.onOpen();
    }
    while (state == State.OPEN && readFrame(in)) {}
    carry(in);
    events.onBurst();
  }

  private void carry(ByteBuffer in) {
    if (!in.hasRemaining()) {
      carried = NONE;
      return;
    }
    carried = new byte[in.remaining()];
    in.get(carried);
  }

  private boolean readFrame(ByteBuffer in) throws IOException {
    int at = in.position();
    int available = in.limit() - at;
    if (available < 2) {
      return false;
    }
    int first = in.get(at) & 0xff;
    int length = in.get(at + 1);
    int header = 2;
    if (length == 126) {
      header = 4;
      length = available < header ? 0 : in.getShort(at + 2) & 0xffff;
    } else if (length == 127) {
      header = 10;
      length = available < header ? 0 : Math.toIntExact(in.getLong(at + 2));
    }
    if (available < header + length) {
      return false;
    }
    int from = at + header;
    in.position(from + length);
    onFrame(first, in, from, from + length);
    return true;
  }

  private void onFrame(int first, ByteBuffer in, int from, int to) throws IOException {
    if (first == (FINAL | TEXT)) {
      events.onText(in, from, to);
    } else if (first == (FINAL | PING)) {
      byte[] content = new byte[to - from];
      in.get(from, content);
      write(NumberedFrame.control(FINAL | PONG, content));
    } else if (first == (FINAL | CLOSE)) {
      closeCode = to - from >= 2 ? in.getShort(from) & 0xffff : 1005;
    } else if (first != (FINAL | PONG)) {
      throw new IOException("no server under test sends a frame that begins with " + first);
    }
  }

  private void end() {
    if (state != State.CLOSED) {
      drop();
      events.onClosed(closeCode);
    }
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
