package dev.otter.turn;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusRequests;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.turn.EndRelay;
import dev.otter.contract.turn.RelayReport;
import dev.otter.turn.relay.RelayDirectory;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** Drains a relay or removes it, on whichever node it is. */
final class EndRelayHandler implements Function<RoutingContext, Future<Answer>> {

  private final RelayDirectory directory;
  private final BusRequests bus;
  private final boolean drain;

  EndRelayHandler(RelayDirectory directory, BusRequests bus, boolean drain) {
    this.directory = directory;
    this.bus = bus;
    this.drain = drain;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    String id = context.pathParam("id");
    RelayReport relay =
        directory
            .find(id)
            .orElseThrow(
                () -> new RefusedException(ErrorCode.RELAY_NOT_FOUND, "no relay has this id"));
    return bus.ask(BusAddress.END_RELAY, relay.node(), new EndRelay(id, drain), RelayReport.class)
        .map(ended -> new Answer(200, RelayResource.of(ended)));
  }
}
