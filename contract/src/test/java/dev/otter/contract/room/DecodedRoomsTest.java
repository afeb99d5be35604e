package dev.otter.contract.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecodedRoomsTest {

  private static final Instant MADE = Instant.parse("2026-11-23T10:00:00Z");

  private final DecodedRooms decoded = new DecodedRooms();
  private final Room room = Room.create(RoomId.random(), "stand-up", 2, MADE);
  private final Room joined =
      room.withParticipants(
          List.of(Participant.live(ConnectionId.random(NodeTag.random()), "guest-1", null, MADE)),
          MADE.plusSeconds(1));

  @Test
  void aTextIsParsedOnce() {
    String text = WireJson.write(room);

    Room first = decoded.read(room.roomId(), text);

    assertThat(first).isEqualTo(room);
    assertThat(decoded.read(room.roomId(), String.valueOf(text.toCharArray()))).isSameAs(first);
  }

  @Test
  void anotherTextOfTheSameRoomIsParsed() {
    decoded.read(room.roomId(), WireJson.write(room));

    assertThat(decoded.read(room.roomId(), WireJson.write(joined))).isEqualTo(joined);
    assertThat(decoded.read(room.roomId(), WireJson.write(room))).isEqualTo(room);
  }

  @Test
  void whatWasWrittenAndThenLostTheRaceIsNotReadBack() {
    decoded.write(joined);

    assertThat(decoded.read(room.roomId(), WireJson.write(room))).isEqualTo(room);
  }

  /** A node of a later version may have written members that this one passes over. */
  @Test
  void theTextOfARoomIsTheOneItWasReadFrom() {
    String later = WireJson.write(room).replaceFirst("\\{", "{\"unheardOf\":1,");
    Room read = decoded.read(room.roomId(), later);

    assertThat(decoded.textOf(read)).isEqualTo(later);
    assertThat(decoded.textOf(joined)).isEqualTo(WireJson.write(joined));
  }

  @Test
  void moreRoomsThanPlacesAreStillReadRight() {
    for (int i = 0; i < 10_000; i++) {
      Room other = Room.create(RoomId.random(), null, 2, MADE.plusSeconds(i));
      assertThat(decoded.read(other.roomId(), decoded.write(other))).isEqualTo(other);
    }
    assertThat(decoded.read(room.roomId(), WireJson.write(room))).isEqualTo(room);
  }
}
