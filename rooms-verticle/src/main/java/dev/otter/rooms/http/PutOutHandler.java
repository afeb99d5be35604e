package dev.otter.rooms.http;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.room.PutOutParticipant;
import dev.otter.contract.room.RoomsClient;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** {@code DELETE /v1/rooms/{id or uniqueName}/participants/{connectionId}}: puts one out. */
final class PutOutHandler implements Function<RoutingContext, Future<Answer>> {

  /** The path parameter. */
  static final String PARTICIPANT = "participant";

  private final RoomsClient rooms;

  PutOutHandler(RoomsClient rooms) {
    this.rooms = rooms;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    ConnectionId participant =
        ConnectionId.parse(context.pathParam(PARTICIPANT))
            .orElseThrow(
                () ->
                    new RefusedException(
                        ErrorCode.PARTICIPANT_NOT_FOUND,
                        "no participant of this room has this id"));
    return TokensRoom.orNamedByKey(context, rooms)
        .compose(room -> rooms.putOut(new PutOutParticipant(room.roomId(), participant)))
        .map(room -> Answer.NO_CONTENT);
  }
}
