package dev.otter.rooms.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record that holds a secret may stand in a log line or an error's text. */
class SecretsInTextTest {

  private static final String SECRET = "header.claims.signature";
  private static final String LINK = "https://example.com/otter-meet/stand-up?token=" + SECRET;
  private static final Room ROOM = Room.create(new RoomId("rm_1"), "stand-up", 2, Instant.EPOCH);

  static Stream<Record> recordsWithJoinLinks() {
    return Stream.of(RoomResource.of(ROOM, LINK), FirstOtterRoomResource.of(ROOM, LINK));
  }

  @ParameterizedTest
  @MethodSource("recordsWithJoinLinks")
  void theTextOfARecordHoldsItsNameAndNoToken(Record record) {
    assertThat(record).hasToString(record.getClass().getSimpleName() + "[roomId=rm_1]");
  }
}
