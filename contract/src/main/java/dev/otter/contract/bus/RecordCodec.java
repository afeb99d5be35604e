package dev.otter.contract.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;

/**
 * Carries one record type over the event bus: as it is inside a node (records are immutable), as
 * {@link WireJson} between nodes.
 *
 * @param <T> the record type
 */
final class RecordCodec<T extends Record> implements MessageCodec<T, T> {

  private final Class<T> type;

  RecordCodec(Class<T> type) {
    this.type = type;
  }

  @Override
  public void encodeToWire(Buffer buffer, T message) {
    byte[] json = WireJson.write(message).getBytes(StandardCharsets.UTF_8);
    buffer.appendInt(json.length).appendBytes(json);
  }

  @Override
  public T decodeFromWire(int position, Buffer buffer) {
    int length = buffer.getInt(position);
    int start = position + Integer.BYTES;
    return WireJson.read(buffer.getString(start, start + length), type);
  }

  @Override
  public T transform(T message) {
    return message;
  }

  @Override
  public String name() {
    return "otter." + type.getSimpleName();
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
