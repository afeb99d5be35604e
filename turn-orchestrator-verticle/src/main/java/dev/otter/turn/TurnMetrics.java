package dev.otter.turn;

import dev.otter.turn.gateway.GatewayMetrics;
import dev.otter.turn.redis.RedisMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What a node measures of its relays.
 *
 * @param relays of the relays themselves
 * @param gateway of the gateway in front of them; nothing where there is none
 * @param redis of the door at which they tell of their sessions; nothing where there is none
 */
record TurnMetrics(RelayMetrics relays, GatewayMetrics gateway, RedisMetrics redis)
    implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    relays.bindTo(registry);
    gateway.bindTo(registry);
    redis.bindTo(registry);
  }
}
