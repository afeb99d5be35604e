package dev.otter.turn.gateway;

import dev.otter.contract.id.NodeTag;
import dev.otter.turn.TurnSecrets;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * The frames by which gateways pass datagrams on: what it is, the address outside that it came from
 * or goes to, the session's relayed port, where answers go back as the question came the node that
 * it came to, the datagram, and a MAC of all that and of the node it is for, by a key that only the
 * cluster's nodes have. Used on one thread.
 */
final class LinkSeal {

  /** Of a client, for its session. */
  static final int OF_CLIENT = 'C';

  /** Of a peer, for the session with that port. */
  static final int OF_PEER = 'P';

  /** To a client. */
  static final int TO_CLIENT = 'T';

  /** To a peer, from the relayed port. */
  static final int TO_PEER = 'U';

  /** Added to {@link #OF_CLIENT} and {@link #OF_PEER} where answers go back by the sender. */
  private static final int ANSWERED_BY_SENDER = 0x20;

  private static final int HEADER = 9;
  private static final int MAC_BYTES = 16;
  private static final int ADDRESS_BYTES = 4;
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] PURPOSE = "otter gateway link".getBytes(StandardCharsets.UTF_8);

  private final SecretMacs macs;
  private final byte[] self;
  private final boolean answersBack;
  private final byte[] computed = new byte[32];
  private byte[] lastTag = {};
  private Ingress lastIngress;

  /**
   * Makes keys.
   *
   * @param secrets that all nodes have
   * @param self this node
   * @param answersBack whether answers to what it passes on go back by it
   */
  LinkSeal(TurnSecrets secrets, NodeTag self, boolean answersBack) {
    this.answersBack = answersBack;
    this.macs = new SecretMacs(secrets, LinkSeal::mac);
    this.self = self.value().getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether answers to what this node passes on go back by it. */
  boolean answersBack() {
    return answersBack;
  }

  /**
   * A frame that is what it says.
   *
   * @param kind one of this class's
   * @param outside who sent it, or is to have it
   * @param port the session's relayed one; any for a client
   * @param ingress by which node it came, if it came
   * @param data with no byte where only that is told
   */
  record Frame(int kind, InetSocketAddress outside, int port, Ingress ingress, ByteBuf data) {}

  /**
   * Makes a frame.
   *
   * @param to the node it is for
   * @param kind one of this class's
   * @param outside an IPv4 address
   * @param port the session's relayed one; any for a client
   * @param data read, not kept
   * @return the caller's
   */
  ByteBuf seal(NodeTag to, int kind, InetSocketAddress outside, int port, ByteBuf data) {
    boolean tells = answersBack && (kind == OF_CLIENT || kind == OF_PEER);
    int size = HEADER + (tells ? NodeTag.LENGTH : 0) + data.readableBytes();
    ByteBuf frame = data.alloc().buffer(size + MAC_BYTES);
    frame.writeByte(tells ? kind | ANSWERED_BY_SENDER : kind);
    frame.writeBytes(outside.getAddress().getAddress());
    frame.writeShort(outside.getPort());
    frame.writeShort(port);
    if (tells) {
      frame.writeBytes(self);
    }
    frame.writeBytes(data, data.readerIndex(), data.readableBytes());
    compute(macs.signing(), to.value().getBytes(StandardCharsets.US_ASCII), frame, size);
    return frame.writeBytes(computed, 0, MAC_BYTES);
  }

  /**
   * Checks a frame for this node.
   *
   * @return null when it is not what it says; its data is a part of {@code frame}
   */
  Frame open(ByteBuf frame) {
    int size = frame.readableBytes() - MAC_BYTES;
    if (size < HEADER) {
      return null;
    }
    byte[] came = new byte[MAC_BYTES];
    frame.getBytes(frame.readerIndex() + size, came);
    boolean good = false;
    for (Mac mac : macs.accepted()) {
      compute(mac, self, frame, size);
      good |= MessageDigest.isEqual(came, Arrays.copyOf(computed, MAC_BYTES));
    }
    if (!good) {
      return null;
    }
    frame.writerIndex(frame.writerIndex() - MAC_BYTES);
    int kind = frame.readByte();
    byte[] ip = new byte[ADDRESS_BYTES];
    frame.readBytes(ip);
    int outsidePort = frame.readUnsignedShort();
    int port = frame.readUnsignedShort();
    boolean tells =
        kind == (OF_CLIENT | ANSWERED_BY_SENDER) || kind == (OF_PEER | ANSWERED_BY_SENDER);
    try {
      InetSocketAddress outside = new InetSocketAddress(InetAddress.getByAddress(ip), outsidePort);
      return tells
          ? new Frame(kind & ~ANSWERED_BY_SENDER, outside, port, ingress(frame), frame)
          : new Frame(kind, outside, port, Ingress.PASSED_ON, frame);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 bytes are an address", e);
    }
  }

  /** By the node that is named next: there is one, as nobody but nodes writes frames. */
  private Ingress ingress(ByteBuf frame) {
    byte[] tag = new byte[NodeTag.LENGTH];
    frame.readBytes(tag);
    if (!Arrays.equals(tag, lastTag)) {
      lastTag = tag;
      lastIngress = Ingress.by(new NodeTag(new String(tag, StandardCharsets.US_ASCII)));
    }
    return lastIngress;
  }

  private void compute(Mac mac, byte[] to, ByteBuf frame, int size) {
    mac.update(to);
    mac.update(frame.nioBuffer(frame.readerIndex(), size));
    try {
      mac.doFinal(computed, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("there is room for it", e);
    }
  }

  private static Mac mac(String secret) {
    try {
      Mac maker = Mac.getInstance(ALGORITHM);
      maker.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(maker.doFinal(PURPOSE), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
