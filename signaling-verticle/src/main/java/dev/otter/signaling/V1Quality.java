package dev.otter.signaling;

import dev.otter.contract.auth.RoomClaims;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.quality.QualityReport;
import dev.otter.contract.quality.QualityReports;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client of {@code otter.v1} reports of its call, on its way to where it is kept. A report
 * that comes too often, is none, or cannot be kept, harms no call: it is counted and passed over.
 * Belongs to one {@link V1Connection} and its context.
 */
final class V1Quality {

  /** How often a client is asked to report. */
  static final long EVERY_MS = 10_000;

  /** A report that comes sooner after another is passed over, unless it is the last one. */
  private static final long SHORTEST_WAIT_MS = EVERY_MS / 2;

  /** So often its room's list is looked after. */
  private static final long LIST_EVERY_MS = QualityReports.LIFE.toMillis() / 2;

  private static final Logger LOG = LoggerFactory.getLogger(V1Quality.class);

  private final SignalingNode node;
  private final RoomClaims claims;
  private final Supplier<ConnectionId> me;
  private long lastMs = Long.MIN_VALUE;
  private long listedMs;
  private Optional<Instant> firstAt = Optional.empty();
  private Future<?> before = Future.succeededFuture();
  private boolean over;

  /**
   * Begins.
   *
   * @param me the client's id; asked when it has one
   */
  V1Quality(SignalingNode node, RoomClaims claims, Supplier<ConnectionId> me) {
    this.node = node;
    this.claims = claims;
    this.me = me;
  }

  /**
   * The client reported.
   *
   * @param json one JSON value; null where there was none
   * @return what to answer when it is no report; the call goes on all the same
   */
  Optional<RefusedException> take(Buffer json) {
    try {
      take(QualityReportReader.read(json));
      return Optional.empty();
    } catch (RefusedException e) {
      node.quality().refused();
      return Optional.of(e);
    }
  }

  private void take(QualityReport report) {
    long nowMs = node.monotonicMs();
    boolean last = report.end() != null;
    boolean tooSoon = lastMs != Long.MIN_VALUE && nowMs - lastMs < SHORTEST_WAIT_MS;
    if (over || (tooSoon && !last)) {
      node.quality().tooOften();
      return;
    }
    node.quality().says(report);
    lastMs = nowMs;
    over = last;
    boolean list = firstAt.isEmpty() || nowMs - listedMs >= LIST_EVERY_MS;
    listedMs = list ? nowMs : listedMs;
    ConnectionId id = me.get();
    inOrder(
            () ->
                reports()
                    .keep(claims.roomId(), id, claims.identity(), firstAt, list, report)
                    .onSuccess(at -> firstAt = Optional.of(at)))
        .onSuccess(kept -> node.quality().kept())
        .onFailure(failure -> failed(id, failure));
  }

  /** The client is gone for good, as the server sees it. */
  void end(String why) {
    if (lastMs != Long.MIN_VALUE && !over) {
      over = true;
      ConnectionId id = me.get();
      inOrder(() -> reports().end(claims.roomId(), id, why))
          .onFailure(failure -> failed(id, failure));
    }
  }

  /** One after the other: the last report is the one that stays. */
  private <T> Future<T> inOrder(Supplier<Future<T>> step) {
    Future<T> done = before.transform(kept -> step.get());
    before = done;
    return done;
  }

  private QualityReports reports() {
    return node.qualityReports();
  }

  private void failed(ConnectionId id, Throwable failure) {
    node.quality().failed();
    LOG.debug(
        "a quality report was not kept roomId={} connectionId={}", claims.roomId(), id, failure);
  }
}
