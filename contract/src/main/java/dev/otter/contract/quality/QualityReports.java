package dev.otter.contract.quality;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.kv.KeyValueStore;
import dev.otter.contract.kv.KeyValueStores;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last report of each participant, where all nodes find it: one entry for each, and one for
 * each room that says whose there are. Bounded by {@link #MOST_IN_A_ROOM} and {@link #LIFE}; what
 * is here can be lost without harm to a call. Safe for any thread; futures complete on the caller's
 * context.
 */
public final class QualityReports {

  /** Participants of one room whose reports are kept; of more, the oldest are forgotten. */
  public static final int MOST_IN_A_ROOM = 32;

  /** How long a report is kept. */
  public static final Duration LIFE = Duration.ofHours(1);

  /** The list of a room outlives what it names, so that a node need not write it each time. */
  private static final Duration LIST_LIFE = LIFE.multipliedBy(2);

  /** So often two nodes may meet at one list before a report is given up. */
  private static final int MOST_TRIES = 8;

  private static final String[] NOBODY = {};

  private final KeyValueStore store;
  private final InstantSource clock;

  /**
   * Opens what there is.
   *
   * @param stores where the entries are
   * @param clock what the times of reports are taken from
   */
  public QualityReports(KeyValueStores stores, InstantSource clock) {
    this.store = stores.open("quality");
    this.clock = clock;
  }

  /**
   * Keeps a report in place of the one before.
   *
   * @param firstAt when the participant's first report came; empty where that is not known
   * @param list whether to see to it that it is on its room's list: for its first report, and once
   *     in {@link #LIFE} at least
   * @return when its first report came
   */
  public Future<Instant> keep(
      RoomId room,
      ConnectionId participant,
      String identity,
      Optional<Instant> firstAt,
      boolean list,
      QualityReport report) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Future<Void> listed = list ? list(room, participant, MOST_TRIES) : Future.succeededFuture();
    return listed
        .compose(
            done ->
                firstAt
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            of(room, participant)
                                .map(
                                    before ->
                                        before.map(ParticipantQuality::firstReportAt).orElse(now))))
        .compose(
            at ->
                write(room, new ParticipantQuality(participant, identity, at, now, report))
                    .map(at));
  }

  /** Says why the call is over for a participant, unless it said so itself. */
  public Future<Void> end(RoomId room, ConnectionId participant, String why) {
    return of(room, participant)
        .compose(
            last ->
                last.filter(each -> each.report().end() == null)
                    .map(each -> write(room, each.ended(why)))
                    .orElse(Future.succeededFuture()));
  }

  /** What the participants of a room have reported last, who reported first before. */
  public Future<List<ParticipantQuality>> of(RoomId room) {
    return store
        .get(room.value())
        .compose(
            list -> {
              List<Future<Optional<ParticipantQuality>>> each =
                  participants(list).stream().map(id -> of(room, id)).toList();
              return Future.all(each)
                  .map(all -> each.stream().map(Future::result).flatMap(Optional::stream).toList());
            });
  }

  private Future<Optional<ParticipantQuality>> of(RoomId room, ConnectionId participant) {
    return store
        .get(key(room, participant))
        .map(text -> text.map(json -> WireJson.read(json, ParticipantQuality.class)));
  }

  private Future<Void> write(RoomId room, ParticipantQuality quality) {
    return store.put(key(room, quality.connectionId()), WireJson.write(quality), LIFE);
  }

  /** Puts a participant on the room's list, or gives the list a new life if it is there. */
  private Future<Void> list(RoomId room, ConnectionId participant, int tries) {
    return store
        .get(room.value())
        .compose(
            before -> {
              List<ConnectionId> there = new ArrayList<>(participants(before));
              if (!there.contains(participant)) {
                there.add(participant);
              }
              List<ConnectionId> gone =
                  List.copyOf(there.subList(0, Math.max(0, there.size() - MOST_IN_A_ROOM)));
              there.removeAll(gone);
              String after = WireJson.write(there);
              return replace(room, before, after)
                  .compose(
                      done -> {
                        if (done) {
                          return forget(room, gone);
                        }
                        return tries > 1
                            ? list(room, participant, tries - 1)
                            : Future.failedFuture("the list of a room changes too fast");
                      });
            });
  }

  private Future<Boolean> replace(RoomId room, Optional<String> before, String after) {
    return before
        .map(expected -> store.compareAndSet(room.value(), expected, after, LIST_LIFE))
        .orElseGet(() -> store.putIfAbsent(room.value(), after, LIST_LIFE).map(Optional::isEmpty));
  }

  private Future<Void> forget(RoomId room, List<ConnectionId> gone) {
    return Future.all(gone.stream().map(each -> store.delete(key(room, each))).toList()).mapEmpty();
  }

  private static List<ConnectionId> participants(Optional<String> list) {
    String[] ids = list.map(json -> WireJson.read(json, String[].class)).orElse(NOBODY);
    return List.of(ids).stream().map(ConnectionId::new).toList();
  }

  private static String key(RoomId room, ConnectionId participant) {
    return room.value() + '/' + participant.value();
  }
}
