package dev.otter.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.calls.CallEvent;
import dev.otter.contract.calls.CallEventType;
import dev.otter.contract.calls.CallFact;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of calls is bounded in every direction, and the newest stays. */
class CallLogTest {

  private static final Instant START = Instant.parse("2026-11-27T08:00:00Z");
  private static final RoomId ONE = RoomId.random();
  private static final RoomId TWO = RoomId.random();
  private static final RoomId THREE = RoomId.random();

  private final CallLog log = new CallLog(2, 3, 5);

  @Test
  void theSameInARowIsOneEventAndCounted() {
    log.add(ONE, event(0, "room-full"));
    log.add(ONE, event(1, "room-full"));
    log.add(ONE, event(2, "put-out"));
    log.add(ONE, event(3, "room-full"));

    List<CallEvent> events = log.of(ONE).orElseThrow().events();

    assertThat(events)
        .extracting(CallEvent::code)
        .containsExactly("room-full", "put-out", "room-full");
    assertThat(events).extracting(CallEvent::times).containsExactly(2L, 1L, 1L);
    assertThat(events.get(0).at()).isEqualTo(START.plusSeconds(1));
  }

  @Test
  void ofARoomThatIsFullTheOldestEventsGoAndAreCounted() {
    for (int i = 0; i < 5; i++) {
      log.add(ONE, event(i, "code-" + i));
    }

    CallLog.Entry entry = log.of(ONE).orElseThrow();

    assertThat(entry.events())
        .extracting(CallEvent::code)
        .containsExactly("code-2", "code-3", "code-4");
    assertThat(entry.dropped()).isEqualTo(2);
  }

  @Test
  void ofTooManyRoomsTheOneHeardOfLongestAgoGoesAndIsCounted() {
    log.add(ONE, event(0, "a"));
    log.add(TWO, event(1, "a"));
    log.add(ONE, event(2, "b"));
    log.add(THREE, event(3, "a"));

    assertThat(log.of(TWO)).isEmpty();
    assertThat(log.of(ONE)).isPresent();
    assertThat(log.forgotten()).isEqualTo(1);
  }

  @Test
  void ofTooManyEventsInAllARoomGoes() {
    for (int i = 0; i < 3; i++) {
      log.add(ONE, event(i, "code-" + i));
      log.add(TWO, event(i, "code-" + i));
    }

    assertThat(log.of(ONE)).isEmpty();
    assertThat(log.of(TWO).orElseThrow().events()).hasSize(3);
    assertThat(log.forgotten()).isEqualTo(1);
  }

  @Test
  void anHourAfterItsLastEventARoomIsForgottenForGood() {
    log.add(ONE, event(0, "a"));
    log.add(TWO, event(10, "a"));

    log.sweep(START.plus(CallLog.LIFE).plusSeconds(5));

    assertThat(log.of(ONE)).isEmpty();
    assertThat(log.of(TWO)).isPresent();
    assertThat(log.forgotten()).isZero();
  }

  @Test
  void theNewestComeFirstBetweenTwoTimes() {
    CallLog large = new CallLog(10, 3, 50);
    large.add(ONE, event(0, "a"));
    large.add(TWO, event(10, "a"));
    large.add(THREE, event(20, "a"));
    large.add(ONE, event(30, "b"));

    assertThat(large.newest(START.plusSeconds(10), START.plusSeconds(20), 9))
        .extracting(CallLog.Entry::roomId)
        .containsExactly(THREE, TWO);
    assertThat(large.newest(START, null, 1)).extracting(CallLog.Entry::roomId).containsExactly(ONE);
  }

  @Test
  void refusalsAreCountedForAnHourByCode() {
    RefusalCounts counts = new RefusalCounts();
    counts.count("token-missing", START);
    counts.count("token-missing", START.plusSeconds(300));
    counts.count("origin-refused", START.plusSeconds(300));
    counts.count("not-a-code", START.plusSeconds(300));

    assertThat(counts.since(START))
        .extracting(each -> each.code() + " " + each.times())
        .containsExactlyInAnyOrder("token-missing 2", "origin-refused 1");
    assertThat(counts.since(START.plusSeconds(240)))
        .extracting(each -> each.code() + " " + each.times())
        .containsExactlyInAnyOrder("token-missing 1", "origin-refused 1");
    counts.count("token-missing", START.plusSeconds(3_600));
    assertThat(counts.since(START.plusSeconds(3_600)))
        .extracting(each -> each.code() + " " + each.times())
        .containsExactly("token-missing 1");
  }

  private static CallEvent event(int second, String code) {
    ConnectionId nobody = null;
    return CallEvent.of(
        START.plusSeconds(second),
        Story.NODE,
        new CallFact(ONE, CallEventType.REFUSED, nobody, null, code));
  }
}
