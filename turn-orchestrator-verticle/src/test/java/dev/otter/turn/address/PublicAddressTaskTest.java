package dev.otter.turn.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.testing.LoggedBy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each call of open is one look, as the timers would make it; theirs finds nothing out. */
@ExtendWith(VertxExtension.class)
class PublicAddressTaskTest {

  private final Deque<Future<String>> answers = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-27T10:00:00Z");

  @Test
  void theFirstIsToldAtOnceAChangeWhenSeenTwiceAndAFailureChangesNothing(Vertx vertx) {
    PublicAddressTask task = task(vertx);
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

  @Test
  void whatIsKnownSaysHowAndSinceWhenAlsoWhenItIsOnlyKept(Vertx vertx) {
    PublicAddressTask task = task(vertx);
    answers.addAll(
        List.of(
            Future.succeededFuture("8.8.4.4"),
            Future.succeededFuture("8.8.4.4"),
            Future.failedFuture(new IllegalStateException("OpenDNS: no answer within 300 ms")),
            Future.succeededFuture("9.9.9.9"),
            Future.succeededFuture("9.9.9.9")));

    assertThat(task.known()).isEmpty();
    assertThat(look(task)).isEqualTo("8.8.4.4: OpenDNS and Google agree, since 10:00:01");
    assertThat(look(task)).isEqualTo("8.8.4.4: OpenDNS and Google agree, since 10:00:01");
    assertThat(look(task))
        .isEqualTo(
            "8.8.4.4: OpenDNS and Google agreed at 2026-11-27T10:00:02Z; kept, as they do not now:"
                + " OpenDNS: no answer within 300 ms, since 10:00:01");
    assertThat(look(task))
        .isEqualTo(
            "8.8.4.4: OpenDNS and Google say 9.9.9.9 now: kept until they say so twice, since"
                + " 10:00:01");
    assertThat(look(task)).isEqualTo("9.9.9.9: OpenDNS and Google agree, since 10:00:05");
    task.close();
  }

  @Test
  void whatFailsIsAskedForLessAndLess(Vertx vertx) {
    PublicAddressTask task = task(vertx);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(Future.failedFuture(new IllegalStateException("Google: no answer")));
      task.open();
      waits.add(task.nextLook().toSeconds());
    }

    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    assertThat(task.trouble().orElseThrow().reason())
        .isEqualTo("the public address is not known: Google: no answer");
    answers.add(Future.succeededFuture("8.8.4.4"));
    task.open();
    assertThat(task.nextLook()).isEqualTo(PublicAddressTask.PERIOD);
    assertThat(task.trouble()).isEmpty();
    task.close();
  }

  @Test
  void thatThereIsNoIpv6IsSaidOnceAndAskedLessAndLess(Vertx vertx) {
    List<Long> waits = new ArrayList<>();
    try (LoggedBy log = new LoggedBy(PublicAddressTask.class)) {
      PublicAddressTask task = task(vertx, AddressFamily.IPV6);
      for (int i = 0; i < 11; i++) {
        answers.add(Future.failedFuture(new IllegalStateException("failure " + i)));
        task.open();
        waits.add(task.nextLook().toSeconds());
      }
      task.close();

      assertThat(log.lines())
          .containsExactly(
              "INFO no IPv6 address by DNS, turn.publicIpv6 can name one"
                  + " now=clients are told IPv4 only because=failure 0");
      assertThat(task.trouble().orElseThrow().reason()).isEqualTo("failure 10");
      assertThat(told).isEmpty();
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
  }

  /** A second later than the last one. */
  private String look(PublicAddressTask task) {
    now = now.plusSeconds(1);
    task.open();
    KnownAddress known = task.known().orElseThrow();
    return known.ip()
        + ": "
        + known.from().how()
        + ", since "
        + LocalTime.ofInstant(known.from().since(), ZoneOffset.UTC);
  }

  private PublicAddressTask task(Vertx vertx) {
    return task(vertx, AddressFamily.IPV4);
  }

  private PublicAddressTask task(Vertx vertx, AddressFamily family) {
    Thread test = Thread.currentThread();
    return new PublicAddressTask(
        vertx,
        family,
        "OpenDNS and Google",
        // A timer comes to its end where a busy machine takes a second for the test.
        () ->
            Thread.currentThread().equals(test)
                ? answers.remove()
                : Promise.<String>promise().future(),
        () -> now,
        told::add);
  }
}
