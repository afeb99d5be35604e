package dev.otter.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A WebSocket client that sends whatever bytes a test wants, also what the protocol forbids. */
public final class RawWebSocket implements AutoCloseable {

  /** Frame types of RFC 6455, section 5.2. */
  public static final int CONTINUATION = 0;

  /** A text frame. */
  public static final int TEXT = 1;

  /** A close frame. */
  public static final int CLOSE = 8;

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int TIMEOUT_MS = 30_000;
  private static final int SMALL_BUFFER_BYTES = 4_096;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RawWebSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /**
   * Sends an upgrade request with extra header lines.
   *
   * @return the raw client; ask {@link #statusLine} what the server said
   */
  public static RawWebSocket request(URI base, String pathAndQuery, String... headerLines)
      throws IOException {
    return request(new Socket(base.getHost(), base.getPort()), pathAndQuery, headerLines);
  }

  /** Connects, and sends nothing. */
  public static RawWebSocket connectSilently(URI base) throws IOException {
    Socket socket = new Socket(base.getHost(), base.getPort());
    socket.setSoTimeout(TIMEOUT_MS);
    return new RawWebSocket(socket);
  }

  private static RawWebSocket request(Socket socket, String pathAndQuery, String... headerLines)
      throws IOException {
    socket.setSoTimeout(TIMEOUT_MS);
    RawWebSocket client = new RawWebSocket(socket);
    StringBuilder request = new StringBuilder("GET " + pathAndQuery + " HTTP/1.1\r\n");
    request.append("Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
    request.append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    for (String line : headerLines) {
      request.append(line).append("\r\n");
    }
    client.out.write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    return client;
  }

  /** Connects to a room. */
  public static RawWebSocket connect(URI base, TestRoom room) throws IOException {
    RawWebSocket client = request(base, path(room));
    assertUpgraded(client);
    return client;
  }

  private static String path(TestRoom room) {
    return "/ws?roomId=" + room.roomId() + "&token=" + room.token();
  }

  private static void assertUpgraded(RawWebSocket client) throws IOException {
    String status = client.statusLine();
    if (!status.contains(" 101 ")) {
      throw new AssertionError("not upgraded: " + status);
    }
  }

  /** Connects to a room in the dialect otter.v1; the hello is left to the caller. */
  public static RawWebSocket connectV1(URI base, TestRoom room) throws IOException {
    RawWebSocket client = request(base, path(room), "Sec-WebSocket-Protocol: otter.v1");
    assertUpgraded(client);
    return client;
  }

  /** Connects to a room with so small a receive buffer that a client that does not read shows. */
  public static RawWebSocket connectSlow(URI base, TestRoom room, String... headerLines)
      throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SMALL_BUFFER_BYTES);
    socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
    RawWebSocket client = request(socket, path(room), headerLines);
    assertUpgraded(client);
    return client;
  }

  /** Sends a text in one frame. */
  public void sendText(String text) throws IOException {
    send(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads the answer to the request: its status line; the headers are passed over. */
  public String statusLine() throws IOException {
    String status = line();
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-extensions")) {
        throw new AssertionError("an extension was negotiated: " + header);
      }
    }
    return status;
  }

  /** What is left of the stream, until the server ends it. */
  public String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Passes over the body of an HTTP answer; see {@link #body}. */
  public void skipBody() throws IOException {
    body();
  }

  /** Reads the body of an HTTP answer: one JSON object without another in it. */
  public String body() throws IOException {
    StringBuilder body = new StringBuilder();
    for (int c = in.read(); c != '}'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed before its answer ended");
      }
      body.append((char) c);
    }
    return body.append('}').toString();
  }

  /** Sends a masked frame. */
  public void send(int type, boolean last, byte[] payload) throws IOException {
    out.write(frame(type, last, payload));
  }

  /** Sends texts, each in a frame of its own, in one write. */
  public void sendTogether(List<String> texts) throws IOException {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (String text : texts) {
      frames.write(frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8)));
    }
    out.write(frames.toByteArray());
  }

  private static byte[] frame(int type, boolean last, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) ((last ? FINAL : 0) | type));
    if (payload.length < 126) {
      frame.put((byte) (MASKED | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (MASKED | 127)).putLong(payload.length);
    }
    frame.putInt(0).put(payload);
    return Arrays.copyOf(frame.array(), frame.position());
  }

  /** Sends bytes as they are, masked or not, a frame or not. */
  public void sendBytes(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** Sends a close frame. */
  public void sendClose(int code) throws IOException {
    send(CLOSE, true, new byte[] {(byte) (code >> 8), (byte) code});
  }

  /** Waits until the server has ended the TCP connection; false when frames still came. */
  public boolean isAtEnd() throws IOException {
    return in.read() < 0;
  }

  /**
   * Reads frames until the server closes.
   *
   * @return the close code; 1006 when the connection ended without one
   */
  public int closeCode() throws IOException {
    try {
      while (true) {
        int type = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        if (length == 126) {
          length = in.readUnsignedShort();
        } else if (length == 127) {
          length = Math.toIntExact(in.readLong());
        }
        byte[] payload = in.readNBytes(length);
        if (type == CLOSE) {
          return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        }
      }
    } catch (EOFException e) {
      return 1006;
    }
  }

  /** Reads frames until a text comes, and answers with that. */
  public String nextText() throws IOException {
    while (true) {
      int type = in.readUnsignedByte() & 0x0f;
      int length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      }
      byte[] payload = in.readNBytes(length);
      if (type == TEXT) {
        return new String(payload, StandardCharsets.UTF_8);
      }
      if (type == CLOSE) {
        throw new ClosedException(((payload[0] & 0xff) << 8) | (payload[1] & 0xff));
      }
    }
  }

  /** The server closed the WebSocket where a text was waited for. */
  public static final class ClosedException extends IOException {

    private static final long serialVersionUID = 1;
    private final int code;

    ClosedException(int code) {
      super("closed with " + code);
      this.code = code;
    }

    /** The close code. */
    public int code() {
      return code;
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed before it answered");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Ends the connection by a reset, as a crash or a middle box does. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
