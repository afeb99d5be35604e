package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.stun.StunAttribute;
import dev.otter.turn.stun.StunCodec;
import dev.otter.turn.stun.StunMessage;
import dev.otter.turn.stun.TransactionId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the codec, which reads the same bytes in another way. */
class IndicationBytesTest {

  private static final InetSocketAddress PEER = TestGateway.at("203.0.113.7", 40_001);
  private static final InetSocketAddress OTHER = TestGateway.at("127.0.0.1", 65_535);
  private static final TransactionId ID = TransactionId.random();

  @Test
  void aPeerIsFoundAndAnotherOneWrittenAndTheRestStays() {
    for (int size : new int[] {0, 1, 2, 3, 4, 160, 1_200}) {
      byte[] payload = new byte[size];
      new Random(size).nextBytes(payload);
      ByteBuf message = Unpooled.wrappedBuffer(indication(payload));

      int offset = IndicationBytes.peerOffset(message);
      assertThat(IndicationBytes.peer(message, offset)).isEqualTo(PEER);
      assertThat(IndicationBytes.port(message, offset)).isEqualTo(PEER.getPort());
      IndicationBytes.writePeer(message, offset, OTHER);

      StunMessage read = StunCodec.decode(ByteBufUtil.getBytes(message)).orElseThrow();
      assertThat(read.address(StunAttribute.XOR_PEER_ADDRESS)).contains(OTHER);
      assertThat(read.attribute(StunAttribute.DATA).orElseThrow().value()).isEqualTo(payload);
      assertThat(read.transactionId()).isEqualTo(ID);
    }
  }

  /** The browser's data begins with a STUN message of its own, with another address in it. */
  @Test
  void aBrowsersSendIndicationIsTakenByItsOwnPeer() throws IOException {
    ByteBuf message = Unpooled.wrappedBuffer(captured("Send"));
    assertThat(ClientSide.isData(message)).isTrue();
    int offset = IndicationBytes.peerOffset(message);
    byte[] before = ByteBufUtil.getBytes(message);
    InetSocketAddress peer = IndicationBytes.peer(message, offset);
    assertThat(peer.getAddress().isLoopbackAddress()).isTrue();

    IndicationBytes.writePeer(message, offset, OTHER);
    IndicationBytes.writePeer(message, offset, peer);

    assertThat(ByteBufUtil.getBytes(message)).isEqualTo(before);
    ByteBuf channelData = Unpooled.wrappedBuffer(captured("ChannelData"));
    assertThat(IndicationBytes.isChannelData(channelData)).isTrue();
    assertThat(ClientSide.isData(channelData)).isTrue();
    assertThat(ClientSide.isData(channelData.slice(0, channelData.readableBytes() - 1))).isFalse();
  }

  /** The fingerprint of the message is taken away, not what looks like one. */
  @Test
  void dataThatEndsLikeAFingerprintStaysWhole() {
    byte[] payload = {0, 0, 0, 0, (byte) 0x80, 0x28, 0, 4, 1, 2, 3, 4};
    StunMessage message = message(payload);
    ByteBuf bare = Unpooled.wrappedBuffer(StunCodec.encodeBare(message));
    int size = bare.readableBytes();

    IndicationBytes.writePeer(bare, IndicationBytes.peerOffset(bare), OTHER);

    assertThat(bare.readableBytes()).isEqualTo(size);
    ByteBuf printed = Unpooled.wrappedBuffer(indication(payload));
    IndicationBytes.writePeer(printed, IndicationBytes.peerOffset(printed), OTHER);
    assertThat(printed).isEqualTo(bare);
  }

  @Test
  void whateverTheBytesAreItFindsWhatTheCodecFindsOrNothing() {
    Random random = new Random(7);
    byte[] good = indication(new byte[9]);
    int found = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(80) : good.length);
      for (int j = random.nextInt(4); j > 0 && bytes.length > 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      ByteBuf message = Unpooled.wrappedBuffer(bytes.clone());
      int offset = IndicationBytes.peerOffset(message);
      if (offset < 0) {
        continue;
      }
      found++;
      InetSocketAddress peer = IndicationBytes.peer(message, offset);
      StunCodec.decode(bytes)
          .ifPresent(
              read -> assertThat(read.address(StunAttribute.XOR_PEER_ADDRESS)).contains(peer));
      IndicationBytes.writePeer(message, offset, OTHER);
      assertThat(IndicationBytes.peer(message, IndicationBytes.peerOffset(message)))
          .isEqualTo(OTHER);
    }
    assertThat(found).isGreaterThan(10_000);
  }

  private static byte[] indication(byte[] payload) {
    return StunCodec.encode(message(payload), Optional.empty());
  }

  private static StunMessage message(byte[] payload) {
    return new StunMessage(
        StunMessage.SEND,
        ID,
        List.of(
            StunAttribute.xorAddress(StunAttribute.XOR_PEER_ADDRESS, PEER, ID),
            new StunAttribute(StunAttribute.DATA, payload)));
  }

  private static byte[] captured(String kind) throws IOException {
    try (InputStream in = IndicationBytesTest.class.getResourceAsStream("/stun/chromium-156.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines()
          .filter(line -> line.startsWith(kind + " "))
          .map(line -> HexFormat.of().parseHex(line.substring(kind.length() + 1)))
          .findFirst()
          .orElseThrow();
    }
  }
}
