package dev.otter.contract.room;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One room, as the distributed map holds it.
 *
 * @param roomId its id
 * @param uniqueName the name its maker gave it; null when it has none
 * @param createdAt when it was made
 * @param updatedAt when anything of it last changed
 * @param maxParticipants how many may be in, at least {@value #MIN_PARTICIPANTS}, at most {@value
 *     #MAX_PARTICIPANTS}
 * @param closed whether it has ended
 * @param participants who is in, oldest first
 * @param events what happened to it and was not handed over yet; null where nothing was recorded
 */
public record Room(
    RoomId roomId,
    String uniqueName,
    Instant createdAt,
    Instant updatedAt,
    int maxParticipants,
    boolean closed,
    List<Participant> participants,
    @JsonInclude(JsonInclude.Include.NON_NULL) RoomEvents events) {

  /** The smallest room. */
  public static final int MIN_PARTICIPANTS = 2;

  /** The largest room: a mesh of more is too much for the browsers in it. */
  public static final int MAX_PARTICIPANTS = 16;

  /** Keeps its own copy of the list. */
  @JsonCreator
  public Room {
    participants = List.copyOf(participants);
  }

  /** A room of which no event was recorded. */
  public Room(
      RoomId roomId,
      String uniqueName,
      Instant createdAt,
      Instant updatedAt,
      int maxParticipants,
      boolean closed,
      List<Participant> participants) {
    this(roomId, uniqueName, createdAt, updatedAt, maxParticipants, closed, participants, null);
  }

  /** Makes a room with nobody in. */
  public static Room create(RoomId roomId, String uniqueName, int maxParticipants, Instant now) {
    return new Room(roomId, uniqueName, now, now, maxParticipants, false, List.of());
  }

  /** The room without what is kept in the map only: who is in, and when that changed. */
  @JsonIgnore
  public Room keptPart() {
    return withParticipants(List.of(), createdAt).withEvents(null);
  }

  /** What happened to it and was not handed over yet. */
  @JsonIgnore
  public RoomEvents recordedEvents() {
    return events == null ? RoomEvents.NONE : events;
  }

  /** The same room; what leads from another state of it to this one is to be handed over. */
  Room recording(Room before) {
    return withEvents(recordedEvents().and(before, this));
  }

  /** The same room with other events. */
  public Room withEvents(RoomEvents newEvents) {
    return new Room(
        roomId,
        uniqueName,
        createdAt,
        updatedAt,
        maxParticipants,
        closed,
        participants,
        RoomEvents.NONE.equals(newEvents) ? null : newEvents);
  }

  /** How full it is. */
  @JsonIgnore
  public RoomStatus status() {
    if (closed) {
      return RoomStatus.CLOSED;
    }
    if (participants.isEmpty()) {
      return RoomStatus.OPEN;
    }
    return participants.size() < maxParticipants ? RoomStatus.OCCUPIED : RoomStatus.FULL;
  }

  /** The name its maker gave it, or its id: what stands in a join link. */
  @JsonIgnore
  public String linkName() {
    return Optional.ofNullable(uniqueName).orElse(roomId.value());
  }

  /** The ids of all who are in, oldest first. */
  public List<ConnectionId> participantIds() {
    return participants.stream().map(Participant::connectionId).toList();
  }

  /** Finds one who is in; empty when nobody of that id is. */
  public Optional<Participant> participant(ConnectionId connectionId) {
    return participants.stream()
        .filter(each -> each.connectionId().equals(connectionId))
        .findFirst();
  }

  /** Everybody in it but {@code connectionId}, oldest first. */
  public List<Participant> others(ConnectionId connectionId) {
    return participants.stream().filter(each -> !each.connectionId().equals(connectionId)).toList();
  }

  /** The same room with other participants. */
  public Room withParticipants(List<Participant> newParticipants, Instant now) {
    return new Room(
        roomId, uniqueName, createdAt, now, maxParticipants, closed, newParticipants, events);
  }

  /** The same room with one participant in another state; its place in the order stays. */
  public Room withParticipant(Participant changed, Instant now) {
    return withParticipants(
        participants.stream()
            .map(each -> each.connectionId().equals(changed.connectionId()) ? changed : each)
            .toList(),
        now);
  }
}
