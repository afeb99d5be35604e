package dev.otter.turn.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each call of open is one look, as the timers would make it. */
@ExtendWith(VertxExtension.class)
class PublicAddressTaskTest {

  private final Deque<Future<String>> answers = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();

  @Test
  void theFirstIsToldAtOnceAChangeWhenSeenTwiceAndAFailureChangesNothing(Vertx vertx) {
    PublicAddressTask task = new PublicAddressTask(vertx, answers::remove, told::add);
    Future<String> failure = Future.failedFuture(new IllegalStateException("DNS is away"));
    answers.addAll(
        List.of(
            failure,
            Future.succeededFuture("8.8.4.4"),
            failure,
            Future.succeededFuture("8.8.4.4"),
            Future.succeededFuture("9.9.9.9"),
            Future.succeededFuture("8.8.4.4"),
            Future.succeededFuture("9.9.9.9"),
            failure,
            Future.succeededFuture("9.9.9.9")));

    List<Integer> toldAfter = new ArrayList<>();
    while (!answers.isEmpty()) {
      task.open();
      toldAfter.add(told.size());
    }
    task.close();

    assertThat(told).containsExactly("8.8.4.4", "9.9.9.9");
    assertThat(toldAfter).containsExactly(0, 1, 1, 1, 1, 1, 1, 1, 2);
  }
}
