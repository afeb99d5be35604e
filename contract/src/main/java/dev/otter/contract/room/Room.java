package dev.otter.contract.room;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RoomId;
import java.time.Instant;
import java.util.ArrayList;
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
 * @param terms what else its maker asked for
 * @param putOut the subjects of tokens that let nobody in any more, oldest first; at most {@value
 *     #MAX_PUT_OUT}
 * @param events what happened to it and was not handed over yet; null where nothing was recorded
 * @param madeBy the API key that made it; null where a token did, or a node before this version
 * @param trace where in a trace it was made; null for none. It is in the map only
 */
public record Room(
    RoomId roomId,
    String uniqueName,
    Instant createdAt,
    Instant updatedAt,
    int maxParticipants,
    boolean closed,
    List<Participant> participants,
    RoomTerms terms,
    List<String> putOut,
    @JsonInclude(JsonInclude.Include.NON_NULL) RoomEvents events,
    @JsonInclude(JsonInclude.Include.NON_NULL) KeyId madeBy,
    @JsonInclude(JsonInclude.Include.NON_NULL) String trace) {

  /** The smallest room. */
  public static final int MIN_PARTICIPANTS = 2;

  /** The largest room: a mesh of more is too much for the browsers in it. */
  public static final int MAX_PARTICIPANTS = 16;

  /** Of those who were put out, so many are remembered. */
  public static final int MAX_PUT_OUT = 200;

  /**
   * Keeps its own copy of the lists, and fills in what a node of the version before this one does
   * not say.
   */
  public Room {
    participants = List.copyOf(participants);
    terms = terms == null ? RoomTerms.NONE : terms;
    putOut = putOut == null ? List.of() : List.copyOf(putOut);
  }

  /** Makes a room with nobody in. */
  public static Room create(RoomId roomId, String uniqueName, int maxParticipants, Instant now) {
    return create(roomId, new CreateRoom(uniqueName, maxParticipants), now);
  }

  /** Makes a room with nobody in, as it was asked for. */
  public static Room create(RoomId roomId, CreateRoom request, Instant now) {
    return new Room(
        roomId,
        request.uniqueName(),
        now,
        now,
        request.maxParticipants(),
        false,
        List.of(),
        request.terms(),
        List.of(),
        null,
        request.madeBy(),
        request.trace());
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
        terms,
        putOut,
        RoomEvents.NONE.equals(newEvents) ? null : newEvents,
        madeBy,
        trace);
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

  /** When its longest life is over; empty where it has no bound. */
  public Optional<Instant> longestLifeEndsAt() {
    return terms.maxSeconds() == 0
        ? Optional.empty()
        : Optional.of(createdAt.plusSeconds(terms.maxSeconds()));
  }

  /** Whether it is to end by itself: it is too old, or was empty for too long. */
  public boolean overAt(Instant now) {
    boolean tooOld = longestLifeEndsAt().map(end -> !end.isAfter(now)).orElse(false);
    boolean emptyTooLong =
        terms.emptySeconds() > 0
            && participants.isEmpty()
            && !updatedAt.plusSeconds(terms.emptySeconds()).isAfter(now);
    return !closed && (tooOld || emptyTooLong);
  }

  /** The same room with other participants. */
  public Room withParticipants(List<Participant> newParticipants, Instant now) {
    return with(maxParticipants, closed, newParticipants, terms, putOut, now);
  }

  /** The same room with one participant in another state; its place in the order stays. */
  public Room withParticipant(Participant changed, Instant now) {
    return withParticipants(
        participants.stream()
            .map(each -> each.connectionId().equals(changed.connectionId()) ? changed : each)
            .toList(),
        now);
  }

  /** The same room without a participant, whose token lets nobody in any more. */
  public Room withPutOut(Participant gone, Instant now) {
    List<String> subjects = new ArrayList<>(putOut);
    subjects.remove(gone.subject());
    subjects.add(gone.subject());
    return with(
        maxParticipants,
        closed,
        others(gone.connectionId()),
        terms,
        subjects.subList(Math.max(0, subjects.size() - MAX_PUT_OUT), subjects.size()),
        now);
  }

  /** The same room on other terms. */
  public Room withTerms(int newMaxParticipants, RoomTerms newTerms, Instant now) {
    return with(newMaxParticipants, closed, participants, newTerms, putOut, now);
  }

  /** The same room, ended, with nobody in. */
  public Room ended(Instant now) {
    return with(maxParticipants, true, List.of(), terms, putOut, now);
  }

  private Room with(
      int newMaxParticipants,
      boolean newClosed,
      List<Participant> newParticipants,
      RoomTerms newTerms,
      List<String> newPutOut,
      Instant now) {
    return new Room(
        roomId,
        uniqueName,
        createdAt,
        now,
        newMaxParticipants,
        newClosed,
        newParticipants,
        newTerms,
        newPutOut,
        events,
        madeBy,
        trace);
  }
}
