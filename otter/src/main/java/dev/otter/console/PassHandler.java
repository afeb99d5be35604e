package dev.otter.console;

import dev.otter.contract.http.ClientLimits;
import dev.otter.contract.http.RequireApiKey;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a request of a console on to the call of the API that has the same path behind a prefix, in
 * the name of the key that signed in. What changes anything is logged. On the request's context.
 */
final class PassHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(PassHandler.class);

  private final String prefix;
  private final ConsoleSessions sessions;
  private final ConsoleDoor door;

  /** Makes the handler of all calls below a prefix. */
  PassHandler(String prefix, ConsoleSessions sessions, ConsoleDoor door) {
    this.prefix = prefix;
    this.sessions = sessions;
    this.door = door;
  }

  @Override
  public void handle(RoutingContext context) {
    boolean changes = !context.request().method().equals(HttpMethod.GET);
    if (changes) {
      door.requireOwnPage(context);
    }
    // Of the body nothing is read before the call itself reads it.
    context.request().pause();
    sessions
        .find(door.secret(context))
        .map(
            session -> {
              ClientLimits.of(context).count(session.keyId());
              return session;
            })
        .onComplete(found -> context.request().resume())
        .onSuccess(
            session -> {
              String path = context.normalizedPath().substring(prefix.length());
              if (changes) {
                LOG.info(
                    "the console acts method={} path={} keyId={}",
                    context.request().method(),
                    path,
                    session.keyId());
              }
              RequireApiKey.vouch(context, session.claims());
              String query = context.request().query();
              context.reroute(query == null ? path : path + '?' + query);
            })
        .onFailure(context::fail);
  }
}
