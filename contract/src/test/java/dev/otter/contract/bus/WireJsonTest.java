package dev.otter.contract.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.otter.contract.auth.IssuedRoomToken;
import dev.otter.contract.auth.VerifyRoomToken;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.JoinRoom;
import dev.otter.contract.room.Room;
import dev.otter.contract.turn.AddressFrom;
import dev.otter.contract.turn.RelayIpv6;
import dev.otter.contract.turn.RelayReach;
import dev.otter.contract.turn.RelayReport;
import dev.otter.contract.turn.RelayUse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WireJsonTest {

  private static final String SECRET = "hunter2";

  @Test
  void timesAreWrittenAsIso8601() {
    IssuedRoomToken issued =
        new IssuedRoomToken("a.b.c", Instant.parse("2026-11-23T10:00:00.120Z"));

    assertThat(WireJson.write(issued))
        .isEqualTo("{\"token\":\"a.b.c\",\"expiresAt\":\"2026-11-23T10:00:00.120Z\"}");
  }

  @Test
  void membersThatThisVersionDoesNotKnowArePassedOver() {
    String json = "{\"new\":{\"deep\":[1]},\"token\":\"a.b.c\",\"other\":null}";

    assertThat(WireJson.read(json, VerifyRoomToken.class)).isEqualTo(new VerifyRoomToken("a.b.c"));
  }

  @Test
  void membersThatAnOlderVersionDoesNotSendAreNull() {
    assertThat(WireJson.read("{}", VerifyRoomToken.class)).isEqualTo(new VerifyRoomToken(null));
  }

  /** Nodes of a version before grouped values have them flat. */
  @Test
  void theReportOfARelayIsFlat() {
    RelayReport report =
        new RelayReport(
            "relay-1",
            NodeTag.random(),
            "docker",
            "93.184.215.14",
            3478,
            "ready",
            "",
            Instant.EPOCH,
            List.of(),
            new RelayUse(1, 2, 3),
            new AddressFrom("turn.publicIp", null),
            new RelayReach(true, new RelayIpv6("2606:4700::1111", true, "turn.publicIpv6", null)));
    String json = WireJson.write(report);
    String before =
        json.replace(",\"addressFrom\":{\"how\":\"turn.publicIp\"}", "")
            .replace(",\"apart\":true", "")
            .replaceFirst(",\"ipv6\":\\{[^}]*}", "");

    assertThat(json).contains("\"rooms\":1,\"allocations\":2,\"bitsPerSecond\":3");
    assertThat(WireJson.read(json, RelayReport.class)).isEqualTo(report);
    RelayReport old = WireJson.read(before, RelayReport.class);
    assertThat(old.use()).isEqualTo(report.use());
    assertThat(old.addressFrom()).isNull();
    assertThat(old.reach().apart()).isFalse();
    assertThat(json).contains("\"ipv6\":{\"address\":\"2606:4700::1111\"");
    assertThat(before).doesNotContain("ipv6");
    assertThat(old.reach().ipv6()).isNull();
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        Arguments.of(VerifyRoomToken.class, ""),
        Arguments.of(VerifyRoomToken.class, SECRET),
        Arguments.of(VerifyRoomToken.class, "\"" + SECRET + "\""),
        Arguments.of(VerifyRoomToken.class, "[\"" + SECRET + "\"]"),
        Arguments.of(VerifyRoomToken.class, "{\"token\":\"" + SECRET),
        Arguments.of(VerifyRoomToken.class, "{\"token\":{\"" + SECRET + "\":1}}"),
        Arguments.of(VerifyRoomToken.class, "{\"" + SECRET + "\" 1}"),
        Arguments.of(RoomId.class, "\"" + SECRET + "\""),
        Arguments.of(JoinRoom.class, "{\"roomId\":\"" + SECRET + "\"}"),
        Arguments.of(Room.class, "{\"createdAt\":\"" + SECRET + "\"}"),
        Arguments.of(Room.class, "{\"maxParticipants\":\"" + SECRET + "\"}"),
        Arguments.of(Room.class, "{\"participants\":[\"" + SECRET + "\"]}"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void whatCannotBeReadIsRefusedWithoutBeingShown(Class<?> type, String json) {
    Throwable failure = catchThrowable(() -> WireJson.read(json, type));

    assertThat(failure)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cannot read " + type.getName());
    assertThat(asLogged(failure)).doesNotContain(SECRET);
  }

  @Test
  void whatCannotBeWrittenIsRefusedByItsTypeAlone() {
    record Unwritable(Object object) {}

    Throwable failure = catchThrowable(() -> WireJson.write(new Unwritable(new Object())));

    assertThat(failure)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot write " + Unwritable.class.getName());
  }

  /** The text with the stack trace and all causes, as a log line would have it. */
  private static String asLogged(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
