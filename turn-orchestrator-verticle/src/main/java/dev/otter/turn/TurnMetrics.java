package dev.otter.turn;

import dev.otter.turn.gateway.GatewayMetrics;
import dev.otter.turn.others.OtherServersMetrics;
import dev.otter.turn.redis.RedisMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What a node measures of its relays.
 *
 * @param relays of the relays themselves
 * @param gateway of the gateway in front of them; nothing where there is none
 * @param redis of the door at which they tell of their sessions; nothing where there is none
 * @param others of servers that somebody else runs; nothing where there are none
 */
record TurnMetrics(
    RelayMetrics relays, GatewayMetrics gateway, RedisMetrics redis, OtherServersMetrics others)
    implements MeterBinder {

  /** Nothing is measured yet. */
  TurnMetrics() {
    this(new RelayMetrics(), new GatewayMetrics(), new RedisMetrics(), new OtherServersMetrics());
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    relays.bindTo(registry);
    gateway.bindTo(registry);
    redis.bindTo(registry);
    others.bindTo(registry);
  }
}
