package dev.otter.turn.gateway;

import dev.otter.contract.id.NodeTag;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * The frames by which gateways pass datagrams on: what it is, the address that it came from, the
 * relayed port that it is for, the datagram, and a MAC of all that and of the node it is for, by a
 * key that only the cluster's nodes have. Used on one thread.
 */
final class LinkSeal {

  /** Of a client, for its session. */
  static final int OF_CLIENT = 'C';

  /** Of a peer, for the session with that port. */
  static final int OF_PEER = 'P';

  private static final int HEADER = 9;
  private static final int MAC_BYTES = 16;
  private static final int ADDRESS_BYTES = 4;
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] PURPOSE = "otter gateway link".getBytes(StandardCharsets.UTF_8);

  private final List<Mac> macs;
  private final byte[] self;
  private final byte[] computed = new byte[32];

  /**
   * Makes keys.
   *
   * @param secrets that all nodes have, the current one first; secrets
   * @param self this node
   */
  LinkSeal(List<String> secrets, NodeTag self) {
    this.macs = secrets.stream().map(LinkSeal::mac).toList();
    this.self = self.value().getBytes(StandardCharsets.US_ASCII);
  }

  /** A frame that is what it says. */
  record Frame(int kind, InetSocketAddress from, int port, ByteBuf data) {}

  /**
   * Makes a frame.
   *
   * @param to the node it is for
   * @param kind {@link #OF_CLIENT} or {@link #OF_PEER}
   * @param from an IPv4 address
   * @param port the session's relayed one; any for a client
   * @param data read, not kept
   * @return the caller's
   */
  ByteBuf seal(NodeTag to, int kind, InetSocketAddress from, int port, ByteBuf data) {
    int size = HEADER + data.readableBytes();
    ByteBuf frame = data.alloc().buffer(size + MAC_BYTES);
    frame.writeByte(kind);
    frame.writeBytes(from.getAddress().getAddress());
    frame.writeShort(from.getPort());
    frame.writeShort(port);
    frame.writeBytes(data, data.readerIndex(), data.readableBytes());
    compute(macs.get(0), to.value().getBytes(StandardCharsets.US_ASCII), frame, size);
    return frame.writeBytes(computed, 0, MAC_BYTES);
  }

  /**
   * Checks a frame for this node.
   *
   * @return null when it is not what it says; its data is a part of {@code frame}
   */
  Frame open(ByteBuf frame) {
    int size = frame.readableBytes() - MAC_BYTES;
    if (size <= HEADER) {
      return null;
    }
    byte[] came = new byte[MAC_BYTES];
    frame.getBytes(frame.readerIndex() + size, came);
    boolean good = false;
    for (Mac mac : macs) {
      compute(mac, self, frame, size);
      good |= MessageDigest.isEqual(came, Arrays.copyOf(computed, MAC_BYTES));
    }
    if (!good) {
      return null;
    }
    int kind = frame.readByte();
    byte[] ip = new byte[ADDRESS_BYTES];
    frame.readBytes(ip);
    int fromPort = frame.readUnsignedShort();
    int port = frame.readUnsignedShort();
    try {
      InetSocketAddress from = new InetSocketAddress(InetAddress.getByAddress(ip), fromPort);
      return new Frame(kind, from, port, frame.writerIndex(frame.writerIndex() - MAC_BYTES));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 bytes are an address", e);
    }
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
