package dev.otter.limits;

import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.cluster.ClientsCounted;
import dev.otter.contract.config.AccessLimitsConfig;
import dev.otter.contract.config.AddressRange;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.ClientAddress;
import dev.otter.contract.http.ClientLimits;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.NodeTag;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The limits of one node's edge, which count for the whole cluster: each node lets through what it
 * knows to be within the rate, and takes what the others let through from the same buckets, a tenth
 * of a second later. So a source that spreads over all nodes gets more for a moment, and less after
 * it. Shared by the edge's event loops; safe for any thread.
 */
public final class EdgeLimits implements ClientLimits {

  /** How often nodes tell each other what they counted. */
  static final Duration NEWS_PERIOD = Duration.ofMillis(100);

  private static final Duration SWEEP_PERIOD = Duration.ofSeconds(10);

  /** A slowed attempt is held so long at most; one that would wait longer is refused at once. */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(2);

  private static final String ADDRESS = "address ";
  private static final String KEY = "key ";
  private static final String PRESENTED = "otter.presented-credential";

  private final Vertx vertx;
  private final NodeTag node;
  private final AccessLimitsConfig config;
  private final LongSupplier nanoClock;
  private final ForwardedFor forwarded;
  private final RequestRates rates;
  private final FailedAttempts failures;
  private final GoodCredentials good = new GoodCredentials();
  private final Counted counted = new Counted();

  /**
   * Makes the limits, and listens to the other nodes.
   *
   * @param node this node
   * @param config how often clients may call and fail
   * @param trustedProxies whose {@code X-Forwarded-For} is believed
   * @param nanoClock a monotonic clock
   */
  public EdgeLimits(
      Vertx vertx,
      NodeTag node,
      AccessLimitsConfig config,
      List<AddressRange> trustedProxies,
      LongSupplier nanoClock) {
    this.vertx = vertx;
    this.node = node;
    this.config = config;
    this.nanoClock = nanoClock;
    this.forwarded = new ForwardedFor(trustedProxies);
    this.rates = new RequestRates(config.requestRate());
    this.failures = new FailedAttempts(config.authFailures());
    vertx.setPeriodic(SWEEP_PERIOD.toMillis(), timer -> sweep());
    if (vertx.isClustered()) {
      vertx
          .eventBus()
          .<ClientsCounted>consumer(
              BusAddress.CLIENTS_COUNTED.address(), message -> onNews(message.body()));
      vertx.setPeriodic(NEWS_PERIOD.toMillis(), timer -> tell());
    }
  }

  /**
   * Counts a request, before anything of it is looked at but its path.
   *
   * @throws RefusedException when its address calls more often than it may
   */
  public void onRequest(RoutingContext context) {
    if (ClientLimits.of(context) != NONE) {
      // It goes on under another path, and was counted when it came.
      return;
    }
    InetAddress client = forwarded.client(context.request());
    ClientAddress.note(context, client);
    put(context);
    if (!isPage(context.normalizedPath())) {
      count(ADDRESS + ClientAddress.network(client), "one address may send ");
    }
  }

  /** Pages and their files come many at a time, and cost no more than reading them. */
  private static boolean isPage(String path) {
    return path.equals("/")
        || path.equals("/console")
        || path.startsWith("/assets/")
        || path.startsWith("/otter-meet/");
  }

  @Override
  public void count(KeyId keyId) {
    count(KEY + keyId.value(), "one API key may send ");
  }

  private void count(String source, String who) {
    long wait = rates.take(source, nanoClock.getAsLong());
    if (wait > 0) {
      throw new RefusedException(
          ErrorCode.REQUEST_RATE,
          who + config.requestRate() + " requests a second, and yours sends more",
          wholeSeconds(wait));
    }
    if (config.requestRate() > 0) {
      counted.request(source);
    }
  }

  @Override
  public Future<Void> admit(RoutingContext context, String credential) {
    if (credential == null) {
      return Future.succeededFuture();
    }
    context.put(PRESENTED, credential);
    String address = ClientAddress.network(ClientAddress.of(context));
    long now = nanoClock.getAsLong();
    if (!failures.slows(address, now) || good.contains(credential)) {
      return Future.succeededFuture();
    }
    long wait = failures.take(address, now, LONGEST_HOLD.toNanos());
    if (wait > LONGEST_HOLD.toNanos()) {
      return Future.failedFuture(
          new RefusedException(
              ErrorCode.AUTH_FAILURES,
              "your address came with too many keys or tokens that are not known here",
              wholeSeconds(wait)));
    }
    if (wait == 0) {
      return Future.succeededFuture();
    }
    Promise<Void> turn = Promise.promise();
    vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)), timer -> turn.complete());
    return turn.future();
  }

  @Override
  public void onGood(String credential) {
    if (config.authFailures() > 0) {
      good.add(credential);
    }
  }

  /** Counts a refused request as a failed attempt, where it is one. */
  public void onRefused(RoutingContext context) {
    if (config.authFailures() > 0
        && context.failure() instanceof RefusedException refused
        && isFailedAttempt(refused.code())) {
      String address = ClientAddress.network(ClientAddress.of(context));
      failures.failed(address, 1, nanoClock.getAsLong());
      counted.failure(address);
      // Good for one thing, it was tried on another.
      String credential = context.get(PRESENTED);
      if (credential != null) {
        good.remove(credential);
      }
    }
  }

  /** What has ended or was revoked was good once: who has it does not guess. */
  private static boolean isFailedAttempt(ErrorCode code) {
    return code == ErrorCode.API_KEY_INVALID || code == ErrorCode.TOKEN_INVALID;
  }

  private void tell() {
    ClientsCounted news = counted.take(node);
    if (!news.nothing()) {
      vertx.eventBus().publish(BusAddress.CLIENTS_COUNTED.address(), news);
    }
  }

  private void onNews(ClientsCounted news) {
    if (news.node().equals(node)) {
      return;
    }
    long now = nanoClock.getAsLong();
    news.requests().forEach((source, times) -> rates.takeElsewhere(source, times, now));
    news.failures().forEach((address, times) -> failures.failed(address, times, now));
  }

  private void sweep() {
    long now = nanoClock.getAsLong();
    rates.sweep(now);
    failures.sweep(now);
  }

  private static int wholeSeconds(long nanos) {
    return (int) TimeUnit.NANOSECONDS.toSeconds(nanos) + 1;
  }
}
