package dev.otter.turn.redis;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.auth.VerifyApiKey;
import dev.otter.contract.bus.BusAddress;
import dev.otter.contract.bus.BusReplies;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import dev.otter.turn.TurnSecrets;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.testing.OnContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** A door on loopback; two API keys are good. The codecs of the bus are registered already. */
final class OpenDoor implements AutoCloseable {

  static final String ADMIN = "key-of-an-operator";
  static final String BACKEND = "key-of-a-backend";
  static final String SECRET = "the-secret-of-this-test";

  final RedisMetrics metrics = new RedisMetrics();
  final BlockingQueue<RelayId> lost = new LinkedBlockingQueue<>();
  final TurnSecrets secrets;
  final RedisDoor door;
  final InetSocketAddress at;
  private final OnContext on;

  /** Knows relays by tokens. */
  OpenDoor(Vertx vertx, Map<String, RelayId> tokens) {
    this(vertx, 0, token -> Optional.ofNullable(tokens.get(token)), List.of(SECRET));
  }

  OpenDoor(
      Vertx vertx, int port, Function<String, Optional<RelayId>> relayOf, List<String> secrets) {
    this.secrets = TurnSecrets.of(secrets);
    on = new OnContext(vertx);
    Map<String, Set<Scope>> keys = new ConcurrentHashMap<>();
    keys.put(ADMIN, Set.of(Scope.TURN_ADMIN));
    keys.put(BACKEND, Set.of(Scope.ROOMS_WRITE));
    on.call(
        () ->
            new BusReplies(vertx)
                .answer(
                    BusAddress.VERIFY_API_KEY.address(),
                    VerifyApiKey.class,
                    question ->
                        keys.containsKey(question.key())
                            ? Future.succeededFuture(
                                new ApiKeyClaims(new KeyId("k1"), keys.get(question.key())))
                            : Future.failedFuture(
                                new RefusedException(ErrorCode.API_KEY_INVALID, "no such key"))));
    door =
        new RedisDoor(
            vertx,
            new RedisDoorSettings("127.0.0.1", port, relayOf, relay -> true, this.secrets),
            metrics,
            System::nanoTime,
            lost::add);
    at = on.call(door::open);
  }

  @Override
  public void close() {
    on.call(door::close);
  }
}
