package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.signaling.PeerMessage;
import dev.otter.contract.signaling.SequencedMessage;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class SentMessagesTest {

  private static final ConnectionId ALICE = ConnectionId.random(NodeTag.random());
  private static final ConnectionId BOB = ConnectionId.random(NodeTag.random());
  private static final RoomId ROOM = RoomId.random();

  private final SentMessages sent = new SentMessages();

  @Test
  void numbersCountFromOneAndWhatIsAcknowledgedIsForgotten() {
    for (int i = 1; i <= 5; i++) {
      assertThat(sent.add(message(1)).orElseThrow().seq()).isEqualTo(i);
    }

    sent.acknowledge(3);
    sent.acknowledge(1);

    assertThat(sent.unacknowledged()).extracting(SequencedMessage::seq).containsExactly(4L, 5L);
  }

  @Test
  void anAcknowledgementOfWhatWasNeverSentChangesNothing() {
    sent.add(message(1));

    sent.acknowledge(2);

    assertThat(sent.unacknowledged()).hasSize(1);
  }

  @Test
  void moreThanMayBeKeptGetsNoNumberSoThereIsNoGap() {
    for (int i = 0; i < SentMessages.MAX_MESSAGES; i++) {
      assertThat(sent.add(message(1))).isPresent();
    }
    assertThat(sent.add(message(1))).isEmpty();

    sent.acknowledge(1);

    assertThat(sent.add(message(1)).orElseThrow().seq()).isEqualTo(SentMessages.MAX_MESSAGES + 1);
    assertThat(sent.add(message(1))).isEmpty();
  }

  @Test
  void bytesCountToo() {
    assertThat(sent.add(message(SentMessages.MAX_BYTES))).isPresent();
    assertThat(sent.add(message(1))).isEmpty();
    sent.acknowledge(1);
    assertThat(sent.add(message(SentMessages.MAX_BYTES + 1))).isEmpty();
    assertThat(sent.add(message(1)).orElseThrow().seq()).isEqualTo(2);
  }

  private static PeerMessage message(int bytes) {
    return new PeerMessage(BOB, ROOM, ALICE, null, Buffer.buffer(new byte[bytes]));
  }
}
