package dev.otter.bench.bare;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client of the {@link BareRelay}: unmasks, and writes one time for all that one read brought.
 */
final class BareConnection {

  private static final int BUFFER_BYTES = 1 << 20;
  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_CLOSE = 0x88;
  private static final Pattern REQUEST =
      Pattern.compile("GET (\\S+) .*Sec-WebSocket-Key: (\\S+)\r\n.*", Pattern.DOTALL);
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final ByteBuffer IN = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private static final ByteBuffer OUT = ByteBuffer.allocateDirect(2 * BUFFER_BYTES);
  private static final byte[] NONE = {};

  private final BareRelay relay;
  private final SocketChannel channel;
  private SelectionKey key;
  private BareConnection peer;
  private boolean upgraded;
  private byte[] carried = NONE;
  private byte[] delayed = NONE;
  private ByteBuffer unsent = ByteBuffer.allocate(0);

  BareConnection(BareRelay relay, SocketChannel channel) {
    this.relay = relay;
    this.channel = channel;
  }

  void register(Selector selector) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  boolean isClosed() {
    return !channel.isOpen();
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  void onReady() throws IOException {
    if (unsent.hasRemaining()) {
      channel.write(unsent);
      if (!unsent.hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ);
      }
    }
    IN.clear().put(carried);
    int read = channel.read(IN);
    if (read < 0) {
      close();
      return;
    }
    IN.flip();
    OUT.clear();
    if (upgraded || upgrade()) {
      while (!isClosed() && readFrame()) {}
    }
    carried = new byte[IN.remaining()];
    IN.get(carried);
    if (peer != null && OUT.position() > 0) {
      peer.write(OUT.flip());
    }
  }

  private void write(ByteBuffer frames) throws IOException {
    if (isClosed()) {
      return;
    }
    if (!unsent.hasRemaining()) {
      channel.write(frames);
    }
    if (frames.hasRemaining()) {
      unsent =
          ByteBuffer.allocate(unsent.remaining() + frames.remaining())
              .put(unsent)
              .put(frames)
              .flip();
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  private boolean upgrade() throws IOException {
    byte[] bytes = new byte[IN.remaining()];
    IN.get(IN.position(), bytes);
    String text = new String(bytes, US_ASCII);
    int end = text.indexOf("\r\n\r\n");
    Matcher request = REQUEST.matcher(text);
    if (end < 0 || !request.matches()) {
      return false;
    }
    IN.position(end + 4);
    upgraded = true;
    peer = relay.meet(request.group(1), this);
    if (peer != null) {
      peer.peer = this;
    }
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(request.group(2))
            + "\r\n\r\n";
    write(ByteBuffer.wrap(answer.getBytes(US_ASCII)));
    return true;
  }

  private static String accept(String requestKey) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest((requestKey + GUID).getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean readFrame() throws IOException {
    int at = IN.position();
    int available = IN.limit() - at;
    if (available < 6) {
      return false;
    }
    int length = IN.get(at + 1) & 0x7f;
    int header = 6;
    if (length == 126) {
      length = IN.getShort(at + 2) & 0xffff;
      header = 8;
    }
    if (available < header + length) {
      return false;
    }
    int first = IN.get(at) & 0xff;
    int start = at + header;
    unmask(IN.getInt(start - 4), start, start + length);
    IN.position(start + length);
    if (first == FINAL_CLOSE) {
      write(ByteBuffer.wrap(new byte[] {(byte) FINAL_CLOSE, 2, 0x03, (byte) 0xe8}));
      close();
    } else if (first == FINAL_TEXT) {
      dispose(relay.nextFate(), start, length);
    }
    return true;
  }

  private void dispose(Fate fate, int start, int length) {
    if (fate == Fate.DELAY) {
      int before = OUT.position();
      append(start, length);
      delayed = new byte[OUT.position() - before];
      OUT.get(before, delayed);
      OUT.position(before);
      return;
    }
    if (fate == Fate.DAMAGE) {
      IN.put(start, (byte) '[');
    }
    if (fate != Fate.DROP) {
      append(start, length);
      if (fate == Fate.REPEAT) {
        append(start, length);
      }
    }
    OUT.put(delayed);
    delayed = NONE;
  }

  private void append(int start, int length) {
    OUT.put((byte) FINAL_TEXT);
    if (length < 126) {
      OUT.put((byte) length);
    } else {
      OUT.put((byte) 126).putShort((short) length);
    }
    OUT.put(OUT.position(), IN, start, length).position(OUT.position() + length);
  }

  private static void unmask(int key, int from, int to) {
    long twice = ((long) key << 32) | (key & 0xffffffffL);
    int at = from;
    for (; at + 8 <= to; at += 8) {
      IN.putLong(at, IN.getLong(at) ^ twice);
    }
    for (int shift = 24; at < to; at++, shift = (shift + 24) & 31) {
      IN.put(at, (byte) (IN.get(at) ^ key >>> shift));
    }
  }
}
