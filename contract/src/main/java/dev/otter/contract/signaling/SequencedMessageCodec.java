package dev.otter.contract.signaling;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Carries a {@link SequencedMessage} between nodes. Wire form: the number as 64 bits, then the
 * message as {@link PeerMessageCodec} writes it, its version in front.
 */
public final class SequencedMessageCodec
    implements MessageCodec<SequencedMessage, SequencedMessage> {

  private final PeerMessageCodec messages = new PeerMessageCodec();

  @Override
  public void encodeToWire(Buffer buffer, SequencedMessage sequenced) {
    buffer.appendLong(sequenced.seq());
    messages.encodeToWire(buffer, sequenced.message());
  }

  @Override
  public SequencedMessage decodeFromWire(int position, Buffer buffer) {
    return new SequencedMessage(
        messages.decodeFromWire(position + Long.BYTES, buffer), buffer.getLong(position));
  }

  @Override
  public SequencedMessage transform(SequencedMessage sequenced) {
    return sequenced;
  }

  @Override
  public String name() {
    return "otter.SequencedMessage";
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
