package dev.otter.turn.others;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

/**
 * What a node says of servers that somebody else runs (docs/metrics.md), all 0 where there are
 * none. No name is in a label. Written on the orchestrator's context; read by any thread.
 */
public final class OtherServersMetrics implements MeterBinder {

  private volatile List<ServerState> states = List.of();

  /** These are the states of all now. */
  void states(List<ServerState> now) {
    states = now;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (ServerState state : ServerState.values()) {
      Gauge.builder("otter.static.servers", this, each -> each.count(state))
          .description("Servers of turn.urls, by what this node knows of them")
          .tag("state", state.text())
          .register(registry);
    }
  }

  private long count(ServerState state) {
    return states.stream().filter(each -> each == state).count();
  }
}
