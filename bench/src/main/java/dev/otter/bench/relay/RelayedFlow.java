package dev.otter.bench.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** One client with an allocation and a channel to a peer. Used by one thread. */
final class RelayedFlow implements AutoCloseable {

  static final int CHANNEL = 0x4001;

  private static final int UDP = 17 << 24;
  private static final int ANSWER_MS = 5_000;
  private static final int ANSWER_BYTES = 2_048;

  private final DatagramChannel socket;
  private final InetSocketAddress server;

  private RelayedFlow(InetSocketAddress server) throws IOException {
    this.server = server;
    this.socket = DatagramChannel.open();
    socket.connect(server);
  }

  /**
   * Allocates and binds. Blocking.
   *
   * @param secret what credentials are signed with
   * @param name of the participant; servers count their sessions by it
   */
  static RelayedFlow open(
      InetSocketAddress server, String secret, String name, InetSocketAddress peer)
      throws IOException {
    RelayedFlow flow = new RelayedFlow(server);
    String username = (System.currentTimeMillis() / 1_000 + 600) + ":" + name;
    byte[] signature =
        TurnMessage.hmac(
            secret.getBytes(StandardCharsets.UTF_8), username.getBytes(StandardCharsets.UTF_8));
    ByteBuffer challenge =
        flow.ask(new TurnMessage(TurnMessage.ALLOCATE).with(TurnMessage.TRANSPORT, UDP).plain());
    byte[] realm = TurnMessage.attribute(challenge, TurnMessage.REALM).orElseThrow();
    byte[] nonce = TurnMessage.attribute(challenge, TurnMessage.NONCE).orElseThrow();
    byte[] key =
        TurnMessage.key(
            username,
            new String(realm, StandardCharsets.UTF_8),
            Base64.getEncoder().encodeToString(signature));
    TurnMessage allocate = new TurnMessage(TurnMessage.ALLOCATE).with(TurnMessage.TRANSPORT, UDP);
    TurnMessage bind =
        new TurnMessage(TurnMessage.CHANNEL_BIND)
            .with(TurnMessage.CHANNEL_NUMBER, CHANNEL << 16)
            .with(TurnMessage.PEER, peer);
    flow.insist(TurnMessage.ALLOCATE, proven(allocate, username, realm, nonce).signed(key));
    flow.insist(TurnMessage.CHANNEL_BIND, proven(bind, username, realm, nonce).signed(key));
    flow.socket.configureBlocking(false);
    return flow;
  }

  private static TurnMessage proven(
      TurnMessage message, String username, byte[] realm, byte[] nonce) {
    return message
        .with(TurnMessage.USERNAME, username.getBytes(StandardCharsets.UTF_8))
        .with(TurnMessage.REALM, realm)
        .with(TurnMessage.NONCE, nonce);
  }

  private void insist(int type, ByteBuffer request) throws IOException {
    ByteBuffer answer = ask(request);
    if (!TurnMessage.isSuccess(answer, type)) {
      throw new IOException(server + " refused the request " + type);
    }
  }

  private ByteBuffer ask(ByteBuffer request) throws IOException {
    socket.configureBlocking(true);
    socket.socket().setSoTimeout(ANSWER_MS);
    socket.write(request);
    ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
    socket.read(answer);
    return answer.flip();
  }

  /** Sends channel data; the buffer is read from its beginning. */
  void send(ByteBuffer channelData) throws IOException {
    channelData.rewind();
    socket.write(channelData);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
