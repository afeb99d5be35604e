package dev.otter.turn.gateway;

import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.stun.StunAttribute;
import dev.otter.turn.stun.StunCodec;
import dev.otter.turn.stun.StunMessage;
import dev.otter.turn.stun.TransactionId;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A TURN client as browsers are one, on a blocking socket: it keeps nonce and credential, and what
 * is not an answer waits until it is asked for.
 */
final class TestTurnClient implements AutoCloseable {

  private static final int AGAIN_MS = 1_000;

  /** How often it asks: a busy machine takes its time. */
  private static final int ASKS = 30;

  /** How often where there may well be no answer. */
  private static final int ASKS_IN_VAIN = 3;

  private static final int UDP = 17 << 24;

  private final DatagramSocket socket;
  private InetSocketAddress gateway;
  private byte[] lastRequest = {};
  private final Credential credential;
  private final List<byte[]> others = new ArrayList<>();
  private String realm = "";
  private String nonce = "";
  private int asks = ASKS;

  TestTurnClient(InetSocketAddress gateway, Credential credential) throws IOException {
    this(gateway, credential, TestGateway.at("127.0.0.1", 0));
  }

  TestTurnClient(InetSocketAddress gateway, Credential credential, InetSocketAddress local)
      throws IOException {
    this.socket = new DatagramSocket(local);
    this.gateway = gateway;
    this.credential = credential;
  }

  /** Sends there from now on, from the same address. */
  void to(InetSocketAddress another) throws IOException {
    gateway = another;
    if (socket.isConnected()) {
      hearsNobodyElse();
    }
  }

  /** Takes only what comes from where it sends to, as who is behind an address translation does. */
  void hearsNobodyElse() throws IOException {
    socket.connect(gateway);
  }

  /** Sends its last request with a proof once more, as if the answer had been lost. */
  StunMessage repeat() throws IOException {
    return ask(lastRequest, StunCodec.decode(lastRequest).orElseThrow().transactionId());
  }

  InetSocketAddress local() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** Allocates; fails the test if it is refused. */
  InetSocketAddress allocate() throws IOException {
    StunMessage answer = allocateAnswer();
    return answer
        .address(StunAttribute.XOR_RELAYED_ADDRESS)
        .orElseThrow(() -> new AssertionError("refused with " + answer.errorCode()));
  }

  StunMessage allocateAnswer() throws IOException {
    return request(
        StunMessage.ALLOCATE, StunAttribute.number(StunAttribute.REQUESTED_TRANSPORT, UDP));
  }

  StunMessage refresh(int lifetime) throws IOException {
    return request(StunMessage.REFRESH, StunAttribute.number(StunAttribute.LIFETIME, lifetime));
  }

  /**
   * Whether a refresh is granted soon; while a session moves there is no answer, and clients ask
   * again.
   */
  boolean isGranted() {
    try {
      asks = ASKS_IN_VAIN;
      return refresh(600).errorCode() == 0;
    } catch (IOException | AssertionError e) {
      return false;
    } finally {
      asks = ASKS;
    }
  }

  StunMessage permit(InetSocketAddress peer) throws IOException {
    TransactionId id = TransactionId.random();
    return request(id, StunMessage.CREATE_PERMISSION, List.of(peer(peer, id)));
  }

  StunMessage bind(int channel, InetSocketAddress peer) throws IOException {
    TransactionId id = TransactionId.random();
    return request(
        id,
        StunMessage.CHANNEL_BIND,
        List.of(StunAttribute.number(StunAttribute.CHANNEL_NUMBER, channel << 16), peer(peer, id)));
  }

  /** Asks with a proof; takes up a challenge as a browser does. */
  StunMessage request(int type, StunAttribute... attributes) throws IOException {
    return request(TransactionId.random(), type, List.of(attributes));
  }

  private StunMessage request(TransactionId id, int type, List<StunAttribute> attributes)
      throws IOException {
    StunMessage answer = ask(datagram(id, type, attributes), id);
    int code = answer.errorCode();
    if (code == 438 || (code == 401 && nonce.isEmpty())) {
      realm = answer.text(StunAttribute.REALM).orElseThrow();
      nonce = answer.text(StunAttribute.NONCE).orElseThrow();
      // Another request: the same refusal may come once more, if this one was asked for twice.
      TransactionId next = TransactionId.random();
      return ask(datagram(next, type, attributes), next);
    }
    return answer;
  }

  /** The bytes of a request, with a proof if there was a challenge. */
  byte[] datagram(TransactionId id, int type, List<StunAttribute> attributes) {
    if (nonce.isEmpty()) {
      return StunCodec.encode(new StunMessage(type, id, attributes), Optional.empty());
    }
    List<StunAttribute> all = new ArrayList<>(attributes);
    all.add(StunAttribute.text(StunAttribute.USERNAME, credential.username()));
    all.add(StunAttribute.text(StunAttribute.REALM, realm));
    all.add(StunAttribute.text(StunAttribute.NONCE, nonce));
    return StunCodec.encode(
        new StunMessage(type, id, all),
        Optional.of(StunCodec.longTermKey(credential.username(), realm, credential.password())));
  }

  /**
   * Sends a request and waits for its answer, whose integrity is checked where it has one. Says it
   * again now and then, as every client does (RFC 8489 section 6.2.1): UDP may lose it.
   */
  StunMessage ask(byte[] datagram, TransactionId id) throws IOException {
    lastRequest = datagram;
    // Counted, not told by a clock: a machine may stand still for longer than all of it takes.
    int left = asks;
    long again = System.nanoTime();
    while (left > 0 || again - System.nanoTime() > 0) {
      if (again - System.nanoTime() <= 0) {
        send(datagram);
        left--;
        again = System.nanoTime() + AGAIN_MS * 1_000_000L;
      }
      Optional<byte[]> came = next(AGAIN_MS);
      Optional<StunMessage> read = came.flatMap(StunCodec::decode);
      if (read.isPresent() && read.get().transactionId().equals(id)) {
        byte[] key = StunCodec.longTermKey(credential.username(), realm, credential.password());
        if (StunCodec.hasIntegrity(came.get()) && !StunCodec.verifies(came.get(), key)) {
          throw new AssertionError("an answer with a wrong integrity");
        }
        return read.get();
      }
      came.ifPresent(others::add);
    }
    throw new AssertionError("no answer, though asked " + asks + " times");
  }

  void send(byte[] datagram) throws IOException {
    socket.send(new DatagramPacket(datagram, datagram.length, gateway));
  }

  void sendChannelData(int channel, byte[] data) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(4 + data.length);
    send(out.putShort((short) channel).putShort((short) data.length).put(data).array());
  }

  void sendIndication(InetSocketAddress peer, byte[] data) throws IOException {
    TransactionId id = TransactionId.random();
    StunMessage message =
        new StunMessage(
            StunMessage.SEND,
            id,
            List.of(peer(peer, id), new StunAttribute(StunAttribute.DATA, data)));
    send(StunCodec.encode(message, Optional.empty()));
  }

  /** The next datagram that is no answer to a request; empty when none comes in time. */
  Optional<byte[]> next(int withinMs) throws IOException {
    byte[] buffer = new byte[10_000];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    socket.setSoTimeout(withinMs);
    try {
      socket.receive(packet);
      return Optional.of(Arrays.copyOf(buffer, packet.getLength()));
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
  }

  /** What came by a channel next: its payload. A late answer is passed over. */
  Optional<byte[]> nextChannelData(int channel, int withinMs) throws IOException {
    return nextOf(each -> ByteBuffer.wrap(each).getShort() == channel, withinMs)
        .map(each -> Arrays.copyOfRange(each, 4, 4 + ByteBuffer.wrap(each).getShort(2)));
  }

  /** The Data indication that came next. */
  Optional<StunMessage> nextData(int withinMs) throws IOException {
    return nextOf(
            each -> StunCodec.decode(each).filter(it -> it.type() == StunMessage.DATA).isPresent(),
            withinMs)
        .flatMap(StunCodec::decode);
  }

  private Optional<byte[]> nextOf(Predicate<byte[]> kind, int withinMs) throws IOException {
    while (true) {
      Optional<byte[]> datagram = others.isEmpty() ? next(withinMs) : Optional.of(others.remove(0));
      if (datagram.isEmpty() || kind.test(datagram.get())) {
        return datagram;
      }
    }
  }

  private static StunAttribute peer(InetSocketAddress peer, TransactionId id) {
    return StunAttribute.xorAddress(StunAttribute.XOR_PEER_ADDRESS, peer, id);
  }

  @Override
  public void close() {
    socket.close();
  }
}
