package dev.otter.contract.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.kv.KeyValueStores;
import dev.otter.contract.kv.LocalKeyValueStores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports of a room: the last of each, of not too many, and not for long. */
class QualityReportsTest {

  private static final RoomId ROOM = RoomId.random();
  private static final NodeTag NODE = NodeTag.random();

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong nanos = new AtomicLong();
  private final KeyValueStores stores = new LocalKeyValueStores(vertx, nanos::get);
  private final QualityReports reports =
      new QualityReports(stores, () -> Instant.EPOCH.plusNanos(nanos.get()));

  @AfterEach
  void close() {
    done(vertx.close());
  }

  @Test
  void theLastReportOfEachIsThereInTheOrderOfTheFirst() {
    ConnectionId ada = ConnectionId.random(NODE);
    ConnectionId ben = ConnectionId.random(NODE);
    Instant first = keep(ada, Optional.empty(), 1);
    keep(ben, Optional.empty(), 2);
    pass(Duration.ofSeconds(10));
    keep(ada, Optional.of(first), 3);

    List<ParticipantQuality> all = done(reports.of(ROOM));

    assertThat(all).extracting(ParticipantQuality::connectionId).containsExactly(ada, ben);
    assertThat(all).extracting(each -> each.report().joinMs()).containsExactly(3L, 2L);
    assertThat(all.get(0).firstReportAt()).isEqualTo(Instant.EPOCH);
    assertThat(all.get(0).lastReportAt()).isEqualTo(Instant.EPOCH.plusSeconds(10));
  }

  @Test
  void anotherNodeThatDoesNotKnowWhenTheFirstCameFindsOut() {
    ConnectionId ada = ConnectionId.random(NODE);
    keep(ada, Optional.empty(), 1);
    pass(Duration.ofSeconds(10));

    assertThat(keep(ada, Optional.empty(), 2)).isEqualTo(Instant.EPOCH);
    assertThat(done(reports.of(ROOM))).hasSize(1);
  }

  @Test
  void ofTooManyTheOldestAreForgotten() {
    List<ConnectionId> all = new ArrayList<>();
    for (int i = 0; i < QualityReports.MOST_IN_A_ROOM + 3; i++) {
      all.add(ConnectionId.random(NODE));
      keep(all.get(i), Optional.empty(), i);
    }

    assertThat(done(reports.of(ROOM)))
        .extracting(ParticipantQuality::connectionId)
        .containsExactlyElementsOf(all.subList(3, all.size()));
    String oldest = ROOM.value() + '/' + all.get(0).value();
    assertThat(done(stores.open("quality").get(oldest))).as("it is only not listed").isEmpty();
  }

  @Test
  void aReportPassesAwayAndALongCallStaysOnTheList() {
    ConnectionId ada = ConnectionId.random(NODE);
    ConnectionId ben = ConnectionId.random(NODE);
    Instant first = keep(ada, Optional.empty(), 1);
    keep(ben, Optional.empty(), 1);
    for (int i = 0; i < 8; i++) {
      pass(QualityReports.LIFE.dividedBy(2));
      done(reports.keep(ROOM, ada, null, Optional.of(first), i % 2 == 0, report(2, null)));
    }

    assertThat(done(reports.of(ROOM)))
        .extracting(ParticipantQuality::connectionId)
        .containsExactly(ada);
  }

  @Test
  void anEndThatTheParticipantSaidStays() {
    ConnectionId ada = ConnectionId.random(NODE);
    ConnectionId ben = ConnectionId.random(NODE);
    done(reports.keep(ROOM, ada, null, Optional.empty(), true, report(1, "no-path")));
    keep(ben, Optional.empty(), 1);
    done(reports.end(ROOM, ada, "left"));
    done(reports.end(ROOM, ben, "put-out"));
    done(reports.end(ROOM, ConnectionId.random(NODE), "left"));

    assertThat(done(reports.of(ROOM)))
        .extracting(each -> each.report().end())
        .containsExactly("no-path", "put-out");
  }

  private Instant keep(ConnectionId participant, Optional<Instant> first, long joinMs) {
    return done(
        reports.keep(ROOM, participant, null, first, first.isEmpty(), report(joinMs, null)));
  }

  private static QualityReport report(long joinMs, String end) {
    return new QualityReport(joinMs, List.of(), end);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
