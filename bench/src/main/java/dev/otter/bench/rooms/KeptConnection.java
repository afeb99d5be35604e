package dev.otter.bench.rooms;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that stays open, with one request at a time. It reads what these servers
 * answer: a head with a Content-Length. Used by one thread.
 */
final class KeptConnection {

  private static final int LARGEST_ANSWER = 16_384;
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final String LENGTH = "\r\ncontent-length:";
  private static final int STATUS_BEGIN = "HTTP/1.1 ".length();
  private static final int STATUS_DIGITS = 3;

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(LARGEST_ANSWER);
  private long dueNanos;

  /** Connects. Blocking. */
  KeptConnection(InetSocketAddress server, Selector selector) throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /**
   * Sends a request, which is small enough for the socket's empty buffer.
   *
   * @param request head and body
   * @param due when it was to be sent, by {@link System#nanoTime}
   */
  void send(byte[] request, long due) throws IOException {
    dueNanos = due;
    if (channel.write(ByteBuffer.wrap(request)) < request.length) {
      throw new IOException("a request of " + request.length + " bytes was not taken as one");
    }
  }

  /** When the request that is under way was to be sent. */
  long dueNanos() {
    return dueNanos;
  }

  /**
   * Reads what is there.
   *
   * @return the status of an answer that is here as a whole; 0 before that
   * @throws IOException when the server has closed it, or says what is not understood
   */
  int read() throws IOException {
    if (channel.read(in) < 0) {
      throw new IOException("the server closed a connection");
    }
    String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
    int headEnd = text.indexOf(END_OF_HEAD);
    if (headEnd < 0) {
      return 0;
    }
    int length = text.toLowerCase(Locale.ROOT).indexOf(LENGTH);
    if (length < 0 || length > headEnd) {
      throw new IOException("an answer without a length: " + text.substring(0, headEnd));
    }
    int digits = length + LENGTH.length();
    int body = Integer.parseInt(text.substring(digits, text.indexOf('\r', digits)).strip());
    if (in.position() < headEnd + END_OF_HEAD.length() + body) {
      return 0;
    }
    in.clear();
    return Integer.parseInt(text.substring(STATUS_BEGIN, STATUS_BEGIN + STATUS_DIGITS));
  }

  void close() throws IOException {
    channel.close();
  }
}
