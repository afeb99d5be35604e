package dev.otter.rooms.webhooks;

import dev.otter.contract.error.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one message to one URL, signed, once. Follows redirects that keep the message (307, 308),
 * each of them checked as the first URL was. What the receiver answers is read only for its status.
 * Safe for any thread.
 */
final class WebhookSender {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

  /** How long an attempt may take, redirects and all. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final int MAX_REDIRECTS = 3;
  private static final int MAX_ANSWER_BYTES = 65_536;
  private static final int CONNECTIONS_PER_TARGET = 16;

  private final Vertx vertx;
  private final TargetCheck targets;
  private final InstantSource clock;
  private final HttpClient client;

  WebhookSender(Vertx vertx, TargetCheck targets, InstantSource clock) {
    this.vertx = vertx;
    this.targets = targets;
    this.clock = clock;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setIdleTimeout((int) TIMEOUT.toSeconds() * 2)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxHeaderSize(MAX_ANSWER_BYTES)
                .setDecompressionSupported(false),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_TARGET));
  }

  /**
   * How an attempt ended.
   *
   * @param status what the receiver answered; 0 where it did not
   * @param error why it did not go well, in a few words; null where it did
   */
  record Outcome(int status, String error) {

    boolean good() {
      return error == null;
    }

    private static Outcome of(int status) {
      boolean good = status >= 200 && status < 300;
      return new Outcome(status, good ? null : "the receiver answered " + status);
    }

    private static Outcome failed(String why) {
      return new Outcome(0, why);
    }
  }

  /** A message, signed. */
  private record Message(String id, String timestamp, String signature, String body) {}

  /**
   * Sends a message.
   *
   * @param url where to
   * @param secret what it is signed with
   * @param id the same at each attempt
   * @param body JSON
   * @return never fails
   */
  Future<Outcome> send(String url, WebhookSecret secret, String id, String body) {
    long timestamp = clock.instant().getEpochSecond();
    Message message =
        new Message(id, String.valueOf(timestamp), secret.signature(id, timestamp, body), body);
    Promise<Outcome> outcome = Promise.promise();
    long late =
        vertx.setTimer(
            TIMEOUT.toMillis(),
            timer ->
                outcome.tryComplete(
                    Outcome.failed("not done within " + TIMEOUT.toSeconds() + " s")));
    attempt(url, message, MAX_REDIRECTS, outcome)
        .recover(failure -> Future.succeededFuture(Outcome.failed(words(failure))))
        .onComplete(
            ended -> {
              vertx.cancelTimer(late);
              outcome.tryComplete(ended.result());
            });
    return outcome.future();
  }

  private Future<Outcome> attempt(
      String url, Message message, int redirects, Promise<Outcome> outcome) {
    return targets
        .check(url)
        .compose(
            target ->
                client
                    .request(options(target))
                    .compose(
                        request -> {
                          // Whoever gives up on it ends it; a good one's connection is kept.
                          outcome
                              .future()
                              .onSuccess(
                                  ended -> {
                                    if (ended.status() == 0) {
                                      request.reset();
                                    }
                                  });
                          return post(request, message);
                        })
                    .compose(answer -> judge(target, answer, message, redirects, outcome)));
  }

  /** To the address that was checked, in the name of the host. */
  private static RequestOptions options(Target target) {
    InetSocketAddress to = new InetSocketAddress(target.address(), target.port());
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(SocketAddress.inetSocketAddress(to))
        .setHost(TargetCheck.hostOf(target.url()))
        .setPort(target.port())
        .setSsl(target.tls())
        .setURI(target.pathAndQuery())
        .setTimeout(TIMEOUT.toMillis());
  }

  private static Future<HttpClientResponse> post(HttpClientRequest request, Message message) {
    return request
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.USER_AGENT, "otter")
        .putHeader("webhook-id", message.id())
        .putHeader("webhook-timestamp", message.timestamp())
        .putHeader("webhook-signature", message.signature())
        .send(message.body());
  }

  private Future<Outcome> judge(
      Target target,
      HttpClientResponse answer,
      Message message,
      int redirects,
      Promise<Outcome> outcome) {
    // What breaks from here on is ours, or no longer matters; Vert.x would log it as an error.
    answer.exceptionHandler(broken -> LOG.debug("an answer broke off", broken));
    int status = answer.statusCode();
    if (status != 307 && status != 308) {
      return drained(answer).map(done -> Outcome.of(status));
    }
    String location = answer.getHeader(HttpHeaders.LOCATION);
    answer.request().reset();
    if (location == null || redirects == 0) {
      return Future.succeededFuture(Outcome.failed("too many redirects, or one to nowhere"));
    }
    URI next;
    try {
      next = target.url().resolve(location);
    } catch (IllegalArgumentException e) {
      return Future.succeededFuture(Outcome.failed("a redirect to no URL"));
    }
    return attempt(next.toString(), message, redirects - 1, outcome);
  }

  /** So that the connection can be used again; who says too much loses it. */
  private static Future<Void> drained(HttpClientResponse answer) {
    int[] bytes = new int[1];
    answer.handler(
        chunk -> {
          bytes[0] += chunk.length();
          if (bytes[0] > MAX_ANSWER_BYTES) {
            answer.request().reset();
          }
        });
    // The status is what counts, however the rest ends.
    return answer.end().otherwiseEmpty();
  }

  /** In a few words, for whoever made the webhook: nothing of the inside of this network. */
  private static String words(Throwable failure) {
    if (failure instanceof RefusedException refused) {
      return refused.getMessage();
    }
    String name = failure.getClass().getSimpleName();
    if (name.contains("SSL") || name.contains("Certificate") || name.contains("Handshake")) {
      return "TLS failed: is the certificate good, and for this host?";
    }
    return name.contains("Timeout") ? "no answer in time" : "no connection, or it broke";
  }

  Future<Void> close() {
    return client.close();
  }
}
