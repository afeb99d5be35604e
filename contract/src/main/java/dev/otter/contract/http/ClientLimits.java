package dev.otter.contract.http;

import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.KeyId;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/**
 * How often clients may call and fail, as the edge counts it and puts it on each request, so that
 * who verifies a key or token asks it first. Implementations are safe for any thread.
 */
public interface ClientLimits {

  /** On a request that no edge has counted: no limits. */
  ClientLimits NONE =
      new ClientLimits() {
        @Override
        public Future<Void> admit(RoutingContext context, String credential) {
          return Future.succeededFuture();
        }

        @Override
        public void onGood(String credential) {
          // Nothing is remembered.
        }

        @Override
        public void count(KeyId keyId) {
          // Nothing is counted.
        }
      };

  /**
   * Lets an attempt with a key or token on, before anything of it is verified: at once, after a
   * wait, or not at all.
   *
   * @param context the request
   * @param credential what it came with; null where it came with nothing
   * @return fails with a {@link RefusedException} when the address has failed too often
   */
  Future<Void> admit(RoutingContext context, String credential);

  /**
   * Remembers that a key or token was found good, so that the failures of others do not slow it.
   */
  void onGood(String credential);

  /**
   * Counts a request of an API key.
   *
   * @param keyId the key, which was found good: others could use up the rate of a key whose id they
   *     know
   * @throws RefusedException when it calls more often than it may
   */
  void count(KeyId keyId);

  /** Puts the limits on a request; only the edge does. */
  default void put(RoutingContext context) {
    context.put(ClientLimits.class.getName(), this);
  }

  /** The limits that the edge has put on a request. */
  static ClientLimits of(RoutingContext context) {
    ClientLimits limits = context.get(ClientLimits.class.getName());
    return limits == null ? NONE : limits;
  }

  /**
   * Verifies what a request came with, as often as its address may try.
   *
   * @param credential what it came with; null where it came with nothing
   * @param verification asks whether it is good
   */
  static <T> Future<T> verify(
      RoutingContext context, String credential, Supplier<Future<T>> verification) {
    ClientLimits limits = of(context);
    return limits
        .admit(context, credential)
        .compose(admitted -> verification.get())
        .onSuccess(good -> limits.onGood(credential));
  }
}
