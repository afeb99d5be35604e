package dev.otter.rooms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.id.RoomId;
import dev.otter.contract.id.WebhookId;
import dev.otter.contract.store.DeliveryState;
import dev.otter.contract.store.WebhookDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryPlanTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final WebhookDelivery fresh =
      WebhookDelivery.fresh(WebhookId.random(), RoomId.random(), 1, "room.created", "{}", NOW);

  private List<Long> waits(RetryPlan plan, int failures) {
    List<Long> waits = new ArrayList<>();
    WebhookDelivery delivery = fresh;
    for (int i = 0; i < failures; i++) {
      delivery = plan.afterFailure(delivery, "no", NOW);
      waits.add(Duration.between(NOW, delivery.nextAt()).toMillis());
    }
    return waits;
  }

  @Test
  void theWaitDoublesUpToFiveMinutes() {
    assertThat(waits(new RetryPlan(Duration.ofDays(1), () -> 0), 12))
        .containsExactly(
            1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 64_000L, 128_000L, 256_000L, 300_000L,
            300_000L, 300_000L);
  }

  @Test
  void aRandomHalfOfItIsLeftOut() {
    assertThat(waits(new RetryPlan(Duration.ofDays(1), () -> 1), 3))
        .containsExactly(500L, 1_000L, 2_000L);
  }

  @Test
  void itIsGivenUpWhenTheNextAttemptWouldBeTooLate() {
    RetryPlan plan = new RetryPlan(Duration.ofSeconds(3), () -> 0);

    WebhookDelivery second = plan.afterFailure(fresh, "no", NOW);
    WebhookDelivery third = plan.afterFailure(second, "still no", NOW.plusSeconds(2));

    assertThat(second.state()).isEqualTo(DeliveryState.WAITING);
    assertThat(third.state()).isEqualTo(DeliveryState.DEAD);
    assertThat(third.lastError()).isEqualTo("still no");
    assertThat(third.attempts()).isEqualTo(2);
  }
}
