package dev.otter.signaling.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Frames as a client writes them, put together by hand. */
final class ClientFrames {

  private static final int KEY = 0x37fa213d;

  private ClientFrames() {}

  static byte[] text(String text) {
    return frame(0x80 | FrameHeader.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A masked frame; the first byte as it stands on the wire. */
  static byte[] frame(int first, byte[] payload) {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(first);
    if (payload.length < 126) {
      out.writeByte(0x80 | payload.length);
    } else if (payload.length < 65_536) {
      out.writeByte(0x80 | 126).writeShort(payload.length);
    } else {
      out.writeByte(0x80 | 127).writeLong(payload.length);
    }
    out.writeInt(KEY);
    for (int i = 0; i < payload.length; i++) {
      out.writeByte(payload[i] ^ (KEY >>> (24 - 8 * (i % 4))));
    }
    return bytes(out);
  }

  static byte[] frame(int first, String text) {
    return frame(first, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] close(int code) {
    return frame(0x88, new byte[] {(byte) (code >> 8), (byte) code});
  }

  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  static byte[] joined(byte[]... parts) {
    return bytes(Unpooled.wrappedBuffer(parts));
  }

  private static byte[] bytes(ByteBuf buffer) {
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes);
    return bytes;
  }
}
