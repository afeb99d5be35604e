package dev.otter.rooms.http;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.quality.ParticipantQuality;
import dev.otter.contract.quality.PeerQuality;
import java.time.Instant;
import java.util.List;

/**
 * How a room's call is, as the API shows it.
 *
 * @param roomId the call's one id, from making the room to its end
 * @param participants who reported first before
 */
record RoomQuality(RoomId roomId, List<Entry> participants) {

  /**
   * What one of them has reported last.
   *
   * @param connectionId its address
   * @param identity who it is, as its token says; null when the token says nothing
   * @param firstReportAt when its first report came
   * @param lastReportAt when this one came
   * @param joinMs how long it took to be in the room; null where it did not say
   * @param end why the call is over for it; null while it is in
   * @param peers its way to each other one
   */
  record Entry(
      ConnectionId connectionId,
      String identity,
      Instant firstReportAt,
      Instant lastReportAt,
      Long joinMs,
      String end,
      List<PeerQuality> peers) {

    static Entry of(ParticipantQuality quality) {
      return new Entry(
          quality.connectionId(),
          quality.identity(),
          quality.firstReportAt(),
          quality.lastReportAt(),
          quality.report().joinMs(),
          quality.report().end(),
          quality.report().peers());
    }
  }
}
