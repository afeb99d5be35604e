package dev.otter.contract.quality;

import dev.otter.contract.id.ConnectionId;
import java.time.Instant;

/**
 * What one participant has reported last.
 *
 * @param connectionId who
 * @param identity who it is, as its token says; null when the token says nothing
 * @param firstReportAt when its first report came
 * @param lastReportAt when this one came
 * @param report what it says
 */
public record ParticipantQuality(
    ConnectionId connectionId,
    String identity,
    Instant firstReportAt,
    Instant lastReportAt,
    QualityReport report) {

  /** The same, of one whose call is over. */
  public ParticipantQuality ended(String why) {
    return new ParticipantQuality(
        connectionId, identity, firstReportAt, lastReportAt, report.ended(why));
  }
}
