package dev.otter.rooms.http;

import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.quality.ParticipantQuality;
import dev.otter.contract.quality.QualityReport;
import dev.otter.contract.quality.QualityReports;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomsClient;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/** {@code GET /v1/rooms/{id or uniqueName}/quality}: how the call is, or was, for each. */
final class ReadQualityHandler implements Function<RoutingContext, Future<Answer>> {

  private final RoomsClient rooms;
  private final QualityReports reports;

  ReadQualityHandler(RoomsClient rooms, QualityReports reports) {
    this.rooms = rooms;
    this.reports = reports;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    return rooms
        .find(context.pathParam(RoomsRoutes.ROOM))
        .compose(
            room -> reports.of(room.roomId()).map(all -> new Answer(200, resource(room, all))));
  }

  private static RoomQuality resource(Room room, List<ParticipantQuality> reports) {
    return new RoomQuality(
        room.roomId(),
        reports.stream().map(each -> RoomQuality.Entry.of(withEnd(room, each))).toList());
  }

  /** Who is not in any more and did not say why is lost. */
  private static ParticipantQuality withEnd(Room room, ParticipantQuality quality) {
    boolean in = room.participant(quality.connectionId()).isPresent();
    return in || quality.report().end() != null ? quality : quality.ended(QualityReport.LOST);
  }
}
