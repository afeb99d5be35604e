package dev.otter.traces;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The parts of one message of Protocol Buffers that have a length, by number. */
record ProtoMessage(List<Part> parts) {

  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int WITH_LENGTH = 2;
  private static final int FOUR_BYTES = 5;

  /** One of them. */
  record Part(int number, byte[] bytes) {}

  static ProtoMessage of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<Part> parts = new ArrayList<>();
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      switch (tag & 7) {
        case VARINT -> varint(in);
        case EIGHT_BYTES -> in.getLong();
        case FOUR_BYTES -> in.getInt();
        case WITH_LENGTH -> {
          byte[] part = new byte[(int) varint(in)];
          in.get(part);
          parts.add(new Part(tag >>> 3, part));
        }
        default -> throw new IllegalArgumentException("no Protocol Buffers");
      }
    }
    return new ProtoMessage(parts);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** All messages of a number. */
  List<ProtoMessage> all(int number) {
    return parts.stream()
        .filter(part -> part.number() == number)
        .map(part -> of(part.bytes()))
        .toList();
  }

  /** The text of a number; empty where there is none. */
  String text(int number) {
    return new String(bytes(number), StandardCharsets.UTF_8);
  }

  /** The bytes of a number in hexadecimal; empty where there are none. */
  String hex(int number) {
    return HexFormat.of().formatHex(bytes(number));
  }

  private byte[] bytes(int number) {
    return parts.stream()
        .filter(part -> part.number() == number)
        .map(Part::bytes)
        .findFirst()
        .orElse(new byte[0]);
  }
}
