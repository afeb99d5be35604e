package dev.otter.calls;

import dev.otter.contract.calls.CallEvent;
import dev.otter.contract.calls.CallEventType;
import dev.otter.contract.calls.CallFact;
import dev.otter.contract.calls.ClientFinding;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.quality.ParticipantQuality;
import dev.otter.contract.quality.PeerQuality;
import dev.otter.contract.quality.QualityReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What happens to a call, one event a second, as a test tells it. */
final class Story {

  static final NodeTag NODE = NodeTag.random();
  static final RoomId ROOM = RoomId.random();
  static final ConnectionId ADA = ConnectionId.random(NODE);
  static final ConnectionId BEN = ConnectionId.random(NODE);
  static final ConnectionId EVE = ConnectionId.random(NODE);

  private final List<CallEvent> events = new ArrayList<>();
  private final List<ParticipantQuality> quality = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-27T08:00:00Z");

  Story and(CallEventType type, ConnectionId who, String code) {
    return add(new CallFact(ROOM, type, who, null, code));
  }

  Story made() {
    return and(CallEventType.ROOM_CREATED, null, null);
  }

  Story joins(ConnectionId who) {
    return and(CallEventType.JOINED, who, null).and(CallEventType.ICE_SERVERS, who, "relays");
  }

  Story leaves(ConnectionId who, String code) {
    return and(CallEventType.LEFT, who, code);
  }

  Story interrupted(ConnectionId who, String code) {
    return and(CallEventType.INTERRUPTED, who, code);
  }

  Story refused(String code) {
    return and(CallEventType.REFUSED, null, code);
  }

  Story finds(ConnectionId who, ClientFinding finding) {
    return add(new CallFact(ROOM, CallEventType.FINDING, who, null, finding.text()));
  }

  Story finds(ConnectionId who, ClientFinding finding, ConnectionId peer) {
    return add(new CallFact(ROOM, CallEventType.FINDING, who, peer, finding.text()));
  }

  /** Ada is there, Ben comes, and both look for a way. */
  static Story meeting() {
    return new Story()
        .made()
        .joins(ADA)
        .joins(BEN)
        .finds(ADA, ClientFinding.CONNECTING, BEN)
        .finds(BEN, ClientFinding.CONNECTING, ADA);
  }

  /** They have found one. */
  static Story call() {
    return meeting()
        .finds(ADA, ClientFinding.CONNECTED, BEN)
        .finds(BEN, ClientFinding.CONNECTED, ADA);
  }

  /** Both say, one of the other, that there is no way. */
  Story noPath() {
    return finds(ADA, ClientFinding.NO_PATH, BEN).finds(BEN, ClientFinding.NO_PATH, ADA);
  }

  Story reports(ConnectionId who, ConnectionId of, Long setupMs, Double loss, String failure) {
    PeerQuality peer =
        new PeerQuality(of, null, null, setupMs, null, loss, null, null, null, 0L, failure);
    QualityReport report = new QualityReport(100L, List.of(peer), null);
    quality.add(new ParticipantQuality(who, null, now, now, report));
    return this;
  }

  /** How many events there are; the next one has this index. */
  int size() {
    return events.size();
  }

  CallTimeline timeline() {
    return new CallTimeline(ROOM, events, 0, quality);
  }

  private Story add(CallFact fact) {
    now = now.plusSeconds(1);
    events.add(CallEvent.of(now, NODE, fact));
    return this;
  }
}
