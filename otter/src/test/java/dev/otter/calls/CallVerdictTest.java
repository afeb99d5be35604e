package dev.otter.calls;

import static dev.otter.calls.Story.ADA;
import static dev.otter.calls.Story.BEN;
import static dev.otter.calls.Story.EVE;
import static dev.otter.calls.Story.call;
import static dev.otter.calls.Story.meeting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.calls.CallEvent;
import dev.otter.contract.calls.CallEventType;
import dev.otter.contract.calls.ClientFinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault is told from its events, and what is no fault is none. */
class CallVerdictTest {

  private static Arguments fault(String what, Story story, FailureCause cause, boolean failed) {
    return Arguments.of(what, story.timeline(), cause, failed);
  }

  private static Story onePath(ClientFinding finding) {
    return meeting().finds(ADA, finding).noPath();
  }

  private static Stream<Arguments> setUp() {
    return Stream.of(
        fault(
            "UDP is blocked for one",
            meeting()
                .finds(BEN, ClientFinding.RELAY_REACHED)
                .finds(ADA, ClientFinding.RELAY_UNREACHABLE_UDP)
                .noPath(),
            FailureCause.UDP_BLOCKED,
            true),
        fault(
            "UDP is off in one browser",
            onePath(ClientFinding.NO_CANDIDATES),
            FailureCause.UDP_BLOCKED,
            true),
        fault(
            "a firewall before the relays",
            meeting()
                .finds(ADA, ClientFinding.RELAY_UNREACHABLE_UDP)
                .finds(BEN, ClientFinding.RELAY_UNREACHABLE_UDP)
                .noPath(),
            FailureCause.RELAY_UNREACHABLE_UDP,
            true),
        fault(
            "the same, and they still look",
            meeting().finds(ADA, ClientFinding.RELAY_UNREACHABLE_UDP),
            FailureCause.RELAY_UNREACHABLE_UDP,
            false),
        fault(
            "another turn.secret than the relay's",
            onePath(ClientFinding.RELAY_CREDENTIALS_REFUSED),
            FailureCause.RELAY_CREDENTIALS_REFUSED,
            true),
        fault("a relay's quota", onePath(ClientFinding.RELAY_FULL), FailureCause.RELAY_FULL, true),
        fault(
            "no relay at all",
            new Story()
                .joins(ADA)
                .joins(BEN)
                .and(CallEventType.ICE_SERVERS, ADA, "none")
                .and(CallEventType.ICE_SERVERS, BEN, "stun-only")
                .noPath(),
            FailureCause.NO_RELAY,
            true));
  }

  private static Stream<Arguments> setUpEnds() {
    return Stream.of(
        fault(
            "the relay dies while they look",
            meeting().and(CallEventType.RELAY_DEAD, ADA, null).noPath(),
            FailureCause.RELAY_DIED,
            true),
        fault("no way, and nobody knows why", meeting().noPath(), FailureCause.NO_PATH, true),
        fault(
            "no way, as a report alone says",
            new Story().joins(ADA).joins(BEN).reports(ADA, BEN, null, null, "no-path"),
            FailureCause.NO_PATH,
            true),
        fault(
            "one leaves during set-up",
            meeting().leaves(BEN, "left").leaves(ADA, "left"),
            FailureCause.PEER_LEFT_EARLY,
            true),
        fault(
            "one vanishes during set-up, and then there is no way",
            meeting().interrupted(BEN, "lost").noPath(),
            FailureCause.PEER_GONE,
            true),
        fault(
            "the node of one dies during set-up",
            meeting().interrupted(BEN, "node-gone"),
            FailureCause.NODE_DIED,
            true));
  }

  private static Stream<Arguments> inCall() {
    return Stream.of(
        fault(
            "a good call",
            call().leaves(BEN, "left").leaves(ADA, "left"),
            FailureCause.NONE,
            false),
        fault("a call that goes on", call(), FailureCause.NONE, false),
        fault("two who look for a way", meeting(), FailureCause.NONE, false),
        fault(
            "plain clients",
            new Story().joins(ADA).joins(BEN).leaves(BEN, "left"),
            FailureCause.NONE,
            false),
        fault(
            "a plain client vanishes",
            new Story().joins(ADA).joins(BEN).leaves(BEN, "lost"),
            FailureCause.PEER_GONE,
            true),
        fault("one vanishes", call().interrupted(BEN, "lost"), FailureCause.PEER_GONE, true),
        fault("one falls silent", call().interrupted(BEN, "silent"), FailureCause.PEER_GONE, true),
        fault(
            "one vanishes and comes back",
            call().interrupted(BEN, "lost").and(CallEventType.RESUMED, BEN, null),
            FailureCause.NONE,
            false),
        fault(
            "a node dies, and its client is back elsewhere",
            call().interrupted(BEN, "node-gone").and(CallEventType.RESUMED, BEN, null),
            FailureCause.NODE_DIED,
            false),
        fault(
            "a node dies with a plain client",
            call().leaves(BEN, "node-gone"),
            FailureCause.NODE_DIED,
            true));
  }

  private static Stream<Arguments> wayLost() {
    return Stream.of(
        fault(
            "the way is lost",
            call().finds(ADA, ClientFinding.PATH_LOST, BEN).leaves(ADA, "left"),
            FailureCause.PATH_LOST,
            true),
        fault(
            "the way is lost and found",
            call()
                .finds(ADA, ClientFinding.PATH_LOST, BEN)
                .finds(ADA, ClientFinding.CONNECTED, BEN)
                .leaves(ADA, "left"),
            FailureCause.NONE,
            false),
        fault(
            "the relay dies with the call",
            call()
                .and(CallEventType.RELAY_DEAD, ADA, null)
                .finds(ADA, ClientFinding.PATH_LOST, BEN),
            FailureCause.RELAY_DIED,
            true),
        fault(
            "the relay dies and another takes over",
            call()
                .and(CallEventType.RELAY_DEAD, ADA, null)
                .and(CallEventType.RESTART_TOLD, ADA, null)
                .finds(ADA, ClientFinding.PATH_LOST, BEN)
                .finds(ADA, ClientFinding.CONNECTED, BEN),
            FailureCause.RELAY_DIED,
            false));
  }

  private static Stream<Arguments> closed() {
    return Stream.of(
        fault(
            "a client does not read",
            call().interrupted(BEN, "too-slow"),
            FailureCause.TOO_SLOW,
            true),
        fault(
            "a client floods", call().leaves(BEN, "message-rate"), FailureCause.RATE_LIMITED, true),
        fault(
            "a client breaks the protocol",
            call().leaves(BEN, "message-invalid"),
            FailureCause.CLIENT_WRONG,
            true),
        fault(
            "the server fails",
            call().interrupted(BEN, "internal"),
            FailureCause.SERVER_FAILED,
            true),
        fault("one is put out", call().leaves(BEN, "put-out"), FailureCause.PUT_OUT, false),
        fault(
            "the room is ended",
            call().and(CallEventType.ROOM_ENDED, null, null).leaves(BEN, "room-closed"),
            FailureCause.ROOM_ENDED,
            false),
        fault(
            "one identity twice",
            call().leaves(BEN, "identity-replaced"),
            FailureCause.IDENTITY_TWICE,
            false),
        fault("a third finds it full", call().refused("room-full"), FailureCause.ROOM_FULL, false),
        fault(
            "packets are lost",
            call().reports(ADA, BEN, 300L, 12.5, null),
            FailureCause.POOR_QUALITY,
            false),
        fault(
            "no camera, but sound",
            new Story()
                .joins(ADA)
                .finds(ADA, ClientFinding.CAMERA_REFUSED)
                .joins(BEN)
                .finds(ADA, ClientFinding.CONNECTED, BEN),
            FailureCause.CAMERA_REFUSED,
            false));
  }

  private static Stream<Arguments> nobodyMet() {
    return Stream.of(
        fault("a room nobody came to", new Story().made(), FailureCause.NONE, false),
        fault("one who waits", new Story().made().joins(ADA), FailureCause.NONE, false),
        fault(
            "one who waited in vain",
            new Story().made().joins(ADA).leaves(ADA, "left"),
            FailureCause.PEER_NEVER_CAME,
            true),
        fault(
            "an old link",
            new Story().joins(ADA).refused("token-expired"),
            FailureCause.TOKEN_EXPIRED,
            true),
        fault(
            "a revoked link",
            new Story().refused("token-revoked"),
            FailureCause.TOKEN_REVOKED,
            true),
        fault(
            "a room that has ended",
            new Story().refused("room-closed"),
            FailureCause.ROOM_ENDED,
            true),
        fault(
            "no such room",
            new Story().refused("room-not-found"),
            FailureCause.ROOM_NOT_FOUND,
            true),
        fault(
            "a stopping node",
            new Story().refused("not-ready"),
            FailureCause.NODE_NOT_READY,
            true));
  }

  private static Stream<Arguments> letIn() {
    return Stream.of(
        fault(
            "who is in already",
            new Story().joins(ADA).refused("identity-present"),
            FailureCause.IDENTITY_TWICE,
            true),
        fault(
            "refused, and in by a new link",
            new Story()
                .joins(ADA)
                .refused("token-expired")
                .joins(BEN)
                .finds(ADA, ClientFinding.CONNECTED, BEN),
            FailureCause.NONE,
            false),
        fault(
            "a camera, and nobody else came",
            new Story().joins(ADA).finds(ADA, ClientFinding.CAMERA_FAILED).leaves(ADA, "left"),
            FailureCause.CAMERA_FAILED,
            true),
        fault(
            "a microphone",
            new Story().joins(ADA).finds(ADA, ClientFinding.MICROPHONE_REFUSED),
            FailureCause.MICROPHONE_REFUSED,
            false),
        fault(
            "a microphone that is not there",
            new Story().joins(ADA).finds(ADA, ClientFinding.MICROPHONE_FAILED).leaves(ADA, "left"),
            FailureCause.MICROPHONE_FAILED,
            true));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource({"setUp", "setUpEnds", "inCall", "wayLost", "closed", "nobodyMet", "letIn"})
  void aFaultIsToldFromItsEvents(
      String what, CallTimeline call, FailureCause cause, boolean failed) {
    CallVerdict verdict = CallVerdict.of(call);

    assertThat(verdict.cause()).isEqualTo(cause);
    assertThat(verdict.failed()).isEqualTo(failed);
    assertThat(verdict.evidence()).allMatch(index -> index >= 0 && index < call.events().size());
    assertThat(verdict.evidence().isEmpty())
        .isEqualTo(cause == FailureCause.NONE || !call.quality().isEmpty());
  }

  /** What is refused at the door only is counted, and never judged. */
  @Test
  void everyCauseThatCanBeJudgedIsInTheTable() {
    Set<FailureCause> seen =
        Stream.of(setUp(), setUpEnds(), inCall(), wayLost(), closed(), nobodyMet(), letIn())
            .flatMap(all -> all)
            .map(arguments -> (FailureCause) arguments.get()[2])
            .collect(Collectors.toSet());
    Set<FailureCause> atTheDoor =
        Set.of(
            FailureCause.TOKEN_MISSING,
            FailureCause.TOKEN_INVALID,
            FailureCause.ORIGIN_REFUSED,
            FailureCause.NODE_FULL);

    assertThat(seen).doesNotContainAnyElementsOf(atTheDoor);
    assertThat(seen.size() + atTheDoor.size()).isEqualTo(FailureCause.values().length);
  }

  @Test
  void theEvidenceIsTheEventsThatSayIt() {
    Story story = call();
    int gone = story.size();

    assertThat(CallVerdict.of(story.interrupted(BEN, "lost").timeline()).evidence())
        .containsExactly(gone);
  }

  @Test
  void theLastMeetingCounts() {
    Story story = call().leaves(BEN, "lost").joins(EVE).finds(ADA, ClientFinding.CONNECTED, EVE);

    assertThat(CallVerdict.of(story.leaves(EVE, "left").timeline()).cause())
        .isEqualTo(FailureCause.NONE);
  }

  @Test
  void whatAThirdOneFindsSaysNothingOfTheTwoWhoMet() {
    Story story =
        new Story().joins(EVE).finds(EVE, ClientFinding.NO_CANDIDATES).leaves(EVE, "left");
    story.joins(ADA).joins(BEN).noPath();

    assertThat(CallVerdict.of(story.timeline()).cause()).isEqualTo(FailureCause.NO_PATH);
  }

  @Test
  void theArrivalsThatADeadNodeTookAlongAreNotMissed() {
    Story story =
        new Story()
            .interrupted(ADA, "node-gone")
            .interrupted(BEN, "node-gone")
            .and(CallEventType.RESUMED, ADA, null);

    CallVerdict verdict = CallVerdict.of(story.timeline());

    assertThat(verdict.cause()).isEqualTo(FailureCause.NODE_DIED);
    assertThat(verdict.failed()).isTrue();
  }

  @Test
  void eventsOfALaterVersionAreNoReasonToFail() {
    List<CallEvent> events = new ArrayList<>(call().timeline().events());
    events.add(new CallEvent(Instant.EPOCH, Story.NODE, "teleported", ADA, null, "odd", 1));
    events.add(new CallEvent(Instant.EPOCH, Story.NODE, "finding", ADA, null, "odd", 1));
    events.add(new CallEvent(Instant.EPOCH, Story.NODE, "refused", null, null, "odd", 1));
    events.add(new CallEvent(Instant.EPOCH, Story.NODE, "participant-left", BEN, null, "odd", 1));

    CallTimeline call = new CallTimeline(Story.ROOM, events, 0, List.of());

    assertThat(CallVerdict.of(call)).isEqualTo(CallVerdict.NOTHING);
  }

  @Test
  void everyCauseHasACodeOfItsOwnAndWhatIsToBeDone() {
    assertThat(Arrays.stream(FailureCause.values()).map(FailureCause::code))
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("[a-z][a-z-]+"));
    assertThat(Arrays.stream(FailureCause.values()).map(FailureCause::advice))
        .allMatch(advice -> advice.endsWith("."));
  }
}
